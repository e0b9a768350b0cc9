#include "protocol/report/pages/text_report.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/verdict.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

namespace fg::text_report_test {
namespace {

using namespace std::chrono_literals;
using test::ScriptedSession;

std::string reportOf(const ScriptedSession &script) { return textReport(script.log(), "a session", {}); }

// The section under a heading, up to the next one in the order of the report.
std::string section(const std::string &report, std::string_view heading, std::string_view nextHeading = {})
{
    const std::string start = "\n" + std::string(heading) + "\n\n";
    const std::size_t from = report.find(start);
    if (from == std::string::npos)
        return "no section " + std::string(heading);
    const std::size_t to = nextHeading.empty()
        ? std::string::npos
        : report.find("\n" + std::string(nextHeading) + "\n", from + 1);
    return report.substr(from + start.size(), to == std::string::npos ? to : to + 1 - from - start.size());
}

std::string wireLogOf(const ScriptedSession &script) { return section(reportOf(script), "Wire Log"); }

// The rows of the wire log after the opening handshake, which has the first two rows, in four lines.
std::string rowsOf(const ScriptedSession &script)
{
    const std::string log = wireLogOf(script);
    const std::size_t from = log.find("\n002 ");
    return from == std::string::npos ? std::string() : log.substr(from + 1);
}

TEST(WireLogOfAReport, CutsOctetsOver60ToTheirFirst64AndWrapsThemAt100Columns)
{
    ScriptedSession script;
    script.open();
    EXPECT_EQ(wireLogOf(script),
              "000 TX OCTETS: "
              "474554202f6368617420485454502f312e310d0a486f73743a203132372e302e302e313a393030320d0a55"
              "7067726164653a\n"
              "               20576562536f636b65740d0a436f ...\n"
              "001 RX OCTETS: "
              "485454502f312e312031303120537769746368696e672050726f746f636f6c730d0a5365632d576562536f"
              "636b65742d4163\n"
              "               636570743a2062436e657535335a ...\n");
}

TEST(WireLogOfAReport, HasTheRowsOfAWholeCase)
{
    ScriptedSession script;
    script.open()
        .frame(Opcode::Text, 4, "98ad8561")
        .write("818498ad85616b323adf")
        .timer(RowKind::TimerSet, TimerPurpose::FailConnection, 500ms)
        .read("8104f39fbfbe")
        .frame(Opcode::Close, 2, "3b2016e2")
        .write("88823b2016e238c8")
        .timer(RowKind::TimerSet, TimerPurpose::CloseReply, 1s)
        .read("880203e8")
        .droppedByPeer();
    EXPECT_EQ(
        rowsOf(script),
        "002 TX FRAME : OPCODE=1, FIN=True, RSV=0, PAYLOAD-LEN=4, MASK=98ad8561, PAYLOAD-REPEAT-LEN=None, "
        "CHOPSIZE=None, SYNC=False\n"
        "               \U000DFFFE\n"
        "003 TX OCTETS: 818498ad85616b323adf\n"
        "004 FAIL CONNECTION AFTER 0.500000 sec\n"
        "005 RX OCTETS: 8104f39fbfbe\n"
        "006 RX FRAME : OPCODE=1, FIN=True, RSV=0, PAYLOAD-LEN=4, MASKED=False, MASK=None\n"
        "               \U000DFFFE\n"
        "007 TX FRAME : OPCODE=8, FIN=True, RSV=0, PAYLOAD-LEN=2, MASK=3b2016e2, PAYLOAD-REPEAT-LEN=None, "
        "CHOPSIZE=None, SYNC=False\n"
        "               0x03e8\n"
        "008 TX OCTETS: 88823b2016e238c8\n"
        "009 RX OCTETS: 880203e8\n"
        "010 RX FRAME : OPCODE=8, FIN=True, RSV=0, PAYLOAD-LEN=2, MASKED=False, MASK=None\n"
        "               0x03e8\n"
        "011 TCP DROPPED BY PEER\n");
}

TEST(WireLogOfAReport, PrintsASentFrameAsItWasAskedFor)
{
    ScriptedSession script(Role::Server);
    script.open()
        .frame(Opcode::Binary, 10, "", true, {.patternLength = 4, .repeatTo = 10, .chop = 5, .sync = true})
        .write("820a61626364616263646162")
        .droppedByUs();
    EXPECT_EQ(rowsOf(script),
              "002 TX FRAME : OPCODE=2, FIN=True, RSV=0, PAYLOAD-LEN=4, MASK=None, PAYLOAD-REPEAT-LEN=10, "
              "CHOPSIZE=5, "
              "SYNC=True\n"
              "               abcd\n"
              "003 TX OCTETS: 820a61626364616263646162\n"
              "004 TCP DROPPED BY ME\n");
}

TEST(WireLogOfAReport, ShowsAMaskOnceInHexadecimal)
{
    ScriptedSession script(Role::Server);
    script.open().read("818498ad85616b323adf");
    EXPECT_EQ(rowsOf(script),
              "002 RX OCTETS: 818498ad85616b323adf\n"
              "003 RX FRAME : OPCODE=1, FIN=True, RSV=0, PAYLOAD-LEN=4, MASKED=True, MASK=98ad8561\n"
              "               \U000DFFFE\n");
}

TEST(WireLogOfAReport, NamesTheTimersOfACaseAndNoOthers)
{
    ScriptedSession script;
    script.open()
        .timer(RowKind::TimerSet, TimerPurpose::Wait, 1s, "A")
        .timer(RowKind::TimerFired, TimerPurpose::Wait, 1s, "A")
        .timer(RowKind::TimerSet, TimerPurpose::Wait, 250ms)
        .timer(RowKind::TimerFired, TimerPurpose::Wait, 250ms)
        .timer(RowKind::TimerFired, TimerPurpose::FailConnection, 1s)
        .timer(RowKind::TimerSet, TimerPurpose::CloseConnection, 3s)
        .timer(RowKind::TimerFired, TimerPurpose::CloseConnection, 3s)
        .timer(RowKind::TimerSet, TimerPurpose::ServerDrop, 1s)
        .row(RowKind::Note, std::string("a note"));
    EXPECT_EQ(rowsOf(script),
              "002 DELAY 1.000000 sec for TAG A\n"
              "003 DELAY TIMEOUT on TAG A\n"
              "004 DELAY 0.250000 sec for TAG None\n"
              "005 DELAY TIMEOUT on TAG None\n"
              "006 FAILING CONNECTION\n"
              "007 CLOSE CONNECTION AFTER 3.000000 sec\n"
              "008 CLOSING CONNECTION\n");
}

TEST(WireLogOfAReport, LeavesOutOctetsAndFramesWhileRecordingIsOff)
{
    ScriptedSession script;
    script.open()
        .recording(false)
        .timer(RowKind::TimerSet, TimerPurpose::CloseConnection, 60s)
        .read("8100")
        .recording(true)
        .read("8200");
    EXPECT_EQ(rowsOf(script),
              "002 WIRELOG DISABLED\n"
              "003 CLOSE CONNECTION AFTER 60.000000 sec\n"
              "004 WIRELOG ENABLED\n"
              "005 RX OCTETS: 8200\n"
              "006 RX FRAME : OPCODE=2, FIN=True, RSV=0, PAYLOAD-LEN=0, MASKED=False, MASK=None\n");
}

TEST(WireLogOfAReport, CutsPayloadsOver60OctetsAndShowsTheStartAsTextIfItIsUtf8)
{
    ScriptedSession script;
    script.open().read("813d" + std::string(122, '7')).read("827e0041" + std::string(130, 'f'));
    EXPECT_EQ(rowsOf(script),
              "002 RX OCTETS: 813d" + std::string(96, '7') + "\n               " + std::string(26, '7')
                  + " ...\n"
                    "003 RX FRAME : OPCODE=1, FIN=True, RSV=0, PAYLOAD-LEN=61, MASKED=False, MASK=None\n"
                    "               "
                  + std::string(61, 'w') + " ...\n004 RX OCTETS: 827e0041" + std::string(92, 'f')
                  + "\n               " + std::string(28, 'f')
                  + " ...\n"
                    "005 RX FRAME : OPCODE=2, FIN=True, RSV=0, PAYLOAD-LEN=65, MASKED=False, MASK=None\n"
                    "               0x"
                  + std::string(98, 'f') + "\n               " + std::string(30, 'f') + " ...\n");
}

TEST(WireLogOfAReport, APayloadCannotForgeARow)
{
    ScriptedSession script;
    script.open().read("810d0a30303620544350204452202e");
    const std::string log = rowsOf(script);
    EXPECT_NE(log.find("               \\x0a006 TCP DR ."), std::string::npos) << log;
}

TEST(WireLogOfAReport, DoesNotShowAFrameThatTheEndOfTheConnectionCut)
{
    ScriptedSession script;
    script.open().read("81054142").droppedByPeer();
    EXPECT_EQ(rowsOf(script), "002 RX OCTETS: 81054142\n003 TCP DROPPED BY PEER\n");
}

TEST(WireLogOfAReport, SaysWhereOctetsAreNoLongerKept)
{
    SessionLimits limits;
    limits.octets = 64 * 1024;
    ScriptedSession script(Role::Client, limits);
    script.open();
    for (int i = 0; i < 4; ++i)
        script.read("827e8000" + std::string(0x10000, '0'));
    EXPECT_NE(wireLogOf(script).find("001 RX OCTETS: (no longer kept)\n"), std::string::npos);
}

TEST(TextReport, HasItsSectionsInOrderWithTheBlankLinesOfTheCaseSetsReports)
{
    ScriptedSession script;
    script.open().read("8100");
    const std::string report = reportOf(script);
    EXPECT_TRUE(report.starts_with("Frameglass WebSocket Report\nFrameglass/")) << report;
    EXPECT_NE(report.find("\n\na session @ 1970-01-01T00:00:00.000Z\n\nOpening Handshake\n\nGET /chat"),
              std::string::npos);
    EXPECT_NE(report.find("Version: 13\nHTTP/1.1 101"), std::string::npos);
    EXPECT_NE(report.find("Upgrade: websocket\n\n\nClosing Behavior\n\nKey"), std::string::npos);
    EXPECT_NE(report.find("\n\n\nWire Statistics\n\nOctets Received by Chop Size\n\nChop Size"),
              std::string::npos);
    EXPECT_NE(report.find("\n\n\nWire Log\n\n000 TX OCTETS: "), std::string::npos);
    EXPECT_TRUE(report.ends_with("MASK=None\n"));
}

TEST(TextReport, SumsUpTheStatistics)
{
    ScriptedSession script;
    script.open().read("8100").read("8100").read("880203e8");
    const std::string report = reportOf(script);
    EXPECT_EQ(section(report, "Octets Received by Chop Size", "Octets Transmitted by Chop Size"),
              "Chop Size         Count        Octets\n"
              "2                     2             4\n"
              "4                     1             4\n"
              "129                   1           129\n"
              "Total                 4           137\n\n");
    EXPECT_EQ(section(report, "Frames Received by Opcode", "Frames Transmitted by Opcode"),
              "Opcode            Count\n"
              "1                     2\n"
              "8                     1\n"
              "Total                 3\n\n");
}

TEST(TextReport, EscapesTheHandshake)
{
    ScriptedSession script;
    script.connect()
        .writeText(test::request)
        .readText("HTTP/1.1 404 No\r\nX: \xff\u202E\r\nContent-Length: 4\r\n\r\n");
    script.readText("a\x1b\r\n");
    const std::string text = section(reportOf(script), "Opening Handshake", "Closing Behavior");
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_NE(text.find("\nX: \\xff\\u{202e}\nContent-Length: 4\n\na\\x1b\n"), std::string::npos) << text;
}

TEST(TextReport, OfACaseAlsoHasTheSectionsAboutTheCase)
{
    auto log = std::make_shared<Session>(Role::Client);
    CaseSpec spec;
    spec.id = "2.2";
    spec.description = "A ping is sent.";
    spec.expectation = "A pong comes back.";
    CaseEvent pong;
    pong.kind = CaseEvent::Kind::Pong;
    pong.payload.pattern = bufferOf("Hello");
    spec.expectations = {{Expectation::Name::Ok, {pong}}, {Expectation::Name::NonStrict, {}}};
    CaseResult result;
    result.spec = &spec;
    result.agent = "a\u202Epeer";
    result.started = std::chrono::system_clock::time_point(1'540'952'268'284ms);
    result.duration = 1'400us;
    result.verdict = {Behavior::Ok, CloseBehavior::Unclean, Behavior::Ok, CloseBehavior::Unclean};
    result.observed = {{CaseEvent::Kind::Pong, Opcode::Pong, bufferOf("Hello"), {}},
                       {CaseEvent::Kind::Message, Opcode::Binary, bufferOf("\xff"), {}},
                       {CaseEvent::Kind::Message, Opcode::Text, bufferOf(std::string(100, 'a')), {}},
                       {CaseEvent::Kind::Timeout, Opcode::Text, {}, "A"}};
    result.session = log;
    const std::string report = textReport(result);
    EXPECT_NE(
        report.find("\na\\u{202e}peer - Case 2.2 : Pass - 1 ms @ 2018-10-31T02:17:48.284Z\n\n"
                    "Case Description\n\nA ping is sent.\n\n"
                    "Case Expectation\n\nA pong comes back.\n\n"
                    "Case Outcome\n\nActual events match at least one expected.\n\n"
                    "Expected:\nOK: pong \"Hello\"\nNON-STRICT: nothing\n\n"
                    "Observed:\npong \"Hello\", then binary message 0xff, then text message \""
                    + std::string(64, 'a')
                    + "\" ... (100 octets), then timeout A\n\n"
                      "Case Closing Behavior\n\nThe opening handshake was not completed (UNCLEAN)\n\n\n\n"
                      "Opening Handshake\n\n"),
        std::string::npos)
        << report;
    EXPECT_EQ(reportFileName(result), "a-peer_case_2.2.txt");
}

TEST(ReportFileName, IsSafeForAnyNameOfTheAgent)
{
    CaseSpec spec;
    spec.id = "1.2.1";
    CaseResult result;
    result.spec = &spec;
    for (const char *const agent : {"../../etc/passwd", "a/b\\c:d*e", "", ".hidden", "\n", "κόσμε"}) {
        result.agent = agent;
        const std::string name = reportFileName(result);
        EXPECT_TRUE(name.ends_with("_case_1.2.1.txt")) << name;
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"),
                  std::string::npos)
            << name;
        EXPECT_NE(name.front(), '.');
    }
    result.agent = "rust-websocket";
    EXPECT_EQ(reportFileName(result), "rust-websocket_case_1.2.1.txt");
}

} // namespace
} // namespace fg::text_report_test
