// Sentences about the outcome of a case.

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/text/json_writer.h"
#include "tests/support/recorded_case.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <sstream>

namespace fg::outcome_words_test {
namespace {

using test::resultOf;
using test::ScriptedSession;
using Sentences = std::vector<std::string>;

CaseResult echoResult(std::string_view caseId, const EchoRecord &echoes, Behavior behavior)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->open().row(RowKind::Note, echoes);
    CaseResult result = resultOf("peer", caseId, behavior);
    result.session = std::shared_ptr<const Session>(script, &script->log());
    return result;
}

TEST(ResultSentence, ForACompletedBulkCaseIsThatOfTheFormat)
{
    EXPECT_EQ(resultSentence(echoResult("9.1.1", {.wanted = 1, .right = 1}, Behavior::Ok)),
              "Received text message of length 65536.");
    EXPECT_EQ(resultSentence(echoResult("9.2.1", {.wanted = 1, .right = 1}, Behavior::Ok)),
              "Received binary message of length 65536.");
    EXPECT_EQ(resultSentence(echoResult("9.7.1", {.wanted = 1000, .right = 1000}, Behavior::Ok)),
              "Ok, received all echo'ed messages in time.");
}

TEST(ResultSentence, ForABulkCaseThatRanOutOfTimeIsThatOfTheFormat)
{
    EXPECT_EQ(resultSentence(echoResult("9.3.1", {.wanted = 1}, Behavior::Failed)),
              "Did not receive message within 100 seconds.");
    const CaseResult cut = echoResult("9.7.6", {.wanted = 1000, .right = 17}, Behavior::Failed);
    EXPECT_EQ(resultSentence(cut), "Case did not finish within 480 seconds.");
    EXPECT_EQ(outcomeDetails(cut).front(), "17 of 1000 messages came back the same.");
}

TEST(ResultSentence, SaysWhatIsWrongWithAnEcho)
{
    using Fault = EchoRecord::Fault;
    EXPECT_EQ(
        resultSentence(echoResult(
            "9.7.2", {.wanted = 1000, .right = 3, .fault = Fault::Content, .difference = 12, .length = 16},
            Behavior::Failed)),
        "Message 4 came back with other content: it first differs at octet 12 (counted from 0) of 16.");
    EXPECT_EQ(resultSentence(echoResult(
                  "9.1.1", {.wanted = 1, .fault = Fault::Length, .difference = 1, .length = 65'536},
                  Behavior::Failed)),
              "The message was sent with 65536 octets and came back with 1.");
    EXPECT_EQ(resultSentence(echoResult("9.1.1", {.wanted = 1, .fault = Fault::Type}, Behavior::Failed)),
              "The message was sent as text and came back as another type.");
}

TEST(ResultSentence, SaysThatACaseWasStopped)
{
    CaseResult result = resultOf("peer", "9.1.1", Behavior::Failed);
    result.wasStopped = true;
    EXPECT_EQ(resultSentence(result), "The case was stopped before it ended.");
    EXPECT_TRUE(outcomeDetails(result).empty());
}

// A case of one text message "ab", then a pong.
struct Differing
{
    CaseSpec spec{.id = "x"};
    CaseResult result;

    explicit Differing(std::vector<ObservedEvent> observed)
    {
        CaseEvent message{.payload = {.pattern = bufferOf("ab"), .repeatTo = {}}, .tag = {}};
        CaseEvent pong{.kind = CaseEvent::Kind::Pong, .payload = {}, .tag = {}};
        spec.expectations = {{Expectation::Name::Ok, {message, pong}}, {Expectation::Name::NonStrict, {}}};
        const auto script = std::make_shared<ScriptedSession>();
        script->open();
        result.spec = &spec;
        result.observed = std::move(observed);
        result.session = std::shared_ptr<const Session>(script, &script->log());
        result.verdict = {Behavior::Failed, CloseBehavior::Ok, Behavior::Failed, CloseBehavior::Ok};
    }
    [[nodiscard]] std::string detail() const
    {
        const Sentences details = outcomeDetails(result);
        return details.empty() ? "nothing" : details.front();
    }
};

ObservedEvent text(std::string_view payload)
{
    return {CaseEvent::Kind::Message, Opcode::Text, bufferOf(payload), {}};
}

TEST(OutcomeDetails, SayWhereTheEventsFirstDiffer)
{
    EXPECT_EQ(Differing({text("ax")}).detail(),
              "The 1st event differs: octet 1 (counted from 0) is 0x78 where 0x62 was expected.");
    EXPECT_EQ(Differing({text("a")}).detail(),
              "The 1st event differs: it has 1 octet where 2 were expected.");
    EXPECT_EQ(Differing({text("ab")}).detail(), "The 2nd event never came: pong \"\" was expected.");
    EXPECT_EQ(Differing({text("ab"), text("<\n>")}).detail(),
              "The 2nd event was text message \"<\\x0a>\" where pong \"\" was expected.");
    EXPECT_EQ(Differing({text("ab"), {CaseEvent::Kind::Pong, Opcode::Text, {}, {}}, text("c")}).detail(),
              "The 3rd event was not expected: text message \"c\".");
}

TEST(OutcomeDetails, SayWhatFailsACaseWhoseEventsAreRight)
{
    CaseResult result = test::play(test::recordedReport("6.3.2"));
    EXPECT_TRUE(outcomeDetails(result).empty());
    CaseSpec spec = *result.spec;
    spec.close.byTester = true;
    result.spec = &spec;
    EXPECT_EQ(outcomeDetails(result),
              Sentences{"The tester should have closed first; this alone fails the case."});
    spec.close.byTester = false;
    spec.close.codes = {1000, 1002, 1003};
    result.verdict.plainClose = CloseBehavior::WrongCode;
    EXPECT_EQ(outcomeDetails(result),
              Sentences{"The peer's close code was 1007; 1000, 1002 or 1003 would have been right."});
}

TEST(RunDetails, SayThatACaseRanASecondTimeAndWhy)
{
    CaseResult result = test::play(test::recordedReport("6.3.2"));
    EXPECT_TRUE(runDetails(result).empty());
    result.stretched = std::chrono::milliseconds(412);
    EXPECT_EQ(runDetails(result),
              Sentences{"A time limit was 0.412 s longer than the case says, because this machine "
                        "kept us from running for that long."});
    result.stretched = {};
    result.again = CaseResult::Again::OutOfTime;
    result.firstVerdict = {Behavior::Failed, CloseBehavior::Unclean};
    const Sentences said{
        "The case ran a second time, alone, because its first run had run out of time with the "
        "verdict FAILED, closing UNCLEAN."};
    EXPECT_EQ(runDetails(result), said);
    EXPECT_EQ(outcomeDetails(result), said);
    EXPECT_TRUE(verdictDetails(result).empty());
    result.verdict.behavior = Behavior::Failed;
    result.ranOutOfTime = true;
    EXPECT_EQ(
        runDetails(result),
        Sentences{"The case ran a second time, alone, because its first run had run out of time with the "
                  "verdict FAILED, closing UNCLEAN; it ran out of time again."});
}

TEST(RunDetails, ComeAfterWhatTheVerdictIsAbout)
{
    Differing differing({text("ax")});
    differing.result.again = CaseResult::Again::OutOfTime;
    EXPECT_EQ(differing.detail(),
              "The 1st event differs: octet 1 (counted from 0) is 0x78 where 0x62 was expected.");
    EXPECT_TRUE(outcomeDetails(differing.result).back().starts_with("The case ran a second time, alone, "));
}

TEST(RanAgainSentence, NamesTheCases)
{
    EXPECT_EQ(ranAgainSentence({"6.6.4"}),
              "One case ran a second time because it had run out of time: 6.6.4. Its second result counts.");
    EXPECT_EQ(
        ranAgainSentence({"6.6.4", "7.1.1"}),
        "2 cases ran a second time because they had run out of time: 6.6.4, 7.1.1. Their second results "
        "count.");
    const std::string many = ranAgainSentence(std::vector<std::string>(25, "1.1.1"));
    EXPECT_NE(many.find(" and 5 more. "), std::string::npos);
}

TEST(JsonStrings, EscapeEverythingButPlainAscii)
{
    EXPECT_EQ(jsonString("a\"\\/\b\f\n\r\t\x01\x7f"), R"("a\"\\/\b\f\n\r\t\u0001\u007f")");
    EXPECT_EQ(jsonString("é\u202E\uFFFF\U0001F600"), R"("\u00e9\u202e\uffff\ud83d\ude00")");
    EXPECT_EQ(jsonString("\xff\xed\xa0\x80"), R"("\u00ff\u00ed\u00a0\u0080")");
    EXPECT_EQ(jsonString(std::string_view("\0", 1)), R"("\u0000")");
}

TEST(JsonWriterTest, NestsAndSeparates)
{
    std::ostringstream out;
    JsonWriter json(out);
    json.beginObject().key("a").beginArray().value(1).value(true).null().beginArray().endArray().endArray();
    json.member("b", 0.5).member("c", std::optional<int>()).endObject();
    EXPECT_EQ(out.str(), R"({"a": [1, true, null, []], "b": 0.5, "c": null})");
    EXPECT_EQ(jsonNumber(1.0), "1");
    EXPECT_EQ(jsonNumber(1e300), "1e+300");
}

} // namespace
} // namespace fg::outcome_words_test
