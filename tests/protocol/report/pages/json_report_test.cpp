// Case and index files against files that were recorded elsewhere, and against hostile names and payloads.

#include "protocol/report/pages/json_report.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/report/pages/report_folder.h"
#include "protocol/report/results/report_import.h"
#include "tests/support/recorded_case.h"
#include "tests/support/scripted_session.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace fg::json_report_test {
namespace {

using test::ScriptedSession;

std::string jsonTextOf(const CaseResult &result)
{
    std::ostringstream out;
    writeCaseJson(out, result, Secrets::Blanked);
    return out.str();
}

QJsonObject jsonOf(const CaseResult &result)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(jsonTextOf(result)), &error);
    EXPECT_EQ(error.error, QJsonParseError::NoError) << error.errorString().toStdString();
    return document.object();
}

std::string textOf(const QJsonValue &value)
{
    return QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).toStdString();
}

CaseResult resultWith(const std::shared_ptr<ScriptedSession> &script, std::string_view caseId = "1.1.1")
{
    CaseResult result = test::resultOf("peer", caseId);
    result.session = std::shared_ptr<const Session>(script, &script->log());
    return result;
}

class RecordedReports : public testing::TestWithParam<const char *>
{
};

TEST_P(RecordedReports, ThePlayedCaseGivesTheRecordedFileValueForValue)
{
    const QJsonObject recorded = test::recordedReport(GetParam());
    const QJsonObject ours = jsonOf(test::play(recorded));
    // These differ because the words and the clock are our own.
    const QStringList differing{"description", "expectation", "duration", "started"};
    EXPECT_EQ(ours.keys(), recorded.keys());
    for (const QString &key : recorded.keys()) {
        EXPECT_EQ(ours[key].type(), recorded[key].type()) << key.toStdString();
        if (!differing.contains(key)) {
            EXPECT_EQ(textOf(ours[key]), textOf(recorded[key])) << key.toStdString();
        }
    }
}

TEST_P(RecordedReports, TheKeysHaveTheRecordedOrderAndSpacing)
{
    const QJsonObject recorded = test::recordedReport(GetParam());
    const std::string text = jsonTextOf(test::play(recorded));
    std::size_t at = 0;
    for (const QString &key : recorded.keys()) { // QJsonObject sorts them, and so do the recorded files
        at = text.find('"' + key.toStdString() + "\": ", at);
        ASSERT_NE(at, std::string::npos) << key.toStdString();
    }
    EXPECT_EQ(text.find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Recorded, RecordedReports,
                         testing::Values("1.1.1", "2.2", "3.2", "5.19", "6.3.2", "6.4.1", "7.5.1", "7.9.1",
                                         "9.1.1", "9.3.1"),
                         [](const auto &sample) {
                             std::string name = sample.param;
                             std::ranges::replace(name, '.', '_');
                             return "Case_" + name;
                         });

TEST(CaseJson, ShowsWhatAServerReceivedWithItsMask)
{
    const auto script = std::make_shared<ScriptedSession>(Role::Server);
    script->open().read("818198ad8561f9").frame(Opcode::Text, 1, "").write("810161");
    const QJsonObject json = jsonOf(resultWith(script));
    EXPECT_TRUE(json["isServer"].toBool());
    const QJsonArray log = json["wirelog"].toArray();
    EXPECT_EQ(textOf(log[2]), R"([["RO",[7,"818198ad8561f9"]]])");
    EXPECT_EQ(textOf(log[3]), R"([["RF",[1,"a"],1,true,0,true,"98ad8561"]])");
    EXPECT_EQ(textOf(log[4]), R"([["TF",[1,"a"],1,true,0,null,null,null,false]])");
}

TEST(CaseJson, HasTimersWithFractionsAndNoTcpRows)
{
    using namespace std::chrono_literals;
    const auto script = std::make_shared<ScriptedSession>();
    script->open()
        .timer(RowKind::TimerSet, TimerPurpose::FailConnection, 500ms)
        .timer(RowKind::TimerFired, TimerPurpose::FailConnection, 500ms)
        .timer(RowKind::TimerSet, TimerPurpose::CloseConnection, 3s)
        .timer(RowKind::TimerFired, TimerPurpose::CloseConnection, 3s)
        .recording(false)
        .recording(true)
        .droppedByPeer();
    const QJsonArray log = jsonOf(resultWith(script))["wirelog"].toArray();
    ASSERT_EQ(log.size(), 8);
    EXPECT_EQ(textOf(log[2]), R"([["KL",0.5]])");
    EXPECT_EQ(textOf(log[3]), R"([["KLE"]])");
    EXPECT_EQ(textOf(log[4]), R"([["TI",3]])");
    EXPECT_EQ(textOf(log[5]), R"([["TIE"]])");
    EXPECT_EQ(textOf(log[6]), R"([["WLM",false]])");
    EXPECT_EQ(textOf(log[7]), R"([["WLM",true]])");
}

TEST(CaseJson, ShowsAPayloadThatIsNotUtf8AsHexadecimal)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->open().read("8103eda080").read("8203c3a9ff").read("8102c3a9").read("810100");
    CaseResult result = resultWith(script);
    result.observed = {{CaseEvent::Kind::Message, Opcode::Text, *fromHex("eda080"), {}},
                       {CaseEvent::Kind::Message, Opcode::Binary, bufferOf(std::string(61, '\xfe')), {}}};
    const QJsonObject json = jsonOf(result);
    const QJsonArray log = json["wirelog"].toArray();
    EXPECT_EQ(log[3][1][1].toString(), "0xeda080"); // a lone surrogate
    EXPECT_EQ(log[5][1][1].toString(), "0xc3a9ff");
    EXPECT_EQ(log[7][1][1].toString(), QString(QChar(0xE9)));
    EXPECT_EQ(log[9][1][1].toString(), QString(QChar(0)));
    EXPECT_EQ(json["received"][0][1].toString(), "0xeda080");
    EXPECT_EQ(json["received"][1][1].toString(), "0x" + QString("fe").repeated(61) + " ...");
}

TEST(CaseJson, IsAsciiForAnyTextFromAPeer)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->connect()
        .writeText(test::request)
        .readText("HTTP/1.1 400 \xe2\x80\xae\r\nX: \x01\"</script>\r\n\r\n");
    CaseResult result = resultWith(script);
    result.agent = "a\"b\\c\n\u202E\U0001F600";
    const std::string text = jsonTextOf(result);
    EXPECT_TRUE(std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; })) << text;
    EXPECT_EQ(jsonOf(result)["agent"].toString().toStdString(), result.agent);
    EXPECT_TRUE(jsonOf(result)["httpResponse"].toString().contains(QChar(0x202E)));
}

TEST(CaseJson, KeepsOctetsOfAHeadThatAreNotUtf8)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->connect().writeText(test::request).readText("HTTP/1.1 400 No\r\nX: \xff\r\n\r\n");
    EXPECT_EQ(jsonOf(resultWith(script))["httpResponse"].toString(),
              QString::fromLatin1("HTTP/1.1 400 No\r\nX: \xff\r\n\r\n"));
}

TEST(CaseJson, IsCompleteWithoutASession)
{
    const QJsonObject recorded = test::recordedReport("1.1.1");
    const QJsonObject json = jsonOf(test::resultOf("peer", "1.1.1", Behavior::Failed, CloseBehavior::Failed));
    EXPECT_EQ(json.keys(), recorded.keys());
    EXPECT_TRUE(json["wirelog"].toArray().isEmpty());
}

TEST(IndexJson, HasAnEntryForEachCaseOfEachAgent)
{
    RunReport report(TestedSide::Servers, {});
    report.add(test::resultOf("ws-node", "2.10", Behavior::NonStrict));
    report.add(test::resultOf("ws-node", "1.1.1"));
    report.add(test::resultOf("</script>\x01", "1.1.1", Behavior::Failed, CloseBehavior::WrongCode));
    CaseResult stopped = test::resultOf("ws-node", "2.2");
    stopped.wasStopped = true;
    report.add(stopped);
    (void)report.agent("nothing ran");
    std::ostringstream out;
    writeIndexJson(out, report, [](std::string_view, const CaseSpec &spec) { return spec.id + ".json"; });
    EXPECT_EQ(out.str(), R"json({
   "</script>\u0001": {
      "1.1.1": {
         "behavior": "FAILED",
         "behaviorClose": "WRONG CODE",
         "duration": 1,
         "remoteCloseCode": null,
         "reportfile": "1.1.1.json"
      }
   },
   "nothing ran": {},
   "ws-node": {
      "1.1.1": {
         "behavior": "OK",
         "behaviorClose": "OK",
         "duration": 1,
         "remoteCloseCode": null,
         "reportfile": "1.1.1.json"
      },
      "2.10": {
         "behavior": "NON-STRICT",
         "behaviorClose": "OK",
         "duration": 1,
         "remoteCloseCode": null,
         "reportfile": "2.10.json"
      }
   }
})json");
}

// The file was written by another program from verdicts of ours, in the layout of the case set's own reports:
// Python's json module with keys sorted and an indent of three.
TEST(IndexJson, AnIndexInTheLayoutOfTheCaseSetIsWrittenAgainAsItWas)
{
    std::ifstream file(FRAMEGLASS_TEST_DATA "/index.json");
    const std::string kept(std::istreambuf_iterator<char>(file), {});
    ASSERT_FALSE(kept.empty());
    const auto read = readReportIndex(kept);
    ASSERT_TRUE(std::holds_alternative<ImportedReport>(read)) << std::get<std::string>(read);
    AgentFileNames names;
    std::ostringstream out;
    writeIndexJson(
        out, std::get<ImportedReport>(read).report,
        [&](std::string_view agent, const CaseSpec &spec) { return names.stemOf(agent, spec) + ".json"; });
    EXPECT_EQ(out.str(), kept);
}

TEST(IndexJson, IsAnEmptyObjectBeforeAnythingRan)
{
    std::ostringstream out;
    writeIndexJson(out, RunReport(TestedSide::Clients, {}), {});
    EXPECT_EQ(out.str(), "{}");
}

} // namespace
} // namespace fg::json_report_test
