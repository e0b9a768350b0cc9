// HTTP Archives: we read a browser's archives, a browser's tools can read ours, and a damaged archive does no
// harm.
#include "protocol/deflate/codec.h"
#include "protocol/report/export/session_export.h"
#include "protocol/report/import/session_import.h"
#include "protocol/report/view/session_view.h"
#include "protocol/text/json_reader.h"
#include "tests/support/random_session.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <sstream>

namespace fg::test::har_test {
namespace {

// An archive as a browser writes it.
constexpr std::string_view archive = R"({"log": {"version": "1.2", "creator": {"name": "b", "version": "1"},
"pages": [], "entries": [{"startedDateTime": "2024-01-02T03:04:05.678Z", "time": 1.5,
"request": {"method": "GET", "url": "wss://example.org/chat?x=1", "httpVersion": "HTTP/1.1",
 "headers": [{"name": "Host", "value": "example.org"}], "queryString": [], "cookies": [],
 "headersSize": -1, "bodySize": 0},
"response": {"status": 101, "statusText": "Switching Protocols", "httpVersion": "HTTP/1.1", "headers": [],
 "cookies": [], "content": {"size": 0, "mimeType": ""}, "redirectURL": "", "headersSize": -1, "bodySize": 0},
"cache": {}, "timings": {"send": 0, "wait": 1, "receive": 0},
"_webSocketMessages": [
 {"type": "send", "time": 1704164645.7, "opcode": 1, "data": "{\"a\": \"\u00e4\"}"},
 {"type": "receive", "time": 1704164645.8, "opcode": 2, "data": "AAEC/w=="}]}]}})";

std::string archiveOf(const std::shared_ptr<const Session> &session)
{
    const ExportedSession exported{session, {.title = "t", .url = "ws://localhost/", .started = {}}, nullptr};
    std::ostringstream out;
    EXPECT_TRUE(exportSessions(out, ExportFormat::Har, std::span(&exported, 1),
                               {.rows = {}, .secrets = Secrets::Kept, .mayContinue = {}}));
    return out.str();
}

std::shared_ptr<const Session> held(const ScriptedSession &script)
{
    return {std::shared_ptr<void>(), &script.log()};
}

// The opcode and length of each frame.
std::vector<std::string> framesOf(const Session &session, Direction direction)
{
    std::vector<std::string> frames;
    for (RowNumber number; number < endOf(session.rowCount()); ++number) {
        const LogRow row = session.row(number);
        if (row.kind == RowKind::Frame && row.direction == direction)
            frames.push_back(std::to_string(row.opcodeBits) + ' ' + std::to_string(row.length));
    }
    return frames;
}

TEST(HarImport, ReadsTheMessagesOfABrowser)
{
    const SessionImport read = importSessions(archive);
    ASSERT_FALSE(read.error) << read.error->sentence();
    ASSERT_EQ(read.sessions.size(), 1U);
    EXPECT_EQ(read.sessions[0].facts.url, "wss://example.org/chat?x=1");
    const Session &session = *read.sessions[0].session;
    const std::vector<MessageRecord> messages = session.messages();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0].direction, Direction::Out);
    EXPECT_EQ(charactersOf(session.payload(messages[0], 100)), "{\"a\": \"\xC3\xA4\"}");
    EXPECT_EQ(messages[1].opcode, Opcode::Binary);
    EXPECT_EQ(session.payload(messages[1], 100), fromHex("000102ff"));
}

// An archive of a handshake that was refused with these members of the answer.
std::string refusedWith(std::string_view content, std::string_view fields = "")
{
    return R"({"log": {"entries": [{"startedDateTime": "2024-01-02T03:04:05Z", "request": {"method": "GET",
 "url": "ws://h.example/ws", "headers": [{"name": "Host", "value": "h.example"}]},
 "response": {"status": 403, "statusText": "Forbidden", "headers": [{"name": "Server", "value": "s"})"
        + std::string(fields) + R"(], "content": )" + std::string(content)
        + R"(}, "_webSocketMessages": []}]}})";
}

// What the log shows as the body of the answer, the fields before it, and the notes on the import.
struct Refusal
{
    std::string body;
    std::string fields;
    std::string notes;
};

Refusal refusalIn(const std::string &text)
{
    const SessionImport read = importSessions(text);
    EXPECT_EQ(read.sessions.size(), 1U);
    const SessionView view(*read.sessions.at(0).session, Secrets::Blanked);
    Refusal refusal{.body = view.body().content, .fields = {}, .notes = {}};
    for (const HeaderField &field : view.handshake().answerHead.fields)
        refusal.fields += field.name + ' ';
    for (const std::string &note : read.notes)
        refusal.notes += note + '\n';
    for (const std::string &remark : view.body().remarks)
        refusal.notes += remark + '\n';
    return refusal;
}

TEST(RefusalInAnArchive, HasItsBodyWithoutSecrets)
{
    const Refusal plain = refusalIn(refusedWith(R"({"size": 9, "text": "{\"a\":\"x\"}"})"));
    EXPECT_EQ(plain.body, R"({"a":"x"})");
    EXPECT_EQ(plain.notes, "");
    const Refusal encoded =
        refusalIn(refusedWith(R"({"size": 9, "text": "eyJhIjoieCJ9", "encoding": "base64"})"));
    EXPECT_EQ(encoded.body, R"({"a":"x"})");
    EXPECT_EQ(encoded.notes, "");
    const Refusal secret = refusalIn(refusedWith(R"({"text": "{\"access_token\":\"sesame\"}"})"));
    EXPECT_EQ(secret.body, R"({"access_token":"******"})");
}

TEST(RefusalInAnArchive, HasNoFieldsThatAreNotTrueOfItsBody)
{
    const Refusal refusal = refusalIn(refusedWith(
        R"({"text": "closed"})",
        R"(, {"name": "Content-Encoding", "value": "gzip"}, {"name": "transfer-encoding", "value": "chunked"},
 {"name": "Content-Length", "value": "99"})"));
    EXPECT_EQ(refusal.body, "closed");
    EXPECT_EQ(refusal.fields, "Server ");
    EXPECT_NE(refusal.notes.find("found Content-Encoding, transfer-encoding, Content-Length; what does not "
                                 "fit is left out."),
              std::string::npos)
        << refusal.notes;
    const Refusal right =
        refusalIn(refusedWith(R"({"text": "closed"})", R"(, {"name": "Content-Length", "value": "6"})"));
    EXPECT_EQ(right.fields, "Server Content-Length ");
    EXPECT_EQ(right.notes, "");
}

TEST(RefusalInAnArchive, SaysWhatIsOddAboutItsBody)
{
    const auto expectNote = [](std::string_view content, std::string_view body, std::string_view note) {
        const Refusal refusal = refusalIn(refusedWith(content));
        EXPECT_EQ(refusal.body, body);
        EXPECT_NE(refusal.notes.find(note), std::string::npos) << refusal.notes;
    };
    expectNote(R"({"text": "no base64!", "encoding": "base64"})", "no base64!",
               "expected octets in base64; the text is taken as it stands");
    expectNote(R"({"text": "a", "encoding": "gzip"})", "a", "found the text \"gzip\"; the text is taken");
    expectNote(R"({"text": 7})", "", "expected a text, found the number 7; it is left out");
    expectNote(R"({"size": 9})", "",
               "expected the text of a body of 9 octets, found nothing; the body of the answer is not known");
    expectNote(R"({"text": ")" + std::string(70'000, 'a') + "\"}", std::string(65'536, 'a'),
               "expected a body of at most 64 KiB, found 70000 octets; the rest is left out");
    EXPECT_EQ(refusalIn(refusedWith(R"({"size": 0, "text": ""})")).notes, "");
}

TEST(HarImport, BeginsWithItsFirstMessageWhereTheArchiveDoesNotSayWhen)
{
    std::string text(archive);
    const std::size_t at = text.find("startedDateTime");
    ASSERT_NE(at, std::string::npos);
    text[at] = 'S';
    std::shared_ptr<const Session> found;
    ImportWatch watch;
    watch.found = [&](const ImportedSession &session) {
        found = session.session;
        EXPECT_TRUE(session.facts.started);
    };
    const SessionImport read = importSessions(text, {}, watch);
    ASSERT_EQ(read.sessions.size(), 1U);
    EXPECT_TRUE(read.sessions[0].facts.started);
    EXPECT_EQ(read.sessions[0].session, found);
}

TEST(HarImport, CutAtAnyOctetSaysWhereAndKeepsTheMessagesBefore)
{
    std::size_t most = 0;
    for (std::size_t size = 0; size < archive.size(); ++size) {
        const SessionImport read = importSessions(archive.substr(0, size));
        ASSERT_TRUE(read.error) << size;
        EXPECT_LE(read.error->offset.value_or(0), size);
        if (read.sessions.empty())
            continue;
        const std::size_t messages = read.sessions[0].session->messageCount();
        EXPECT_GE(messages, most) << size;
        most = messages;
    }
    EXPECT_EQ(most, 2U);
}

TEST(HarImport, WithChangedOctetsIsReadOrRefusedWithAPlace)
{
    RandomSource random(11);
    std::string ours = archiveOf(randomSession(3));
    for (unsigned round = 0; round < 1'500; ++round) {
        std::string text = round % 2 == 0 ? std::string(archive) : ours;
        for (std::size_t changes = random.below(4) + 1; changes > 0; --changes) {
            const std::size_t at = random.below(std::min<std::size_t>(text.size(), 20'000));
            if (random.oneIn(3))
                text.erase(at, random.below(50));
            else
                text[at] = static_cast<char>(random.below(256));
        }
        const SessionImport read = importSessions(text);
        EXPECT_LE(read.error.value_or(ImportError{}).offset.value_or(0), text.size());
        for (const ImportedSession &session : read.sessions)
            static_cast<void>(session.session->messages());
    }
}

TEST(HarExport, HasTheFourKeysOfABrowserForEachMessage)
{
    ScriptedSession script;
    script.open().read("810161").read("82020001").read("010162800163").droppedByPeer();
    const auto parsed = readJson(archiveOf(held(script)));
    const JsonValue *value = std::get_if<JsonValue>(&parsed);
    ASSERT_TRUE(value);
    value = &value->find("log")->value.find("entries")->value;
    const JsonValue &messages = value->items.at(0).find("_webSocketMessages")->value;
    ASSERT_EQ(messages.items.size(), 3U);
    const std::string_view data[] = {"a", "AAE=", "bc"};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(messages.items[i].members.size(), 4U);
        EXPECT_EQ(messages.items[i].find("type")->value.text, "receive");
        EXPECT_EQ(messages.items[i].find("data")->value.text, data[i]);
    }
}

// Frames after a cut frame are missing, because nothing can follow a cut frame in its direction.
TEST(HarExport, ReadBackHasTheSameFrames)
{
    std::size_t equal = 0;
    for (unsigned seed = 0; seed < 60; ++seed) {
        const auto session = randomSession(seed);
        const SessionImport read = importSessions(archiveOf(session));
        if (read.sessions.empty())
            continue; // the connection never opened
        ASSERT_FALSE(read.error) << seed << ": " << read.error->sentence();
        // An archive always shows the client's side.
        const bool isClient = session->role() == Role::Client;
        for (const Direction direction : bothDirections) {
            const auto back = framesOf(*read.sessions[0].session, direction);
            auto before = framesOf(*session, isClient ? direction : otherDirection(direction));
            equal += back.size() == before.size() ? 1 : 0;
            ASSERT_LE(back.size(), before.size()) << seed;
            before.resize(back.size());
            EXPECT_EQ(back, before) << seed;
        }
    }
    EXPECT_GT(equal, 100U);
}

TEST(HarExport, HasWhatCompressedMessagesInflateTo)
{
    Deflater deflater{DeflateDirection{}};
    ScriptedSession script;
    script.connect()
        .writeText("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
        .readText("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n"
                  "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
    for (int i = 0; i < 2; ++i) {
        OctetBuffer out;
        deflater.compress(octetsOf("one and the same, one and the same"), out);
        script.read("c1" + toHex(std::array{static_cast<std::byte>(out.size())}) + toHex(out));
    }
    script.droppedByPeer();
    const std::string text = archiveOf(held(script));
    const std::size_t first = text.find("one and the same, one and the same");
    ASSERT_NE(first, std::string::npos);
    EXPECT_NE(text.find("one and the same, one and the same", first + 1), std::string::npos);
}

} // namespace
} // namespace fg::test::har_test
