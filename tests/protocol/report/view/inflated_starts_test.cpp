// What compressed messages say, with the examples of RFC 7692 7.2.3.
#include "protocol/report/view/inflated_starts.h"

#include "protocol/deflate/bomb.h"
#include "protocol/text/escape.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

namespace fg::inflated_starts_test {
namespace {

using test::ScriptedSession;

constexpr std::string_view hello = "c107f248cdc9c90700";
constexpr std::string_view helloAgain = "c105f200110000"; // Refers to the message before.
constexpr std::string_view helloInTwo[] = {"4103f248cd", "8004c9c90700"};

// A session with compression that keeps this many inflated octets.
class CompressedSession : public ScriptedSession
{
public:
    explicit CompressedSession(std::size_t kept)
        : ScriptedSession(Role::Client, {.inflatedOctets = kept})
    {
        connect()
            .writeText(test::withExtensions(test::request, "permessage-deflate"))
            .readText(test::withExtensions(test::answer, "permessage-deflate"));
    }
};

// The starts in the order of their rows: "row: text, of one frame".
std::vector<std::string> startsOf(const Session &session)
{
    std::vector<std::string> out;
    InflatedStarts starts(session);
    for (RowNumber row; row < endOf(session.rowCount()); ++row) {
        if (const auto start = starts.addRow(row, session.row(row)))
            out.push_back(std::string(charactersOf(start->octets)) + ", " + std::to_string(start->length)
                          + (start->isOneFrame ? ", one frame" : ", several frames"));
    }
    return out;
}

TEST(InflatedStarts, AreThoseOfCompressedMessagesOnly)
{
    CompressedSession script(1 << 20);
    script.read("810548656c6c6f").read(hello).read("8900").read(helloAgain);
    EXPECT_EQ(startsOf(script.log()),
              (std::vector<std::string>{"Hello, 5, one frame", "Hello, 5, one frame"}));
}

TEST(InflatedStarts, OfFragmentsComeWithTheLastOne)
{
    CompressedSession script(1 << 20);
    script.read(helloInTwo[0]);
    EXPECT_TRUE(startsOf(script.log()).empty());
    script.read("8900").read(helloInTwo[1]);
    EXPECT_EQ(startsOf(script.log()), std::vector<std::string>{"Hello, 5, several frames"});
}

// More than the session keeps of what is inflated.
std::string longMessage()
{
    DeflateBomb bomb(1'000'000);
    OctetBuffer payload(bomb.size());
    payload.resize(bomb.fill(payload));
    const OctetBuffer header{std::byte{0xc2}, std::byte{126}, std::byte(payload.size() >> 8),
                             std::byte(payload.size() & 0xff)};
    return toHex(header) + toHex(payload);
}

TEST(InflatedStarts, AreInflatedAgainIfTheSessionDoesNotKeepThem)
{
    CompressedSession script(100'000);
    script.read(hello);
    const RowNumber first = script.last(RowKind::Frame);
    script.read(longMessage()).read(helloInTwo[0]).read(helloInTwo[1]).read(longMessage()).read(hello);
    const Session &session = script.log();
    ASSERT_TRUE(session.messageOf(first));
    ASSERT_TRUE(session.payload(*session.messageOf(first), previewOctets).empty());
    const std::vector<std::string> starts = startsOf(session);
    ASSERT_EQ(starts.size(), 5u);
    EXPECT_EQ(starts[0], "Hello, 5, one frame");
    EXPECT_EQ(starts[2], "Hello, 5, several frames");
    EXPECT_EQ(starts[4], "Hello, 5, one frame");
}

TEST(InflatedStarts, AreMissingWhereAMessageThatTheyMayReferToWasNotRecorded)
{
    CompressedSession script(100'000);
    script.recording(false).recording(true).read(hello).read(longMessage()).read(longMessage()).read(hello);
    EXPECT_EQ(startsOf(script.log()).back(), "Hello, 5, one frame");
    EXPECT_LT(startsOf(script.log()).size(), 4u);
}

} // namespace
} // namespace fg::inflated_starts_test
