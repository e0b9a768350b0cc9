// A broken rule as text for a bug tracker.
#include "protocol/report/pages/finding_report.h"
#include "protocol/report/view/session_view.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

namespace fg::finding_report_test {
namespace {

using test::ScriptedSession;

std::string reportOf(const Session &session, const SessionFacts &facts = {})
{
    return findingReport(SessionView(session, Secrets::Blanked), session.findings(0, 1).at(0), facts);
}

bool has(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(FindingReport, HasTheSentenceTheClauseTheOctetsAndTheRows)
{
    ScriptedSession session;
    session.open().read("810161 a10c616263616263616263616263");
    const Finding finding = session.log().findings(0, 1).at(0);
    const std::string frame = "frame " + std::to_string(finding.row.value());
    const std::string report = reportOf(session.log());
    EXPECT_TRUE(report.starts_with("The server set RSV2 in " + frame + " (RFC 6455 5.2).\n")) << report;
    EXPECT_TRUE(has(report, "RSV2 is set and no extension uses it")) << report;
    EXPECT_TRUE(has(report, "RSV2: octet 0 of " + frame)) << report;
    EXPECT_TRUE(has(report, "\n  a1 0c 61 62 63 61 62 63 61 62 63 61 62 63\n  ^^\n")) << report;
    EXPECT_TRUE(has(report, "\n> " + std::to_string(finding.row.value()) + "  ")) << report;
    EXPECT_TRUE(has(report, "We were:        the client")) << report;
}

TEST(FindingReport, ShowsTheOctetsBeforeTheFaultInALongFrameAndNoMoreThanItsLimit)
{
    ScriptedSession session;
    std::string payload;
    for (int i = 0; i < 100; ++i)
        payload += "61";
    session.open().read("8166" + payload + "ff80");
    const std::string report = reportOf(session.log());
    EXPECT_TRUE(has(report, "Octets from octet 86 on")) << report;
    EXPECT_TRUE(has(report, "^^")) << report;
}

TEST(FindingReport, EndsWithTheFrameThatBreaksTheRule)
{
    ScriptedSession session;
    session.open().read("0900 810161");
    const std::string report = reportOf(session.log());
    EXPECT_TRUE(has(report, "marked:\n  09 00\n  ^^\n\nThe session\n")) << report;
}

TEST(FindingReport, EndsWithTheHeadThatBreaksTheRule)
{
    ScriptedSession session;
    session.connect()
        .writeText(test::request)
        .readText("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Accept: wrong\r\n\r\nafter");
    const std::string report = reportOf(session.log());
    EXPECT_TRUE(has(report, " 0d 0a 0d 0a\n")) << report;
    EXPECT_FALSE(has(report, " 61 66 74")) << report;
}

TEST(FindingReport, BlanksSecretsOfTheUrlAndTheHead)
{
    ScriptedSession session;
    std::string request(test::request);
    request.insert(request.find("\r\n") + 2, "Authorization: Bearer opensesame\r\n");
    session.connect().writeText(request).readText(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: wrong\r\n\r\n");
    const std::string report =
        reportOf(session.log(), {.title = {}, .url = "ws://h/?access_token=opensesame", .started = {}});
    EXPECT_FALSE(has(report, "opensesame")) << report;
    EXPECT_TRUE(has(report, "ws://h/")) << report;
}

TEST(FindingReport, TextOfThePeerCannotBeginALineOfItsOwn)
{
    ScriptedSession session;
    session.open().read("8105610a2d2d0a a10161");
    for (const std::string report = reportOf(session.log()); const char c : report)
        EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
    EXPECT_FALSE(has(reportOf(session.log()), "\n--\n"));
}

} // namespace
} // namespace fg::finding_report_test
