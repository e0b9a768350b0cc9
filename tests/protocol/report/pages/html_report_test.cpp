#include "protocol/report/pages/html_report.h"

#include "tests/support/recorded_case.h"
#include "tests/support/scripted_session.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace fg::html_report_test {
namespace {

using test::resultOf;
using test::ScriptedSession;

std::string casePage(const CaseResult &result)
{
    std::ostringstream out;
    writeCasePage(out, result, "peer_case_1_1_1.json", Secrets::Blanked);
    return out.str();
}

std::string indexPage(const RunReport &report)
{
    std::ostringstream out;
    writeIndexPage(out, report, [](std::string_view, const CaseSpec &spec) { return spec.id + ".html"; });
    return out.str();
}

CaseResult resultWith(const std::shared_ptr<ScriptedSession> &script)
{
    CaseResult result = resultOf("peer", "1.1.1");
    result.session = std::shared_ptr<const Session>(script, &script->log());
    return result;
}

// The text between two marks.
std::string between(const std::string &text, std::string_view start, std::string_view end)
{
    const std::size_t from = text.find(start);
    if (from == std::string::npos)
        return "nothing";
    const std::size_t to = text.find(end, from + start.size());
    return text.substr(from + start.size(), to - from - start.size());
}

bool contains(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string withoutElement(std::string text, std::string_view name)
{
    const std::string start = '<' + std::string(name) + '>';
    const std::string end = "</" + std::string(name) + '>';
    for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start))
        text.erase(at, text.find(end, at) + end.size() - at);
    return text;
}

// Returns the names of the elements in the order of their start tags. Fails the test if they are not closed
// in order.
std::string unbalancedTag(const std::string &page)
{
    const std::string text = withoutElement(withoutElement(page, "style"), "script");
    const std::vector<std::string> empty{"meta", "input", "!DOCTYPE"};
    std::vector<std::string> open;
    for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
        const std::string tag = text.substr(at + 1, text.find('>', at) - at - 1);
        const bool closes = tag.starts_with('/');
        const std::string name = tag.substr(closes ? 1 : 0, tag.find_first_of(" /", 1) - (closes ? 1 : 0));
        if (tag.ends_with('/') || std::ranges::find(empty, name) != empty.end())
            continue;
        if (!closes)
            open.push_back(name);
        else if (open.empty() || open.back() != name)
            return tag + " at " + std::to_string(at);
        else
            open.pop_back();
    }
    return open.empty() ? std::string() : open.back() + " is left open";
}

RunReport hostileReport()
{
    RunReport report(TestedSide::Servers, {});
    report.add(resultOf("<script>alert(1)</script>", "1.1.1"));
    report.add(resultOf("\" onmouseover='x'", "1.1.1", Behavior::Failed, CloseBehavior::Unclean));
    report.add(resultOf("\u202Eevil\x1b\n", "6.2.4", Behavior::NonStrict));
    report.add(resultOf("\xed\xa0\x80", "7.1.6", Behavior::Informational, CloseBehavior::Informational));
    report.agent("gone").unreachable = {"<it> refused.", "Why.", "Advice."};
    report.agent("gone").notes.emplace_back("a <note>");
    return report;
}

TEST(IndexPage, EscapesTheNamesAndDescriptionsOfAgents)
{
    const std::string page = indexPage(hostileReport());
    EXPECT_FALSE(contains(page, "<script>alert"));
    EXPECT_TRUE(contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    EXPECT_TRUE(contains(page, "&quot; onmouseover=&#39;x&#39;"));
    EXPECT_TRUE(contains(page, "\\u{202e}evil\\x1b\\x0a"));
    EXPECT_TRUE(contains(page, "\\xed\\xa0\\x80"));
    EXPECT_TRUE(contains(page, "&lt;it&gt; refused."));
    EXPECT_TRUE(contains(page, "a &lt;note&gt;"));
    EXPECT_EQ(unbalancedTag(page), "");
}

TEST(IndexPage, SaysVerdictsInWordsAndLinksToTheCase)
{
    const std::string page = indexPage(hostileReport());
    EXPECT_TRUE(contains(page, "<a href=\"1.1.1.html\">"));
    EXPECT_TRUE(contains(page, "<b>FAILED</b><em>closing UNCLEAN</em>"));
    EXPECT_TRUE(contains(page, "<b>NON-STRICT</b></a>"));
    EXPECT_TRUE(contains(page, "not run"));
}

TEST(IndexPage, IsValidBeforeAnyCaseRan)
{
    const std::string page = indexPage(RunReport(TestedSide::Clients, {}));
    EXPECT_TRUE(contains(page, "No case has run."));
    EXPECT_EQ(unbalancedTag(page), "");
}

std::string hashOf(const std::string &content)
{
    return "'sha256-"
        + QCryptographicHash::hash(QByteArray::fromStdString(content), QCryptographicHash::Sha256)
              .toBase64()
              .toStdString()
        + '\'';
}

TEST(Pages, AllowNothingButTheirOwnStyleAndScript)
{
    const std::string index = indexPage(hostileReport());
    const std::string policy = between(index, "Content-Security-Policy\" content=\"", "\"");
    EXPECT_EQ(policy,
              "default-src 'none'; style-src " + hashOf(between(index, "<style>", "</style>"))
                  + "; script-src " + hashOf(between(index, "<script>", "</script>"))
                  + "; base-uri 'none'; form-action 'none'");
    const std::string page = casePage(resultOf("peer", "1.1.1"));
    EXPECT_EQ(between(page, "Content-Security-Policy\" content=\"", "\""),
              "default-src 'none'; style-src " + hashOf(between(page, "<style>", "</style>"))
                  + "; base-uri 'none'; form-action 'none'");
}

TEST(Pages, ReferToNothingOutside)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->open().read("8100").droppedByPeer();
    for (const std::string &page : {indexPage(hostileReport()), casePage(resultWith(script))}) {
        EXPECT_FALSE(contains(page, "http://")) << page;
        EXPECT_FALSE(contains(page, "https://"));
        EXPECT_FALSE(contains(page, "src="));
        EXPECT_FALSE(contains(page, "url("));
        EXPECT_FALSE(contains(page, " style="));
        EXPECT_FALSE(contains(page, " onclick="));
    }
}

TEST(CasePage, HasAllSectionsOfATextReport)
{
    const std::string page = casePage(test::play(test::recordedReport("6.4.1")));
    std::size_t at = 0;
    for (const char *const part : {"<h1>",
                                   ">6.4.1<",
                                   "NON-STRICT",
                                   "closing OK",
                                   "What is sent",
                                   "What should come back",
                                   "Actual events match at least one expected.",
                                   "timeout A",
                                   "Observed",
                                   "<h2>Closing</h2>",
                                   "Connection was properly closed.",
                                   "isServer",
                                   "remoteCloseReason",
                                   "<h2>Broken rules</h2>",
                                   "<h2>Opening handshake</h2>",
                                   "GET / HTTP/1.1\n",
                                   "HTTP/1.1 101",
                                   "<h2>Wire statistics</h2>",
                                   "Octets received by chop size",
                                   "Octets transmitted by chop size",
                                   "Frames received by opcode",
                                   "Frames transmitted by opcode",
                                   "<h2>Wire log</h2>",
                                   "TX OCTETS",
                                   "TX FRAME",
                                   "DELAY 1.000000 sec for TAG A",
                                   "DELAY TIMEOUT on TAG B",
                                   "TCP DROPPED BY PEER"}) {
        const std::size_t next = page.find(part, at);
        ASSERT_NE(next, std::string::npos) << part << "\n" << page.substr(at);
        at = next;
    }
    EXPECT_EQ(unbalancedTag(page), "");
}

TEST(IndexPage, AVerdictWithoutADurationShowsNoTime)
{
    RunReport report(TestedSide::Servers, {});
    report.add(resultOf("peer", "1.1.1"));
    EXPECT_TRUE(contains(indexPage(report), " ms</small>"));
    EXPECT_TRUE(contains(indexPage(report), " data-time="));
    report.agent("peer").cases.front().duration.reset();
    const std::string page = indexPage(report);
    EXPECT_FALSE(contains(page, " ms</small>"));
    EXPECT_FALSE(contains(page, " data-time="));
    EXPECT_TRUE(contains(page, "<td class=\"n\">\u2013</td></tr>"));
    EXPECT_EQ(unbalancedTag(page), "");
}

TEST(CasePage, EscapesEverythingOfThePeer)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->connect()
        .writeText(test::request)
        .readText("HTTP/1.1 404 <b>\r\nX: <script>\u202E\r\nContent-Length: 9\r\n\r\n")
        .readText("<i>\x1b</i>\n");
    CaseResult result = resultWith(script);
    result.agent = "</title><script>";
    result.observed = {{CaseEvent::Kind::Message, Opcode::Text, bufferOf("<img src=x onerror=y>"), {}}};
    const std::string page = casePage(result);
    EXPECT_FALSE(contains(page, "<script"));
    EXPECT_FALSE(contains(page, "<img"));
    EXPECT_FALSE(contains(page, "<i>"));
    EXPECT_FALSE(contains(page, "\u202E"));
    EXPECT_FALSE(contains(page, "\x1b"));
    EXPECT_TRUE(contains(page, "X: &lt;script&gt;\\u{202e}"));
    EXPECT_TRUE(contains(page, "&lt;i&gt;\\x1b&lt;/i&gt;"));
    EXPECT_TRUE(contains(page, "&lt;img src=x onerror=y&gt;"));
    EXPECT_EQ(unbalancedTag(page), "");
}

TEST(CasePage, EscapesPayloadsAndReasonsInTheWireLog)
{
    const auto script = std::make_shared<ScriptedSession>();
    // <p>\0, and a close frame with the reason <q>.
    script->open().read("81043c703e00").read("880503e83c713e").droppedByPeer();
    const std::string page = casePage(resultWith(script));
    EXPECT_TRUE(contains(page, "&lt;p&gt;\\x00"));
    EXPECT_TRUE(contains(page, "&lt;q&gt;"));
    EXPECT_FALSE(contains(page, "<q>"));
    EXPECT_EQ(std::ranges::count(page, '\0'), 0);
}

TEST(CasePage, MarksTheFirstEventThatDiffersAndSaysWhere)
{
    CaseResult result = test::play(test::recordedReport("2.2"));
    result.verdict = {Behavior::Failed, CloseBehavior::Ok, Behavior::Failed, CloseBehavior::Ok};
    result.observed = {{CaseEvent::Kind::Pong, Opcode::Text, bufferOf("Hello, wOrld!"), {}}};
    const std::string page = casePage(result);
    EXPECT_TRUE(contains(page, "<li class=\"off\">pong &quot;Hello, wOrld!&quot;</li>")) << page;
    EXPECT_TRUE(contains(page, "octet 8 (counted from 0) is 0x4f where 0x6f was expected"));
}

TEST(CasePage, StaysReadableWithManyRows)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->open();
    for (int i = 0; i < 3'000; ++i)
        script->read("8100");
    script->droppedByPeer();
    const std::string page = casePage(resultWith(script));
    EXPECT_TRUE(contains(page, "This page shows the first 5000 of 6003 rows, and the end"));
    EXPECT_TRUE(contains(page, "TCP DROPPED BY PEER"));
    EXPECT_LT(page.size(), 1'500'000u);
}

TEST(CasePage, SaysWhyNoConnectionWasEstablished)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->row(RowKind::Error, TransportError{.kind = TransportErrorKind::HostNotFound, .detail = "<no>"});
    CaseResult result = resultWith(script);
    result.verdict = {Behavior::Failed, CloseBehavior::Failed, Behavior::Failed, CloseBehavior::Failed};
    const std::string page = casePage(result);
    EXPECT_TRUE(contains(page, "the host name is not known: &lt;no&gt;"));
    EXPECT_EQ(unbalancedTag(page), "");
}

} // namespace
} // namespace fg::html_report_test
