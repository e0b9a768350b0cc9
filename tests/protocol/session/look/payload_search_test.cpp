// Searches in payloads: for texts and octets, across frames, masked, compressed, and with rows in any order.
#include "protocol/session/look/payload_search.h"
#include "tests/support/live.h"
#include "tests/support/recorded.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <random>

namespace fg::test::payload_search_test {
namespace {

using Kind = SearchQuery::Kind;

Needle needle(std::string_view text, Kind kind = Kind::AnyCase)
{
    return std::get<Needle>(Needle::of({.text = std::string(text), .kind = kind}));
}

NeedleFault faultOf(std::string_view text, Kind kind)
{
    const auto made = Needle::of({.text = std::string(text), .kind = kind});
    return std::holds_alternative<NeedleFault>(made) ? std::get<NeedleFault>(made) : NeedleFault{99};
}

// The frames of the rows that were found, numbered from 0.
std::vector<std::size_t> framesWith(const std::shared_ptr<Session> &log, const Needle &wanted)
{
    PayloadSearch search(log, wanted);
    while (search.searchSome()) { }
    std::vector<RowNumber> found = search.takeFound();
    std::ranges::sort(found);
    std::vector<std::size_t> frames;
    std::size_t frame = 0;
    for (RowNumber row; row < endOf(log->rowCount()); ++row) {
        if (log->row(row).kind != RowKind::Frame)
            continue;
        if (std::ranges::binary_search(found, row))
            frames.push_back(frame);
        ++frame;
    }
    EXPECT_EQ(frames.size(), found.size()) << "frames alone are found, and each once";
    return frames;
}

using Frames = std::vector<std::size_t>;

std::string hexFrame(unsigned firstOctet, std::string_view payload)
{
    const std::byte head[] = {static_cast<std::byte>(firstOctet), static_cast<std::byte>(payload.size())};
    return toHex(head) + toHex(octetsOf(payload));
}

std::string lower(OctetView octets)
{
    std::string text(charactersOf(octets));
    for (char &character : text)
        character = static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
    return text;
}

// Compares the search with the messages of the session. The frames of a plain message show in which frame a
// match begins; for a compressed message the search only has to find one of its frames.
void expectAsByAPlainLook(const Session &log, const std::shared_ptr<Session> &shared, std::string_view wanted,
                          unsigned seed)
{
    const std::string small = lower(octetsOf(wanted));
    std::vector<RowNumber> expected;
    std::vector<MessageRecord> either; // Compressed messages with a match in some frame.
    for (const MessageRecord &message : log.messages()) {
        const std::string text = lower(log.payload(message, SIZE_MAX));
        if (message.isCompressed && text.find(small) != std::string::npos) {
            either.push_back(message);
            continue;
        }
        std::size_t start = 0;
        for (RowNumber row = message.firstRow; row <= message.lastRow; ++row) {
            const LogRow frame = log.row(row);
            const bool isPart = frame.kind == RowKind::Frame && frame.direction == message.direction
                && isControl(frame.opcode()) == isControl(message.opcode);
            if (!isPart || message.isCompressed)
                continue;
            const std::size_t at = text.find(small, start);
            if (at != std::string::npos && at < start + frame.length)
                expected.push_back(row);
            start += frame.length;
        }
    }
    PayloadSearch search(shared, needle(wanted));
    while (search.searchSome()) { }
    std::vector<RowNumber> found = search.takeFound();
    for (const MessageRecord &message : either) {
        const auto isItsFrame = [&](RowNumber row) {
            const LogRow frame = log.row(row);
            return row >= message.firstRow && row <= message.lastRow && frame.direction == message.direction
                && !isControl(frame.opcode());
        };
        EXPECT_GT(std::erase_if(found, isItsFrame), 0U)
            << wanted << " in row " << message.firstRow.value() << ", seed " << seed;
    }
    std::ranges::sort(found);
    std::ranges::sort(expected);
    EXPECT_EQ(found, expected) << wanted << ", seed " << seed;
}

TEST(Needle, IsATextOrOctetsInHexWithBlanksOrWithout)
{
    EXPECT_EQ(needle("b", Kind::ExactCase).find(octetsOf("abc")), 1U);
    EXPECT_EQ(needle("62 6C", Kind::Hex).find(octetsOf("able")), 1U);
    EXPECT_EQ(needle(" 626c ", Kind::Hex).find(octetsOf("able")), 1U);
    EXPECT_EQ(needle("00", Kind::Hex).find(octetsOf(std::string_view("a\0b", 3))), 1U);
    EXPECT_EQ(needle("62 6C", Kind::Hex).find(octetsOf("bel")), Needle::nowhere);
    EXPECT_EQ(faultOf("", Kind::AnyCase), NeedleFault::Empty);
    EXPECT_EQ(faultOf("  ", Kind::Hex), NeedleFault::Empty);
    EXPECT_EQ(faultOf("6", Kind::Hex), NeedleFault::HalfOctet);
    EXPECT_EQ(faultOf("6 2", Kind::Hex), NeedleFault::HalfOctet);
    EXPECT_EQ(faultOf("0x62", Kind::Hex), NeedleFault::NoHexDigit);
    EXPECT_EQ(faultOf(std::string(5'000, 'a'), Kind::AnyCase), NeedleFault::TooLong);
    EXPECT_EQ(faultOf(std::string(1'025, 'a'), Kind::ExactCase), NeedleFault::TooLong);
}

TEST(Needle, TakesCapitalAndSmallLettersAlikeUnlessTold)
{
    EXPECT_EQ(needle("HeLLo").find(octetsOf("oh hEllO")), 3U);
    EXPECT_EQ(needle("HeLLo", Kind::ExactCase).find(octetsOf("oh hEllO")), Needle::nowhere);
    EXPECT_EQ(needle("HeLLo", Kind::ExactCase).find(octetsOf("oh HeLLo")), 3U);
    // Letters of two octets, and a letter of two octets whose counterpart has three.
    EXPECT_EQ(needle("привет").find(octetsOf("о ПРИВЕТ")), 3U);
    EXPECT_EQ(needle("straße").find(octetsOf("STRAßE")), 0U);
    EXPECT_EQ(needle("\u2c65x").find(octetsOf("a\u023aX")), 1U);
    // An octet of one letter's spelling does not combine with an octet of another spelling.
    EXPECT_EQ(needle("р").find(octetsOf("\u0460")), Needle::nowhere);
    EXPECT_EQ(needle("1 + 1").find(octetsOf("= 1 + 1")), 2U);
    // A text that is cut at any position does not match.
    const std::string text = "needle";
    for (std::size_t length = 0; length < text.size(); ++length)
        EXPECT_EQ(needle("NEEDLE").find(octetsOf(std::string_view(text).substr(0, length))), Needle::nowhere);
}

TEST(PayloadSearch, FindsWhatIsInTextAndControlFramesOfBothDirections)
{
    Live live(Role::Client);
    live.open();
    live.session->sendMessage({.payload = octetsOf("masked hello")}); // 0
    live.peer(hexFrame(0x81, "Hello there")); // 1
    live.peer(hexFrame(0x89, "hello?")); // 2, and its pong 3
    live.peer(hexFrame(0x82, "nothing")); // 4
    live.peer(hexFrame(0x88, "\x03\xe8 bye, HELLO")); // 5, and our close 6
    live.stream.end();
    EXPECT_EQ(framesWith(live.log, needle("hello")), (Frames{0, 1, 2, 3, 5}));
    EXPECT_EQ(framesWith(live.log, needle("Hello", Kind::ExactCase)), (Frames{1}));
    EXPECT_EQ(framesWith(live.log, needle("03 e8", Kind::Hex)), (Frames{5, 6}));
    // Heads are not payloads.
    EXPECT_EQ(framesWith(live.log, needle("Upgrade")), (Frames{}));
}

TEST(PayloadSearch, FindsAcrossFragmentsWhereItBegins)
{
    Live live(Role::Client);
    live.open();
    live.peer(hexFrame(0x01, "a nee")); // 0
    live.peer(hexFrame(0x89, "dle")); // 1: a ping in between, and its pong 2.
    live.peer(hexFrame(0x00, "d")); // 3
    live.peer(hexFrame(0x00, "l")); // 4
    live.peer(hexFrame(0x80, "e, and a needle")); // 5
    live.peer(hexFrame(0x81, "nee")); // 6
    live.peer(hexFrame(0x81, "dle")); // 7: another message.
    live.stream.end();
    EXPECT_EQ(framesWith(live.log, needle("needle")), (Frames{0, 5}));
    EXPECT_EQ(framesWith(live.log, needle("dle")), (Frames{1, 2, 3, 5, 7}));
    EXPECT_EQ(framesWith(live.log, needle("le, and")), (Frames{4}));
}

TEST(PayloadSearch, FindsOurFragmentsWhereverTheyAreCut)
{
    const std::string text = "abcdefghabcdefghi";
    for (std::size_t fragment = 1; fragment <= text.size(); ++fragment) {
        Live live(Role::Client);
        live.open();
        live.session->sendMessage({.payload = octetsOf(text), .fragment = fragment});
        live.peer(hexFrame(0x88, ""));
        live.stream.end();
        EXPECT_EQ(framesWith(live.log, needle("habcdefghi")), (Frames{7 / fragment})) << fragment;
        EXPECT_EQ(framesWith(live.log, needle("habcdefghj")), (Frames{})) << fragment;
    }
}

// RFC 7692 7.2.3.2: the second message refers to the first, the third is not compressed.
TEST(PayloadSearch, FindsCompressedMessagesInWhatTheyInflateTo)
{
    Deflater deflater({});
    const auto compressed = [&deflater](std::string_view text) {
        OctetBuffer out;
        deflater.compress(octetsOf(text), out);
        return out;
    };
    const OctetBuffer first = compressed("the same again, the same again");
    const OctetBuffer second = compressed("the same again, the same as ever");
    for (const std::size_t kept : {std::size_t{128} * 1024 * 1024, std::size_t{0}}) {
        SessionLimits limits;
        limits.inflatedOctets = kept;
        Live live(Role::Client, {}, limits, 0, "permessage-deflate");
        live.open();
        live.peer(hexFrame(0xC1, charactersOf(first))); // 0
        live.peer(hexFrame(0x41, charactersOf(OctetView(second).first(4)))); // 1
        live.peer(hexFrame(0x00, charactersOf(OctetView(second).subspan(4, 3)))); // 2
        live.peer(hexFrame(0x80, charactersOf(OctetView(second).subspan(7)))); // 3
        live.peer(hexFrame(0x81, "plain ever")); // 4
        live.session->sendMessage(
            {.payload = octetsOf("ours, for ever"), .fragment = 3, .compression = Compression::On});
        live.stream.end();
        const Frames same = framesWith(live.log, needle("same again"));
        ASSERT_FALSE(same.empty());
        EXPECT_EQ(same.front(), 0U);
        EXPECT_EQ(framesWith(live.log, needle("plain ever")), (Frames{4}));
        const Frames ever = framesWith(live.log, needle("ever"));
        ASSERT_EQ(ever.size(), 3U);
        EXPECT_LE(ever[0], 3U);
        EXPECT_EQ(ever[1], 4U);
        EXPECT_GE(ever[2], 5U);
        EXPECT_EQ(framesWith(live.log, needle(toHex(first), Kind::Hex)), (Frames{}))
            << "not in what passed the wire";
    }
}

TEST(PayloadSearch, WaitsForAFrameOfOursThatIsUnderWayAndGoesOnWithRowsThatCome)
{
    const auto log = std::make_shared<Session>(Role::Client);
    LogRow frame;
    frame.kind = RowKind::Frame;
    frame.direction = Direction::Out;
    frame.setHeader({.opcode = Opcode::Text, .fin = true, .payloadLength = 8});
    log->append(frame, FrameIntent{.patternLength = 8});
    const auto write = [&log](std::string_view octets) {
        LogRow row;
        row.kind = RowKind::Octets;
        row.direction = Direction::Out;
        log->append(row, {}, octetsOf(octets));
    };
    write("\x81\x08half");
    PayloadSearch search(log, needle("halffull"));
    EXPECT_FALSE(search.searchSome());
    EXPECT_TRUE(search.takeFound().empty());
    write("full");
    EXPECT_FALSE(search.searchSome());
    EXPECT_EQ(search.position(), log->rowCount());
    EXPECT_EQ(search.takeFound(), std::vector{RowNumber(0)});
    EXPECT_TRUE(search.takeFound().empty());
}

TEST(PayloadSearch, LooksBehindAFrameOfOursWhoseLengthIsNotTrue)
{
    Live live(Role::Client);
    live.open();
    live.session->beginFrame({.opcode = Opcode::Binary, .declaredLength = std::uint64_t{1} << 62});
    live.peer(hexFrame(0x81, "a needle of the peer"));
    PayloadSearch search(live.log, needle("needle"));
    EXPECT_FALSE(search.searchSome());
    const auto isFrame = [&](RowNumber row) { return live.log->row(row).kind == RowKind::Frame; };
    std::vector<RowNumber> found = search.takeFound();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_TRUE(isFrame(found.front()));

    // The frames sent after it are not part of it, although its declared length would cover them.
    live.session->sendFrame({.opcode = Opcode::Text, .payload = octetsOf("a needle of ours")});
    live.session->sendFrame({.opcode = Opcode::Text, .payload = octetsOf("without")});
    EXPECT_FALSE(search.searchSome());
    found = search.takeFound();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(live.log->row(found.front()).length, octetsOf("a needle of ours").size());
}

TEST(PayloadSearch, EndsAtOnceWhenItIsToldTo)
{
    Live live(Role::Client);
    live.open();
    live.peer(hexFrame(0x81, "needle"));
    std::stop_source source;
    source.request_stop();
    PayloadSearch search(live.log, needle("needle"));
    EXPECT_TRUE(search.searchSome(source.get_token()));
    EXPECT_EQ(search.position(), RowCount());
}

TEST(PayloadSearch, CountsWhatIsNoLongerKept)
{
    SessionLimits limits;
    limits.octets = 1;
    Live live(Role::Client, {}, limits);
    live.open();
    for (int i = 0; i < 2'000; ++i)
        live.peer(hexFrame(0x81, std::string(120, 'x')));
    live.peer(hexFrame(0x81, "needle"));
    live.stream.end();
    PayloadSearch search(live.log, needle("needle"));
    while (search.searchSome()) { }
    EXPECT_GT(search.unreadable(), 500U);
    EXPECT_EQ(search.takeFound().size(), 1U);
}

// The messages of both directions are cut, masked, compressed and mixed with pings at random. The search
// finds what the messages contain, at the frame in which each match begins.
TEST(PayloadSearch, FindsWhatAPlainLookAtEachMessageFinds)
{
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::mt19937 random(seed);
        const auto upTo = [&](std::size_t most) { return random() % (most + 1); };
        const auto text = [&] {
            std::string letters;
            for (std::size_t count = upTo(40); count > 0; --count)
                letters += "abAB"[upTo(3)];
            return letters;
        };
        const bool isCompressed = seed % 2 == 1;
        Live live(Role::Client, {}, {}, 0, isCompressed ? "permessage-deflate" : "");
        live.open();
        Deflater deflater({});
        for (int i = 0; i < 40; ++i) {
            if (upTo(1) == 0) {
                live.session->sendMessage(
                    {.payload = octetsOf(text()),
                     .fragment = 1 + upTo(9),
                     .compression = isCompressed && upTo(1) == 0 ? Compression::On : Compression::Off});
                continue;
            }
            std::string wire = text();
            const bool isSmall = isCompressed && upTo(1) == 0;
            if (isSmall) {
                OctetBuffer out;
                deflater.compress(octetsOf(wire), out);
                wire = charactersOf(out);
            }
            unsigned first = isSmall ? 0x41 : 0x01;
            for (std::size_t cut = upTo(9); !wire.empty() && wire.size() > cut; cut = upTo(9)) {
                live.peer(hexFrame(first, wire.substr(0, cut)));
                first = 0x00;
                wire.erase(0, cut);
                if (upTo(3) == 0)
                    live.peer(hexFrame(0x89, text()));
            }
            live.peer(hexFrame(first | 0x80, wire));
        }
        live.stream.end();
        for (const std::string_view wanted : {"ab", "aAb", "bbab", "BABAB"})
            expectAsByAPlainLook(*live.log, live.log, wanted, seed);
    }
}

// The file is many times larger than one read; every hundredth message has a match.
TEST(PayloadSearch, LooksThroughAFile)
{
    const TemporaryFolder folder;
    auto log = std::make_shared<Session>(Role::Client, SessionLimits::onFile(),
                                         createFile(folder.file())->addConnection(headingOf(Role::Client)));
    {
        Live live(log, {});
        live.open();
        for (int i = 0; i < 20'000; ++i)
            live.peer(hexFrame(0x81, (i % 100 == 7 ? "a needle in " : "nothing in ") + std::to_string(i)));
        live.stream.end();
    }
    const ReadFile read = readFile(folder.file());
    ASSERT_EQ(read.connections.size(), 1U);
    EXPECT_EQ(framesWith(read.connections[0].session, needle("NEEDLE")).size(), 200U);
    EXPECT_EQ(framesWith(log, needle("needle in 19907")), (Frames{19'907}));
}

} // namespace
} // namespace fg::test::payload_search_test
