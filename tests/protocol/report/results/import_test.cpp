// Report folders and spec files, read and written again.

#include "protocol/report/results/report_import.h"

#include "protocol/conformance/cases/case_patterns.h"
#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/spec/spec_writer.h"
#include "protocol/report/pages/report_folder.h"
#include "protocol/report/results/baseline.h"
#include "protocol/report/results/forbidden_codes.h"
#include "tests/support/recorded_case.h"

#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace fg::import_test {
namespace {

using test::resultOf;

constexpr std::string_view foreignIndex = R"({"some server": {
    "1.1.1": {"behavior": "OK", "behaviorClose": "OK", "duration": 4, "remoteCloseCode": 1000,
              "reportfile": "some_server_case_1_1_1.json"},
    "2.10": {"behavior": "NON-STRICT", "behaviorClose": "FAILED BY CLIENT", "duration": 1013,
             "remoteCloseCode": null, "reportfile": "some_server_case_2_10.json"},
    "99.1": {"behavior": "OK", "behaviorClose": "OK"}}})";

TEST(ReportImport, AnIndexGivesEachAgentsVerdicts)
{
    const auto read = readReportIndex(foreignIndex, "/reports");
    ASSERT_TRUE(std::holds_alternative<ImportedReport>(read)) << std::get<std::string>(read);
    const ImportedReport &imported = std::get<ImportedReport>(read);
    const AgentResults *const agent = imported.report.find("some server");
    ASSERT_NE(agent, nullptr);
    ASSERT_EQ(agent->cases.size(), 2u);
    EXPECT_EQ(agent->find(*findCase("2.10"))->verdict.close, CloseBehavior::FailedByClient);
    EXPECT_EQ(agent->find(*findCase("1.1.1"))->remoteCloseCode, 1000);
    EXPECT_EQ(imported.files.at("some server").at("2.10"), "/reports/some_server_case_2_10.json");
    EXPECT_EQ(imported.notes, std::vector<std::string>{"Left out, because the set has no such case: 99.1."});
}

TEST(ReportImport, ANoteNamesWhatIsLeftOutAndWhy)
{
    std::string text = R"({"a": {"1.1.1": {"behavior": "OK", "behaviorClose": "OK"},
        "1.1.2": {"behavior": "GREAT", "behaviorClose": "OK"}, "1.1.3": {}, "x\u001b": {})";
    for (int number = 1; number <= 30; ++number)
        text += ", \"14." + std::to_string(number) + "\": {}";
    const auto read = readReportIndex(text + "}}");
    ASSERT_TRUE(std::holds_alternative<ImportedReport>(read)) << std::get<std::string>(read);
    const std::vector<std::string> notes = std::get<ImportedReport>(read).notes;
    ASSERT_EQ(notes.size(), 2U);
    EXPECT_TRUE(notes[0].starts_with("Left out, because the set has no such case: x\\x1b, 14.1, "))
        << notes[0];
    EXPECT_TRUE(notes[0].ends_with(", 14.19 and 11 more.")) << notes[0];
    EXPECT_EQ(notes[1],
              "Left out, because one of their two verdicts is missing or not known: 1.1.2 (unknown behavior "
              "\"GREAT\"), 1.1.3 (no behavior and no behaviorClose).");
}

TEST(ReportImport, AVerdictWithoutADurationHasNoTime)
{
    const auto read = readReportIndex(R"({"a": {"1.1.1": {"behavior": "OK", "behaviorClose": "OK"},
        "1.1.2": {"behavior": "OK", "behaviorClose": "OK", "duration": null},
        "1.1.3": {"behavior": "OK", "behaviorClose": "OK", "duration": 0}}})");
    ASSERT_TRUE(std::holds_alternative<ImportedReport>(read)) << std::get<std::string>(read);
    const AgentResults &agent = std::get<ImportedReport>(read).report.agents().front();
    EXPECT_FALSE(agent.cases[0].duration);
    EXPECT_FALSE(agent.cases[1].duration);
    EXPECT_EQ(agent.cases[2].duration, Duration{});
    EXPECT_EQ(agent.counts(Strictness::Normal).time.known(), Duration{});
}

// The codes of the category 7.9 in the suites that were in use, in the order of their numbers.
struct Suite
{
    const char *name;
    std::vector<unsigned> codes;
};
const Suite suites[] = {
    {"9 cases", {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999}},
    {"11 cases", {0, 999, 1004, 1005, 1006, 1014, 1015, 1016, 1100, 2000, 2999}},
    {"13 cases", {0, 999, 1004, 1005, 1006, 1012, 1013, 1014, 1015, 1016, 1100, 2000, 2999}},
};

enum class CodeIn : std::uint8_t { Description, OurDescription, SentCode, Nowhere };

// Writes a report of the suite, in which a case's close code from the peer says which one it is.
void writeSuite(const QTemporaryDir &folder, const Suite &suite, CodeIn place)
{
    std::string index = "{\"old\": {";
    for (std::size_t i = 0; i < suite.codes.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        const std::string code = std::to_string(suite.codes[i]);
        const std::string file = "old_case_7_9_" + number + ".json";
        index += (i > 0 ? ", " : "") + ("\"7.9." + number)
            + R"(": {"behavior": "OK", "behaviorClose": "OK", "remoteCloseCode": )" + code
            + R"(, "reportfile": ")" + file + "\"}";
        const std::string said[] = {R"("description": "Send close with invalid close code )" + code + '"',
                                    R"("description": "We send a close frame with the code )" + code
                                        + R"(, which must not be sent.")",
                                    R"("description": "", "localCloseCode": )" + code,
                                    R"("description": "Some code")"};
        std::ofstream(folder.filePath(QString::fromStdString(file)).toStdString())
            << R"({"id": "7.9.)" + number + "\", " + said[static_cast<std::size_t>(place)] + "}";
    }
    std::ofstream(folder.filePath("index.json").toStdString()) << index + "}}";
}

TEST(ReportImport, CasesAboutForbiddenCodesAreThoseWhoseCodesTheirFilesName)
{
    for (const Suite &suite : suites) {
        for (const CodeIn place : {CodeIn::Description, CodeIn::OurDescription, CodeIn::SentCode}) {
            const QTemporaryDir folder;
            writeSuite(folder, suite, place);
            const auto read = readReportFolder(folder.path().toStdString());
            ASSERT_TRUE(std::holds_alternative<ImportedReport>(read)) << std::get<std::string>(read);
            const ImportedReport &imported = std::get<ImportedReport>(read);
            const AgentResults &agent = imported.report.agents().front();
            ASSERT_EQ(agent.cases.size(), suites[0].codes.size()) << suite.name;
            for (std::size_t i = 0; i < agent.cases.size(); ++i) {
                EXPECT_EQ(agent.cases[i].spec->id, "7.9." + std::to_string(i + 1));
                EXPECT_EQ(agent.cases[i].remoteCloseCode, suites[0].codes[i]) << suite.name;
            }
            const auto inSuite = std::ranges::find(suite.codes, 2999U) - suite.codes.begin() + 1;
            EXPECT_EQ(imported.files.at("old").at("7.9.9").filename().string(),
                      "old_case_7_9_" + std::to_string(inSuite) + ".json");
            EXPECT_EQ(imported.notes.size(), suite.codes.size() > 9 ? 1U : 0U);
        }
    }
    const QTemporaryDir folder;
    writeSuite(folder, suites[1], CodeIn::Description);
    const auto read = readReportFolder(folder.path().toStdString());
    EXPECT_EQ(std::get<ImportedReport>(read).notes.front(),
              "Left out, because the set has no case about their close code: 7.9.6 (1014), 7.9.7 (1015).");
}

TEST(ReportImport, WithoutTheirFilesCasesThatSuitesNumberDifferentlyAreLeftOutAndNamed)
{
    for (const Suite &suite : suites) {
        const QTemporaryDir folder;
        writeSuite(folder, suite, CodeIn::Nowhere);
        const auto read = readReportFolder(folder.path().toStdString());
        const ImportedReport &imported = std::get<ImportedReport>(read);
        const bool isOurs = suite.codes.size() == 9;
        EXPECT_EQ(imported.report.agents().front().cases.size(), isOurs ? 9U : 5U) << suite.name;
        EXPECT_EQ(imported.notes.size(), isOurs ? 0U : 1U) << suite.name;
        for (const std::string &note : imported.notes)
            EXPECT_NE(note.find("7.9.6"), std::string::npos) << note;
    }
}

TEST(ReportImport, AFileOfSuchACaseThatIsTooLongOrNoFileSaysNothing)
{
    const QTemporaryDir folder;
    writeSuite(folder, suites[1], CodeIn::Description);
    const std::filesystem::path path = folder.path().toStdString();
    std::ofstream(path / "old_case_7_9_8.json", std::ios::app)
        << std::string(longestFileOfForbiddenCode, ' ');
    std::filesystem::remove(path / "old_case_7_9_9.json");
    std::filesystem::create_symlink("/dev/zero", path / "old_case_7_9_9.json");
    const auto read = readReportFolder(path);
    const ImportedReport &imported = std::get<ImportedReport>(read);
    EXPECT_EQ(imported.report.agents().front().find(*findCase("7.9.6")), nullptr);
    EXPECT_EQ(imported.report.agents().front().find(*findCase("7.9.7")), nullptr);
    ASSERT_EQ(imported.notes.size(), 2U);
    EXPECT_TRUE(imported.notes[1].ends_with(": 7.9.8, 7.9.9.")) << imported.notes[1];
}

TEST(ReportImport, AnIndexWithoutAKnownVerdictSaysSo)
{
    constexpr std::string_view none = "no behavior and no behaviorClose";
    const std::pair<std::string_view, std::string_view> ones[] = {
        {R"({"behavior": "ok", "behaviorClose": "OK"})", R"(unknown behavior "ok")"},
        {R"({"behavior": "OK", "behaviorClose": "GREAT"})", R"(unknown behaviorClose "GREAT")"},
        {R"({"behavior": "OK"})", "no behaviorClose"},
        {R"({"behavior": "WONDERFUL"})", R"(unknown behavior "WONDERFUL" and no behaviorClose)"},
        {R"({"behavior": 5, "behaviorClose": "OK"})", "no behavior"},
        {"null", none},
        {"{}", none},
        {"5", none}};
    for (const auto &[one, lacking] : ones) {
        const auto read =
            readReportIndex(R"({"a": {"1.1.1": )" + std::string(one) + R"(, "99.1": {}}})", "/reports");
        ASSERT_TRUE(std::holds_alternative<std::string>(read)) << one;
        EXPECT_EQ(
            std::get<std::string>(read),
            "It has no case of the set with two verdicts that are known. Left out, because one of their "
            "two verdicts is missing or not known: 1.1.1 ("
                + std::string(lacking) + ").");
    }
    const auto other = readReportIndex(R"({"a": {"99.1": {}}})", "/reports");
    EXPECT_EQ(std::get<std::string>(other), "It has no case of the set.");
}

TEST(ReportImport, AgentsWhoseNamesDifferInTheirSecretsOnlyStayApart)
{
    const auto read = readReportIndex(R"({
        "h?token=abc": {"1.1.1": {"behavior": "OK", "behaviorClose": "OK", "reportfile": "first.json"}},
        "h?token=xyz": {"1.1.1": {"behavior": "FAILED", "behaviorClose": "OK", "reportfile": "second.json"}}})",
                                      "/reports");
    ASSERT_TRUE(std::holds_alternative<ImportedReport>(read)) << std::get<std::string>(read);
    const ImportedReport &imported = std::get<ImportedReport>(read);
    ASSERT_EQ(imported.report.agents().size(), 2u);
    EXPECT_EQ(imported.report.agents()[0].agent, "h?token=***");
    EXPECT_EQ(imported.report.agents()[1].agent, "h?token=*** (2)");
    EXPECT_EQ(imported.report.agents()[1].cases.front().verdict.behavior, Behavior::Failed);
    EXPECT_EQ(imported.files.at("h?token=*** (2)").at("1.1.1"), "/reports/second.json");
    EXPECT_EQ(baselineOf(imported.report).agents.size(), 2u);
}

TEST(ReportImport, AFolderThatWeWroteIsReadBack)
{
    const QTemporaryDir folder;
    RunReport report(TestedSide::Servers, {});
    report.add(resultOf("peer", "1.1.1"));
    report.add(resultOf("peer", "2.2", Behavior::Failed, CloseBehavior::Unclean));
    ReportFolder written(folder.path().toStdString(), Secrets::Blanked);
    ASSERT_FALSE(written.create());
    ASSERT_FALSE(written.writeIndex(report));
    const auto read = readReportFolder(folder.path().toStdString());
    ASSERT_TRUE(std::holds_alternative<ImportedReport>(read)) << std::get<std::string>(read);
    EXPECT_EQ(baselineOf(std::get<ImportedReport>(read).report), baselineOf(report));
}

TEST(ReportImport, ACasesFileIsReadFromTheFolderForAnyPathInTheIndex)
{
    for (const std::string_view name : {"../../etc/passwd", "/etc/passwd", "a/../passwd"}) {
        const auto read = readReportIndex(R"({"a": {"1.1.1": {"behavior": "OK", "behaviorClose": "OK",
            "reportfile": ")" + std::string(name)
                                              + "\"}}}",
                                          "/reports");
        EXPECT_EQ(std::get<ImportedReport>(read).files.at("a").at("1.1.1"), "/reports/passwd");
    }
    const auto none = readReportIndex(
        R"({"a": {"1.1.1": {"behavior": "OK", "behaviorClose": "OK", "reportfile": ".."}}})", "/reports");
    EXPECT_TRUE(std::get<ImportedReport>(none).files.empty());
}

std::string writeCase(const QTemporaryDir &folder, std::string_view text)
{
    std::string name = folder.filePath("case.json").toStdString();
    std::ofstream(name) << text;
    return name;
}

constexpr std::string_view caseFile = R"({"result": "Actual events differ", "resultClose": "unclean",
    "started": "2026-11-21T11:21:42.134Z", "wirelog": [
    ["TO", [226, "4745 ..."], false], ["RO", [4, "880203ea"]], ["TF", [1, "0xfe"], 9, true, 4, "5993"],
    ["RF", [0, ""], 8, false, 0, false, null], ["KL", 1], ["KLE"], ["TI", 0.5], ["TIE"], ["CT", 1, "x"],
    ["CTE", null], ["WLM", false], ["WLM", true], ["NEW", "y"], 7, []]})";

TEST(ReportImport, ACaseHasItsReasonsAndItsWireLog)
{
    const QTemporaryDir folder;
    const auto read = readReportCase(writeCase(folder, caseFile));
    ASSERT_TRUE(std::holds_alternative<ImportedCase>(read)) << std::get<std::string>(read);
    const ImportedCase &said = std::get<ImportedCase>(read);
    EXPECT_EQ(said.result, "Actual events differ");
    EXPECT_EQ(said.resultClose, "unclean");
    EXPECT_EQ(said.started, "2026-11-21T11:21:42.134Z");
    const std::vector<std::string> lines{"TX 226 octets: 4745 ...",
                                         "RX 4 octets: 880203ea",
                                         "TX frame, opcode 9, RSV 4, 1 octet: 0xfe",
                                         "RX frame, opcode 8, FIN 0, 0 octets",
                                         "fail the connection after 1 s",
                                         "time is up: failing the connection",
                                         "close the connection after 0.5 s",
                                         "time is up: closing the connection",
                                         "wait 1 s x",
                                         "the wait is over",
                                         "octets and frames are not recorded from here on",
                                         "octets and frames are recorded again",
                                         "NEW y",
                                         "",
                                         ""};
    EXPECT_EQ(said.wireLog, lines);
}

TEST(ReportImport, CasesThatTheReferenceWroteHaveTheirReasonsAndWireLogs)
{
    int files = 0;
    for (const auto &entry : std::filesystem::directory_iterator(FRAMEGLASS_TEST_DATA "/reports")) {
        const auto read = readReportCase(entry.path());
        ASSERT_TRUE(std::holds_alternative<ImportedCase>(read)) << entry.path();
        const ImportedCase &said = std::get<ImportedCase>(read);
        EXPECT_FALSE(said.result.empty()) << entry.path();
        ASSERT_FALSE(said.wireLog.empty()) << entry.path();
        EXPECT_EQ(said.wireLog.front().substr(1, 2), "X ") << said.wireLog.front();
        ++files;
    }
    EXPECT_GT(files, 5);
}

TEST(ReportImport, ACasesFileCutAtAnyOctetIsRefused)
{
    const QTemporaryDir folder;
    for (std::size_t length = 0; length < caseFile.size(); ++length)
        EXPECT_TRUE(std::holds_alternative<std::string>(
            readReportCase(writeCase(folder, caseFile.substr(0, length)))));
}

TEST(ReportImport, CutAtAnyOctetItSaysWhereItIsWrong)
{
    for (std::size_t length = 0; length < foreignIndex.size(); ++length) {
        const auto read = readReportIndex(foreignIndex.substr(0, length));
        ASSERT_TRUE(std::holds_alternative<std::string>(read)) << length;
        EXPECT_TRUE(std::get<std::string>(read).starts_with("Line ")) << std::get<std::string>(read);
    }
    EXPECT_TRUE(std::holds_alternative<std::string>(readReportIndex("[]")));
    EXPECT_TRUE(std::holds_alternative<std::string>(readReportIndex(R"({"a": {"x": {}}})")));
    EXPECT_TRUE(std::holds_alternative<std::string>(readReportFolder("/no/such/folder")));
}

std::string manyAgents(std::size_t count)
{
    std::string text = "{";
    for (std::size_t i = 0; i < count; ++i)
        text += (i > 0 ? "," : "") + ("\"agent " + std::to_string(i)) + R"(": {"1.1.1": {"behavior": "OK",
            "behaviorClose": "OK"}})";
    return text + "}";
}

TEST(ReportImport, OnlyTheFirstOfVeryManyAgentsAreReadAndANoteSaysSo)
{
    const auto read = readReportIndex(manyAgents(100'000));
    ASSERT_TRUE(std::holds_alternative<ImportedReport>(read)) << std::get<std::string>(read);
    const ImportedReport &imported = std::get<ImportedReport>(read);
    EXPECT_EQ(imported.report.agents().size(), mostImportedAgents);
    ASSERT_EQ(imported.notes.size(), 1u);
    EXPECT_NE(imported.notes.front().find("100 of 100000"), std::string::npos) << imported.notes.front();
    EXPECT_TRUE(readReportIndex(manyAgents(mostImportedAgents)).index() == 0);
}

TEST(ReportImport, ACaseOfTooManyValuesIsRefused)
{
    std::string text = R"({"a": {"1.1.1": [)";
    for (int i = 0; i < 5'000; ++i)
        text += "[],";
    const auto read = readReportIndex(text + "1]}}");
    ASSERT_TRUE(std::holds_alternative<std::string>(read));
    EXPECT_NE(std::get<std::string>(read).find("too many values"), std::string::npos);
}

TEST(ReportImport, ReportsItsProgressAndCanBeStopped)
{
    const QTemporaryDir folder;
    std::ofstream(folder.filePath("index.json").toStdString()) << manyAgents(50);
    std::vector<std::uint64_t> told;
    const auto read =
        readReportFolder(folder.path().toStdString(), [&](std::uint64_t done, std::uint64_t all) {
            EXPECT_LE(done, all);
            told.push_back(done);
            return true;
        });
    EXPECT_TRUE(std::holds_alternative<ImportedReport>(read));
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    for (std::size_t after = 1; after < told.size(); after += 7) {
        std::size_t calls = 0;
        const auto stopped = readReportFolder(folder.path().toStdString(),
                                              [&](std::uint64_t, std::uint64_t) { return ++calls < after; });
        ASSERT_TRUE(std::holds_alternative<std::string>(stopped)) << after;
        EXPECT_EQ(std::get<std::string>(stopped), stoppedReading);
        EXPECT_EQ(calls, after);
    }
}

TEST(ReportImport, OnlyTheFirstRowsOfAVeryLongWireLogAreReadAndALongRowIsCut)
{
    const QTemporaryDir folder;
    std::string text = R"({"wirelog": [["RO", [9000, ")" + std::string(9'000, 'a') + "\"]]";
    for (std::size_t i = 0; i < mostImportedRows + 4; ++i)
        text += ",[\"KLE\"]";
    const auto read = readReportCase(writeCase(folder, text + "]}"));
    ASSERT_TRUE(std::holds_alternative<ImportedCase>(read)) << std::get<std::string>(read);
    const std::vector<std::string> &log = std::get<ImportedCase>(read).wireLog;
    EXPECT_EQ(log.front().size(), longestImportedRow);
    ASSERT_EQ(log.size(), mostImportedRows + 1);
    EXPECT_EQ(log.back(), "and 5 more rows");
}

TEST(ReportImport, APathThatIsNotARegularFileIsRefused)
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    for (const char *target : {"/dev/zero", "/dev/full", "index.json", "/"}) {
        std::filesystem::remove(path / "index.json");
        std::filesystem::create_symlink(target, path / "index.json");
        EXPECT_TRUE(std::holds_alternative<std::string>(readReportFolder(path))) << target;
    }
}

constexpr std::string_view clientFile = R"({
    "outdir": "./reports/mine",
    "options": {"failByDrop": false},
    "comment": "kept",
    "servers": [
        {"agent": "one", "url": "ws://127.0.0.1:9001", "options": {"version": 18}},
        {"agent": "two", "url": "ws://127.0.0.1:9002/", "origin": "http://a", "protocols": ["x"]}
    ],
    "cases": ["1.*", "2.*", "9.1.1"],
    "exclude-cases": ["2.5"],
    "exclude-agent-cases": {"two": ["1.2.*"]}
})";

std::vector<SpecServer> serversOf(std::string_view text)
{
    auto read = readClientSpec(text);
    const ClientSpec &spec = std::get<ClientSpec>(read);
    std::vector<SpecServer> servers;
    for (const ClientSpec::Agent &agent : spec.agents)
        servers.push_back({agent.target.agent, agent.target.url.text(), agent.target.origin,
                           agent.target.tls.serverName, agent.target.subprotocols, agent.cases});
    return servers;
}

TEST(SpecWriter, AnUnchangedFileKeepsItsContent)
{
    const std::string written = clientSpecText(serversOf(clientFile), clientFile);
    const auto read = readJson(written);
    const JsonValue &root = std::get<JsonValue>(read);
    EXPECT_EQ(root.find("comment")->value.text, "kept");
    EXPECT_EQ(root.find("outdir")->value.text, "./reports/mine");
    EXPECT_EQ(root.find("exclude-cases")->value.items.size(), 1u);
    EXPECT_EQ(root.find("cases")->value.items.size(), 3u);
    EXPECT_NE(root.find("servers")->value.items[0].find("options"), nullptr);
    // If it is written once more, nothing changes.
    EXPECT_EQ(clientSpecText(serversOf(written), written), written);
}

TEST(SpecWriter, ChangesAreReadBack)
{
    std::vector<SpecServer> servers = serversOf(clientFile);
    servers[0].cases = selectCases(std::vector<std::string>{"6.*"});
    servers[1].cases = {findCase("6.2.4")};
    servers[1].origin.clear();
    servers.push_back({"three", "ws://127.0.0.1:9003/", {}, {}, {}, servers[0].cases});
    const std::vector<SpecServer> read = serversOf(clientSpecText(servers, clientFile));
    ASSERT_EQ(read.size(), 3u);
    for (std::size_t i = 0; i < read.size(); ++i) {
        EXPECT_EQ(read[i].agent, servers[i].agent);
        EXPECT_EQ(read[i].cases, servers[i].cases) << i;
        EXPECT_EQ(read[i].origin, servers[i].origin);
        EXPECT_EQ(read[i].subprotocols, servers[i].subprotocols);
    }
}

TEST(SpecWriter, ANewFileHasWhatIsNeeded)
{
    const std::vector<SpecServer> servers{{"one", "ws://127.0.0.1:9001/", {}, {}, {}, {findCase("7.1.6")}}};
    const std::vector<SpecServer> read = serversOf(clientSpecText(servers));
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].url, "ws://127.0.0.1:9001/");
    EXPECT_EQ(read[0].cases, servers[0].cases);
}

TEST(SpecWriter, AServersFileIsReadBackAsWell)
{
    constexpr std::string_view file = R"({"url": "ws://127.0.0.1:9001", "outdir": "r", "webport": 8080,
        "cases": ["*"], "exclude-cases": ["9.*"], "exclude-agent-cases": {"x*": ["1.*"]}, "note": 1.5})";
    auto spec = std::get<ServerSpec>(readServerSpec(file));
    const std::string same = serverSpecText(spec, file);
    const auto root = readJson(same);
    EXPECT_EQ(std::get<JsonValue>(root).find("exclude-cases")->value.items.size(), 1u);
    EXPECT_EQ(std::get<JsonValue>(root).find("note")->value.text, "1.5");
    spec.choice.cases = {findCase("2.2")};
    spec.pagePort = 0;
    const auto changed = std::get<ServerSpec>(readServerSpec(serverSpecText(spec, file)));
    EXPECT_EQ(changed.choice.cases, spec.choice.cases);
    EXPECT_EQ(changed.choice.exclusions.size(), 1u);
    EXPECT_EQ(changed.pagePort, 0);
}

} // namespace
} // namespace fg::import_test
