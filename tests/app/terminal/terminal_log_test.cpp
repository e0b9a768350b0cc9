// The wire log in a terminal.
#include "app/terminal/terminal_log.h"

#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

namespace fg::terminal_log_test {
namespace {

using test::ScriptedSession;

std::string printed(const Session &session, Secrets secrets = Secrets::Blanked)
{
    std::string text;
    TerminalLog log([&text](const std::string &part) { text += part; }, Colours::No,
                    TerminalLog::OctetRows::Hidden, secrets);
    while (log.printNew(session, RowCount(3))) { }
    log.printEnd(session);
    return text;
}

// How often a text is in another one.
int countIn(const std::string &text, std::string_view part)
{
    int count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

TEST(TerminalLog, ShowsWhatCompressedMessagesSay)
{
    ScriptedSession script;
    script.connect()
        .writeText(test::withExtensions(test::request, "permessage-deflate"))
        .readText(test::withExtensions(test::answer, "permessage-deflate"));
    script.read("c107f248cdc9c90700").read("4103f248cd").read("8004c9c90700");
    const std::string text = printed(script.log());
    EXPECT_EQ(countIn(text, "7 inflated: Hello\n"), 1) << text;
    EXPECT_EQ(countIn(text, "4 the whole message, inflated: Hello\n"), 1) << text;
}

TEST(TerminalLog, EscapesWhatCompressedMessagesSay)
{
    ScriptedSession script;
    script.connect()
        .writeText(test::withExtensions(test::request, "permessage-deflate"))
        .readText(test::withExtensions(test::answer, "permessage-deflate"));
    // A stored block (RFC 7692 7.2.3.3) with ESC, then the rest of an empty one.
    script.read("c107000100feff1b00");
    const std::string text = printed(script.log());
    EXPECT_EQ(countIn(text, "inflated: \\x1b\n"), 1) << text;
    EXPECT_EQ(countIn(text, "\x1b"), 0) << text;
}

TEST(TerminalLog, ShowsTheAnswerThatRefused)
{
    ScriptedSession script;
    script.connect().writeText(test::request);
    script
        .readText("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
                  "Set-Cookie: id=letmein\r\nContent-Length: 5\r\n\r\nno\nno")
        .droppedByPeer();
    const std::string text = printed(script.log());
    EXPECT_EQ(countIn(text,
                      "\nThe answer was \"HTTP/1.1 401 Unauthorized\". Its fields:\n"
                      "    WWW-Authenticate: Basic realm=\"x\"\n    Set-Cookie: "),
              1)
        << text;
    EXPECT_EQ(countIn(text, "\n    Content-Length: 5\n    Its body:\n    no\n    no\n"), 1) << text;
    EXPECT_EQ(countIn(text, "letmein"), 0) << text;
    EXPECT_EQ(countIn(printed(script.log(), Secrets::Kept), "letmein"), 1);
}

TEST(TerminalLog, NamesTheSubprotocolThatWasNotOffered)
{
    ScriptedSession script;
    script.connect().writeText(test::request);
    std::string answer(test::answer);
    answer.insert(answer.size() - 2, "Sec-WebSocket-Protocol: chat.v2\r\n");
    script.readText(answer).droppedByUs();
    EXPECT_EQ(countIn(printed(script.log()), "It chose \"chat.v2\"; no subprotocol was offered."), 1);
}

TEST(TerminalLog, ShowsNoAnswerThatOpenedTheConnection)
{
    ScriptedSession script;
    script.open().droppedByPeer();
    EXPECT_EQ(countIn(printed(script.log()), "The answer was"), 0);
}

} // namespace
} // namespace fg::terminal_log_test
