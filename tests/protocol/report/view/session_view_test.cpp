#include "protocol/report/view/session_view.h"

#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::session_view_test {
namespace {

using test::ScriptedSession;

constexpr std::string_view token = "hush-hush-hush";
constexpr std::string_view stars = "**************";

std::string withStars(std::string text)
{
    for (std::size_t at = text.find(token); at != std::string::npos; at = text.find(token))
        text.replace(at, token.size(), stars);
    return text;
}

// A request that names the token in its target, in a folded field and as a subprotocol.
std::string request()
{
    return "GET /chat?a=b&access_token=hush-hush-hush HTTP/1.1\r\nHost: 127.0.0.1:9002\r\n"
           "Upgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: cOiPI/2Ish+DikIErceQMg==\r\n"
           "Sec-WebSocket-Version: 13\r\nX-Token:\r\n hush-hush-hush\r\n"
           "Sec-WebSocket-Protocol: chat, access_token, hush-hush-hush\r\n\r\n";
}

// A server that speaks the subprotocol "hush-hush-hush", as it seems to it.
std::string answer()
{
    std::string text(test::answer);
    text.insert(text.size() - 2, "Sec-WebSocket-Protocol: hush-hush-hush\r\n");
    return text;
}

std::string refusal()
{
    return "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nX-Seen: yes\r\n\r\n"
           R"({"error": "the token hush-hush-hush is not valid", "apiKey": "hush-hush-hush"})";
}

std::string shownOctets(const Session &session, Direction direction, Secrets secrets = Secrets::Blanked)
{
    const SessionView view(session, secrets);
    std::string text;
    view.forEachRow([&](RowNumber, const LogRow &row) {
        if (row.kind == RowKind::Octets && row.direction == direction)
            text += charactersOf(view.octets(direction, row.offset, row.length));
    });
    return text;
}

TEST(SessionView, BlanksTheSecretsOfBothHeads)
{
    ScriptedSession script;
    script.connect().writeText(request()).readText(answer());
    EXPECT_EQ(shownOctets(script.log(), Direction::Out), withStars(request()));
    EXPECT_EQ(shownOctets(script.log(), Direction::In), withStars(answer()));
    EXPECT_TRUE(SessionView(script.log(), Secrets::Blanked).blanksSecrets());
}

TEST(SessionView, KeepsThemIfAsked)
{
    ScriptedSession script;
    script.connect().writeText(request()).readText(refusal()).droppedByPeer();
    EXPECT_EQ(shownOctets(script.log(), Direction::Out, Secrets::Kept), request());
    EXPECT_EQ(shownOctets(script.log(), Direction::In, Secrets::Kept), refusal());
    EXPECT_FALSE(SessionView(script.log(), Secrets::Kept).blanksSecrets());
}

TEST(SessionView, BlanksTheBodyOfAnAnswerThatRefuses)
{
    ScriptedSession script;
    script.connect().writeText(request()).readText(refusal()).droppedByPeer();
    EXPECT_EQ(shownOctets(script.log(), Direction::In), withStars(refusal()));
}

TEST(SessionView, BlanksTheSecretsOfADecodedBody)
{
    const std::string body =
        R"({"error": "the token hush-hush-hush is not valid", "apiKey": "hush-hush-hush"})";
    // Each chunk has one octet, so that no secret is in one piece.
    std::string chunked;
    for (const char c : body)
        chunked += std::string("1\r\n") + c + "\r\n";
    chunked += "0\r\nSet-Cookie: hush-hush-hush\r\nX-Seen: hush-hush-hush\r\n\r\n";
    ScriptedSession script;
    script.connect().writeText(request());
    script.readText("HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked);
    script.droppedByPeer();
    const DecodedBody kept = SessionView(script.log(), Secrets::Kept).body();
    EXPECT_EQ(kept.content, body);
    EXPECT_EQ(kept.trailers.front().value, token);
    const DecodedBody blanked = SessionView(script.log(), Secrets::Blanked).body();
    EXPECT_EQ(blanked.content, withStars(body));
    EXPECT_EQ(blanked.trailers.front().value, stars);
    EXPECT_EQ(blanked.trailers.back().value, stars) << "known from the request";
}

TEST(SessionView, LeavesOutABodyThatCannotBeDecoded)
{
    ScriptedSession script;
    script.connect().writeText(request());
    script.readText("HTTP/1.1 403 Forbidden\r\nContent-Encoding: br\r\n\r\nhush-hush-hush");
    EXPECT_EQ(SessionView(script.log(), Secrets::Kept).body().content, token);
    EXPECT_TRUE(SessionView(script.log(), Secrets::Blanked).body().content.empty());

    ScriptedSession named;
    named.connect().writeText(request());
    named.readText("HTTP/1.1 403 Forbidden\r\nContent-Encoding: hush-hush-hush\r\n\r\nx");
    EXPECT_EQ(SessionView(named.log(), Secrets::Blanked).body().remarks.front().find(token),
              std::string::npos);
}

// A secret that is cut between two rows is blanked in both, and the first row is shown before the second
// arrives.
TEST(SessionView, BlanksSecretsThatAreCutBetweenTwoRows)
{
    const std::string head = request();
    const std::string shown = withStars(head);
    for (std::size_t cut = 1; cut < head.size(); ++cut) {
        ScriptedSession script;
        script.connect().writeText(head.substr(0, cut));
        const std::string early = shownOctets(script.log(), Direction::Out);
        for (std::size_t i = 0; i < cut; ++i)
            ASSERT_TRUE(shown[i] != '*' || early[i] == '*') << "cut after " << cut << ": " << early;
        script.writeText(head.substr(cut)).readText(answer());
        ASSERT_EQ(shownOctets(script.log(), Direction::Out), shown) << "cut after " << cut;
    }
}

TEST(SessionView, BlanksAnAnswerThatIsCutBetweenTwoRows)
{
    const std::string whole = refusal();
    const std::string shown = withStars(whole);
    for (std::size_t cut = 1; cut < whole.size(); ++cut) {
        ScriptedSession script;
        script.connect().writeText(request()).readText(whole.substr(0, cut));
        const std::string early = shownOctets(script.log(), Direction::In);
        for (std::size_t i = 0; i < cut; ++i) {
            // The first letters of a word tell too little to be known again.
            const bool isLong = i < 4 || shown.substr(i - 4, 5) == "*****";
            ASSERT_TRUE(shown[i] != '*' || !isLong || early[i] == '*')
                << "cut after " << cut << ": " << early;
        }
        script.readText(whole.substr(cut)).droppedByPeer();
        ASSERT_EQ(shownOctets(script.log(), Direction::In), shown) << "cut after " << cut;
    }
}

TEST(SessionView, ShowsTheFieldsOfItsHeadsAsTheirOctets)
{
    ScriptedSession script;
    script.connect().writeText(request()).readText(answer());
    const HandshakeRecord record = SessionView(script.log(), Secrets::Blanked).handshake();
    EXPECT_EQ(record.request, withStars(request()));
    EXPECT_EQ(record.answer, withStars(answer()));
    EXPECT_EQ(targetOf(record.requestHead), "/chat?a=b&access_token=" + std::string(stars));
    EXPECT_EQ(*record.requestHead.find("X-Token"), stars);
    EXPECT_EQ(*record.answerHead.find("Sec-WebSocket-Protocol"), stars);
    EXPECT_EQ(record.answerCheck.agreement.subprotocol, stars);
    EXPECT_EQ(*record.requestHead.find("Sec-WebSocket-Key"), "cOiPI/2Ish+DikIErceQMg==");
}

TEST(SessionView, TellsWhereItBlanks)
{
    ScriptedSession script;
    script.connect().writeText(request()).readText(answer());
    const SessionView view(script.log(), Secrets::Blanked);
    std::string sent = request();
    std::string received = answer();
    EXPECT_EQ(view.blankedRanges(Direction::Out).size(), 3u);
    blank(sent, view.blankedRanges(Direction::Out));
    blank(received, view.blankedRanges(Direction::In));
    EXPECT_EQ(sent, withStars(request()));
    EXPECT_EQ(received, withStars(answer()));
    EXPECT_TRUE(SessionView(script.log(), Secrets::Kept).blankedRanges(Direction::Out).empty());
}

TEST(SessionView, LeavesPayloadsAsTheyAre)
{
    ScriptedSession script;
    script.connect().writeText(request()).readText(answer());
    const std::string payload = R"({"access_token":"hush-hush-hush"})";
    script.readText(std::string("\x81") + static_cast<char>(payload.size()) + payload);
    const SessionView view(script.log(), Secrets::Blanked);
    const LogRow frame = script.log().row(script.last(RowKind::Frame));
    EXPECT_EQ(charactersOf(view.payload(frame, 0, 100)), payload);
    EXPECT_NE(shownOctets(script.log(), Direction::In).find(payload), std::string::npos);
}

// A head that breaks the limits is not read to its end, but it is searched.
TEST(SessionView, BlanksAHeadThatIsTooLongToBeRead)
{
    ScriptedSession script(Role::Server);
    const std::string secret(20'000, 'x');
    script.connect()
        .readText("GET / HTTP/1.1\r\nCookie: a=" + secret + "\r\nX-Seen: yes\r\n\r\n")
        .droppedByPeer();
    const std::string shown = shownOctets(script.log(), Direction::In);
    EXPECT_EQ(shown.find('x'), std::string::npos);
    EXPECT_NE(shown.find("X-Seen: yes"), std::string::npos);
}

TEST(SessionView, BlanksWhatTheEndOfTheConnectionCutOff)
{
    for (const std::string_view line : {"Location: http://user:hush-hush-hush", "Host: user:hush-hush-hush",
                                        "Sec-WebSocket-Protocol: hush-hush-hush"}) {
        ScriptedSession script;
        script.connect().writeText(test::request).readText("HTTP/1.1 302 Found\r\n" + std::string(line));
        script.droppedByPeer();
        EXPECT_EQ(shownOctets(script.log(), Direction::In).find(token), std::string::npos) << line;
    }
}

// A re-import of what is shown would find a fault that the session does not have.
TEST(SessionView, LeavesTheUpgradeThoughACookieHoldsItsWord)
{
    ScriptedSession script;
    std::string request(test::request);
    request.insert(request.size() - 2, "Cookie: transport=websocket; ext=permessage-deflate\r\n");
    std::string answer(test::answer);
    answer.insert(answer.size() - 2, "Set-Cookie: via=websocket\r\n");
    script.connect().writeText(request).readText(answer);
    const std::string shown = shownOctets(script.log(), Direction::In);
    EXPECT_EQ(shown.substr(0, test::answer.size() - 2), test::answer.substr(0, test::answer.size() - 2));
}

TEST(SessionView, BlanksSecretsInNotes)
{
    const std::string text = "ws://h/?token=hush-hush-hush failed";
    Session session(Role::Client);
    LogRow row;
    row.kind = RowKind::Note;
    session.append(row, text);
    row = session.row(RowNumber(0));
    EXPECT_EQ(std::get<std::string>(SessionView(session, Secrets::Blanked).extra(row)), withStars(text));
    EXPECT_EQ(std::get<std::string>(SessionView(session, Secrets::Kept).extra(row)), text);
}

TEST(SessionView, BlanksWhatIsTooLongToBeSearched)
{
    ScriptedSession script;
    script.connect().writeText(test::request).readText("HTTP/1.1 403 Forbidden\r\n\r\n");
    const std::string part(64 * 1024, 'x');
    for (int i = 0; i < 8; ++i)
        script.readText(part);
    script.droppedByPeer();
    const std::string shown = shownOctets(script.log(), Direction::In);
    EXPECT_EQ(std::ranges::count(shown, 'x'), 256 * 1024);
    EXPECT_EQ(std::ranges::count(shown, '*'), 4 * 64 * 1024);
}

} // namespace
} // namespace fg::session_view_test
