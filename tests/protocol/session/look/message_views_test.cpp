// Every view of a log has the same messages: the message list, the walk over rows, the HTTP Archive, the
// outline and the search.
#include "protocol/report/export/session_export.h"
#include "protocol/report/view/message_walk.h"
#include "protocol/session/log/message_rows.h"
#include "protocol/session/log/row_walk.h"
#include "protocol/session/look/log_outline.h"
#include "protocol/session/look/payload_search.h"
#include "protocol/text/base64.h"
#include "protocol/text/json_reader.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace fg::test::message_views_test {
namespace {

struct Frame
{
    unsigned firstOctet = 0;
    std::string_view payload;
};

// A message, with its frames as numbers in the conversation.
struct Message
{
    Opcode opcode = Opcode::Text;
    std::uint64_t length = 0;
    std::string payload;
    std::vector<std::size_t> frames;

    bool operator==(const Message &) const = default;
};

void PrintTo(const Message &message, std::ostream *out)
{
    *out << valueOf(message.opcode) << " of " << message.length << " \"" << message.payload << "\" in frames";
    for (const std::size_t frame : message.frames)
        *out << ' ' << frame;
}

struct Conversation
{
    std::string_view name;
    std::vector<Frame> frames; // In one direction.
    std::vector<Message> messages;
    std::vector<std::string_view> nowhere; // Texts that only a wrong joining of frames contains.
    std::string_view
        cutFrame; // In hexadecimal: octets after the last frame, which the end of the stream cuts.
};

const std::vector<Conversation> &conversations()
{
    static const std::vector<Conversation> all{
        {.name = "messages of one frame",
         .frames = {{0x81, "abc"}, {0x82, "de"}},
         .messages = {{Opcode::Text, 3, "abc", {0}}, {Opcode::Binary, 2, "de", {1}}},
         .nowhere = {"cd"}},
        {.name = "a reserved frame between fragments",
         .frames = {{0x01, "abc"}, {0x83, "X"}, {0x80, "de"}},
         .messages = {{Opcode::Text, 5, "abcde", {0, 2}}},
         .nowhere = {"cX", "Xd"}},
        {.name = "control and reserved frames between fragments, with FIN and without",
         .frames =
             {{0x01, "abc"}, {0x89, "1"}, {0x03, "2"}, {0x00, "d"}, {0x8B, "3"}, {0x87, "4"}, {0x80, "e"}},
         .messages = {{Opcode::Text, 5, "abcde", {0, 3, 6}}},
         .nowhere = {"c1", "12", "2d", "d3", "34", "4e"}},
        {.name = "a message that begins inside another one",
         .frames = {{0x01, "lost"}, {0x00, "too"}, {0x02, "abc"}, {0x80, "de"}, {0x81, "f"}},
         .messages = {{Opcode::Binary, 5, "abcde", {2, 3}}, {Opcode::Text, 1, "f", {4}}},
         .nowhere = {"ta", "oa", "ef"}},
        {.name = "continuations without a message to continue",
         .frames = {{0x00, "or"}, {0x80, "phan"}, {0x01, "abc"}, {0x80, "de"}, {0x80, "after"}, {0x81, "g"}},
         .messages = {{Opcode::Text, 5, "abcde", {2, 3}}, {Opcode::Text, 1, "g", {5}}},
         .nowhere = {"orphan", "nabc", "eafter", "rg"}},
        {.name = "a close frame between fragments",
         .frames = {{0x01, "abc"}, {0x88, ""}, {0x80, "de"}},
         .messages = {{Opcode::Text, 5, "abcde", {0, 2}}}},
        {.name = "a last fragment that the end of the stream cuts",
         .frames = {{0x81, "f"}, {0x01, "abc"}, {0x00, "de"}},
         .messages = {{Opcode::Text, 1, "f", {0}}},
         .nowhere = {"fa"},
         .cutFrame = "8005"
                     "6768"},
        {.name = "a message of one frame that the end of the stream cuts",
         .frames = {{0x81, "f"}},
         .messages = {{Opcode::Text, 1, "f", {0}}},
         .nowhere = {"fg"},
         .cutFrame = "8105"
                     "6768"},
    };
    return all;
}

std::string hexOf(const Frame &frame)
{
    const std::byte head[] = {static_cast<std::byte>(frame.firstOctet),
                              static_cast<std::byte>(frame.payload.size())};
    return toHex(head) + toHex(octetsOf(frame.payload));
}

// A session, and the rows of its frames.
class Recorded
{
public:
    explicit Recorded(const std::function<void(ScriptedSession &)> &play)
    {
        play(m_script);
        forEachRow(session(), [this](const LogRow &row, RowNumber number) {
            if (row.kind == RowKind::Frame)
                m_frames.push_back(number);
        });
    }

    [[nodiscard]] const Session &session() const { return m_script.log(); }
    [[nodiscard]] std::shared_ptr<const Session> shared() const
    {
        return {std::shared_ptr<void>(), &m_script.log()};
    }
    [[nodiscard]] std::size_t frameCount() const { return m_frames.size(); }
    [[nodiscard]] RowNumber rowOf(std::size_t frame) const { return m_frames.at(frame); }
    // The numbers of the frames whose rows fulfil a condition.
    template <typename Condition>
    [[nodiscard]] std::vector<std::size_t> framesWhere(Condition condition) const
    {
        std::vector<std::size_t> frames;
        for (std::size_t frame = 0; frame < m_frames.size(); ++frame) {
            if (condition(m_frames[frame]))
                frames.push_back(frame);
        }
        return frames;
    }

private:
    ScriptedSession m_script;
    std::vector<RowNumber> m_frames;
};

Recorded recordedOf(const Conversation &conversation, Direction direction)
{
    return Recorded([&](ScriptedSession &script) {
        const auto pass = [&](std::string_view hex) {
            direction == Direction::In ? script.read(hex) : script.write(hex);
        };
        script.open();
        for (const Frame &frame : conversation.frames)
            pass(hexOf(frame));
        if (!conversation.cutFrame.empty())
            pass(conversation.cutFrame);
        script.droppedByPeer();
    });
}

std::vector<Message> listed(const Recorded &recorded)
{
    const Session &session = recorded.session();
    std::vector<Message> messages;
    for (const MessageRecord &message : session.messages()) {
        // A ping or pong counts as a message of one frame.
        if (classOf(message.opcode) != OpcodeClass::Start)
            continue;
        messages.push_back(
            {message.opcode, message.length, std::string(charactersOf(session.payload(message, SIZE_MAX))),
             recorded.framesWhere([&](RowNumber row) { return session.messageOf(row) == message; })});
    }
    return messages;
}

std::vector<Message> walked(const Recorded &recorded)
{
    const SessionView view(recorded.session(), Secrets::Kept);
    std::vector<Message> messages;
    MessageWalk walk;
    forEachRow(recorded.session(), [&](const LogRow &row, RowNumber number) {
        const std::optional<WalkedMessage> message = walk.addRow(number, row);
        if (!message)
            return;
        std::string payload;
        payloadPieces(view, *message)([&payload](OctetView piece) { payload += charactersOf(piece); });
        messages.push_back(
            {message->opcode, payload.size(), payload, recorded.framesWhere([&](RowNumber frame) {
                 return isFrameOf(*message, frame, recorded.session().row(frame));
             })});
    });
    return messages;
}

// Without frames, which the messages of an archive do not name.
std::vector<Message> archived(const Recorded &recorded)
{
    const ExportedSession exported{
        recorded.shared(), {.title = "t", .url = "ws://localhost/", .started = {}}, nullptr};
    std::ostringstream out;
    EXPECT_TRUE(exportSessions(out, ExportFormat::Har, std::span(&exported, 1)));
    const auto archive = readJson(out.str());
    std::vector<Message> messages;
    const JsonValue &entries = std::get<JsonValue>(archive).find("log")->value.find("entries")->value;
    for (const JsonValue &item : entries.items.at(0).find("_webSocketMessages")->value.items) {
        const Opcode opcode = opcodeOf(static_cast<unsigned>(std::stoul(item.find("opcode")->value.text)));
        const std::string data = item.textOf("data");
        const std::string payload =
            opcode == Opcode::Text ? data : std::string(charactersOf(fromBase64(data).value()));
        messages.push_back({opcode, payload.size(), payload, {}});
    }
    return messages;
}

// The line of the outline that a message begins, and what is folded under it.
Message outlined(const Recorded &recorded, const LogOutline &outline, std::size_t firstFrame)
{
    const Session &session = recorded.session();
    const RowNumber first = recorded.rowOf(firstFrame);
    const std::size_t line = outline.positionOf(first).value();
    EXPECT_EQ(outline.line(line).row, first);
    std::vector<RowNumber> rows = outline.partsOf(line);
    if (rows.empty())
        rows = {first};
    // The frames between the fragments are folded, too, but they are not of the message.
    std::erase_if(rows, [&](RowNumber row) {
        switch (classOf(session.row(row).opcode())) {
        case OpcodeClass::Start:
        case OpcodeClass::Continuation:
            return false;
        case OpcodeClass::Control:
        case OpcodeClass::Reserved:
            return true;
        }
        return true;
    });
    Message message{session.row(first).opcode(), 0, {}, recorded.framesWhere([&](RowNumber row) {
                        return std::ranges::count(rows, row) > 0;
                    })};
    for (const RowNumber row : rows) {
        message.length += session.row(row).length;
        message.payload += charactersOf(session.payload(session.row(row), 0, SIZE_MAX));
    }
    return message;
}

LogOutline outlineOf(const Recorded &recorded)
{
    LogOutline outline(LogLevel::Messages);
    forEachRow(recorded.session(), [&outline](const LogRow &row, RowNumber) { outline.addRow(row); });
    return outline;
}

// The numbers of the frames in which a match begins.
std::vector<std::size_t> framesWith(const Recorded &recorded, std::string_view text)
{
    PayloadSearch search(
        recorded.shared(),
        std::get<Needle>(Needle::of({.text = std::string(text), .kind = SearchQuery::Kind::ExactCase})));
    while (search.searchSome()) { }
    EXPECT_EQ(search.unreadable(), 0U);
    const std::vector<RowNumber> found = search.takeFound();
    return recorded.framesWhere([&](RowNumber row) { return std::ranges::count(found, row) > 0; });
}

class MessageViews : public ::testing::TestWithParam<Direction>
{
};

TEST_P(MessageViews, HaveTheSameMessages)
{
    for (const Conversation &conversation : conversations()) {
        SCOPED_TRACE(conversation.name);
        const Recorded recorded = recordedOf(conversation, GetParam());
        ASSERT_EQ(recorded.frameCount(),
                  conversation.frames.size() + (conversation.cutFrame.empty() ? 0U : 1U));
        EXPECT_EQ(listed(recorded), conversation.messages);
        EXPECT_EQ(walked(recorded), conversation.messages);

        std::vector<Message> withoutFrames = conversation.messages;
        for (Message &message : withoutFrames)
            message.frames.clear();
        EXPECT_EQ(archived(recorded), withoutFrames);

        const LogOutline outline = outlineOf(recorded);
        for (const Message &message : conversation.messages) {
            EXPECT_EQ(outlined(recorded, outline, message.frames.front()), message);
            EXPECT_EQ(framesWith(recorded, message.payload), std::vector{message.frames.front()});
        }
        for (const std::string_view text : conversation.nowhere)
            EXPECT_EQ(framesWith(recorded, text), std::vector<std::size_t>{}) << text;
    }
}

TEST_P(MessageViews, FindWhatIsInAFrameOutsideOfMessagesInItsRow)
{
    for (const Conversation &conversation : conversations()) {
        SCOPED_TRACE(conversation.name);
        const Recorded recorded = recordedOf(conversation, GetParam());
        for (std::size_t frame = 0; frame < conversation.frames.size(); ++frame) {
            const std::string_view payload = conversation.frames[frame].payload;
            if (payload.empty())
                continue;
            EXPECT_EQ(framesWith(recorded, payload), std::vector{frame}) << payload;
        }
    }
}

// The message ended in the phase whose frames were not recorded.
TEST(MessageViewsAfterABulkPhase, DoNotContinueTheMessageFromBefore)
{
    const Recorded recorded([](ScriptedSession &script) {
        script.open().read("0103616263");
        script.recording(false).read("800121").recording(true);
        script.read("80026465").droppedByPeer();
    });
    ASSERT_EQ(recorded.frameCount(), 2U);
    EXPECT_EQ(listed(recorded), std::vector<Message>{});
    EXPECT_EQ(walked(recorded), std::vector<Message>{});
    EXPECT_EQ(archived(recorded), std::vector<Message>{});
    const LogOutline outline = outlineOf(recorded);
    EXPECT_NE(outline.positionOf(recorded.rowOf(0)), outline.positionOf(recorded.rowOf(1)));
    EXPECT_EQ(framesWith(recorded, "cd"), std::vector<std::size_t>{});
    EXPECT_EQ(framesWith(recorded, "de"), std::vector<std::size_t>{1});
}

INSTANTIATE_TEST_SUITE_P(BothDirections, MessageViews, ::testing::ValuesIn(bothDirections),
                         [](const auto &direction) {
                             return std::string(direction.param == Direction::In ? "Received" : "Sent");
                         });

} // namespace
} // namespace fg::test::message_views_test
