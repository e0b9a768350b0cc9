// A log is derived from octets and intents, independently of how the octets were split into reads.
#include "tests/support/live.h"

#include <gtest/gtest.h>

namespace fg::test::derivation_test {
namespace {

// Octets of a server after the handshake. Together they result in every kind of row.
constexpr std::string_view conversations[] = {
    "810568656c6c6f"
    "8900"
    "0103616263"
    "890170"
    "80026465"
    "880203e8",
    "8203010203"
    "c1036162638203040506", // RSV: fails between two frames.
    "8102c328"
    "8900", // Not UTF-8.
    "880203ed", // An illegal close frame.
    "88020bb8"
    "8900", // A frame after the close frame.
    "810568656c", // Cut.
    "8105", // Cut after the header.
    "81", // Cut inside the header.
    "0900",
    "0b00",
    "800161",
    "8a0378797a8a00",
};

void play(Live &live, std::string_view hex, bool eachOctet)
{
    live.open();
    live.session->sendFrame({.payload = octetsOf("first")});
    if (eachOctet)
        live.peerEachOctet(hex);
    else
        live.peer(hex);
    live.stream.end();
}

// Appends the same rows, other than derived ones, to a new log.
std::unique_ptr<Session> replayed(const Session &log)
{
    auto again = std::make_unique<Session>(log.role());
    OctetBuffer received; // Borrowed by the log until the next read.
    for (RowNumber number; number < endOf(log.rowCount()); ++number) {
        const LogRow row = log.row(number);
        if (row.has(RowFlag::Derived))
            continue;
        OctetBuffer octets;
        if (row.kind == RowKind::Octets)
            octets = log.octets(row.direction, row.offset, static_cast<std::size_t>(row.length));
        LogRow plain = row;
        plain.extra = 0;
        if (row.kind == RowKind::Octets && row.direction == Direction::In) {
            again->processReceived();
            received = std::move(octets);
            again->append(plain, {}, received);
        } else {
            again->append(plain, row.extra > 0 ? log.extra(row) : RowExtra{}, octets);
        }
    }
    again->processReceived();
    return again;
}

TEST(Derivation, IsTheSameInOneReadAndOctetByOctet)
{
    for (const std::string_view hex : conversations) {
        Live whole(Role::Client);
        play(whole, hex, false);
        Live cut(Role::Client);
        play(cut, hex, true);
        EXPECT_EQ(rowsOf(*cut.log, Rows::WithoutOctets), rowsOf(*whole.log, Rows::WithoutOctets)) << hex;
        EXPECT_EQ(derivedOf(*cut.log), derivedOf(*whole.log)) << hex;
    }
}

TEST(Derivation, OfTheSameRowsIsTheSameInAnotherLog)
{
    for (const std::string_view hex : conversations) {
        Live live(Role::Client);
        play(live, hex, true);
        const auto again = replayed(*live.log);
        EXPECT_EQ(rowsOf(*again), rowsOf(*live.log)) << hex;
        EXPECT_EQ(derivedOf(*again), derivedOf(*live.log)) << hex;
        EXPECT_EQ(again->closing(), live.log->closing()) << hex;
        EXPECT_EQ(again->statistics(), live.log->statistics()) << hex;
        EXPECT_EQ(again->findings(), live.log->findings()) << hex;
    }
}

TEST(Derivation, AReplyBetweenTwoFramesOfOneReadIsLoggedBetweenThem)
{
    Live live(Role::Client);
    live.open().peer("8900"
                     "8900");
    const Words rows = rowsOf(*live.log);
    const std::size_t head = liveAnswer().size();
    const auto at = [head](std::size_t more) { return std::to_string(head + more); };
    const std::size_t first = rows.size() - 7;
    EXPECT_EQ(rows[first], "in octets 4 @" + at(0));
    EXPECT_EQ(rows[first + 1], "in frame 9 F 0 @" + at(0) + " derived after " + at(2));
    EXPECT_TRUE(rows[first + 2].starts_with("out frame 10 F M 0 @"));
    EXPECT_TRUE(rows[first + 2].ends_with("after " + at(2)));
    EXPECT_TRUE(rows[first + 3].starts_with("out octets 6"));
    EXPECT_EQ(rows[first + 4], "in frame 9 F 0 @" + at(2) + " derived after " + at(4));
    EXPECT_TRUE(rows[first + 5].ends_with("after " + at(4)));
}

TEST(Derivation, WhoClosedFirstIsKnownInsideOneRead)
{
    Live live(Role::Client);
    live.open();
    live.onEvent = [](LiveSession &session, const EndpointEvent &event) {
        if (event.kind == EndpointEvent::Kind::Message)
            session.startClose(1000, {});
    };
    live.peer("810161"
              "880203e8"); // The peer had already sent its close frame when we closed.
    EXPECT_TRUE(live.closing().closedByMe);
    Live other(Role::Client);
    other.open().peer("880203e8"
                      "810161");
    EXPECT_FALSE(other.closing().closedByMe);
}

TEST(Derivation, AFrameInPartsGetsItsRowFromItsOctets)
{
    Live live(Role::Client);
    live.open();
    live.session->beginFrame({.opcode = Opcode::Text, .fin = false, .declaredLength = 4});
    live.session->sendFrameData(octetsOf("ab"), WriteApart::Yes);
    live.session->sendFrameData(octetsOf("cd"), WriteApart::Yes);
    live.session->sendOctets(fromHex("8000").value(), WriteApart::No);
    const Words rows = rowsOf(*live.log, Rows::WithoutOctets);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_NE(rows[1].find("frame 1 M 4"), std::string::npos);
    EXPECT_NE(rows[1].find("streamed"), std::string::npos);
    EXPECT_NE(rows[2].find("frame 0 F 0"), std::string::npos);
    const auto messages = live.log->messages();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(charactersOf(live.log->payload(messages[0], 100)), "abcd");
    EXPECT_EQ(live.log->statistics().out.frames[1], 1U);
    EXPECT_EQ(live.findings().size(), 1U); // The raw frame is not masked.
}

TEST(Derivation, AnIncompleteFrameHasARowBeforeTheEnd)
{
    Live live(Role::Client);
    live.open().peer("810568656c");
    live.stream.end();
    const Words rows = rowsOf(*live.log);
    ASSERT_GE(rows.size(), 2U);
    EXPECT_NE(rows[rows.size() - 2].find("incomplete"), std::string::npos);
    EXPECT_EQ(rows.back(), "in dropped");
    const Finding cut = live.log->findings().front();
    EXPECT_EQ(cut.violation.rule, RuleId::FrameCut);
    EXPECT_EQ(cut.violation.value, 2U);
    EXPECT_EQ(cut.row, RowNumber(rows.size() - 2));
    EXPECT_EQ(charactersOf(live.log->payload(live.log->row(cut.row), 0, 100)), "hel");
}

TEST(Derivation, AHeaderThatIsCutIsFoundInItsRead)
{
    Live live(Role::Client);
    live.open().peer("8900"
                     "81");
    live.stream.end();
    const Finding cut = live.log->findings().front();
    EXPECT_EQ(cut.violation.rule, RuleId::FrameCut);
    EXPECT_EQ(live.log->row(cut.row).kind, RowKind::Octets);
}

TEST(Derivation, AFindingPointsAtItsFramesRow)
{
    Live live(Role::Client, {.failsOnViolation = false});
    live.open().peer("810161"
                     "c10162"
                     "8102c328"
                     "8101ce");
    std::vector<std::uint64_t> offsets;
    for (const Finding &finding : live.log->findings()) {
        const LogRow row = live.log->row(finding.row);
        ASSERT_EQ(row.kind, RowKind::Frame);
        EXPECT_LE(row.offset.value(), finding.violation.octetOffset);
        offsets.push_back(row.offset.value() - liveAnswer().size());
    }
    EXPECT_EQ(offsets, (std::vector<std::uint64_t>{3, 6, 10}));
}

TEST(Derivation, OctetsOfTheHandshakeAreMarked)
{
    Live live(Role::Client);
    live.open().peer("8900");
    const Words rows = rowsOf(*live.log);
    EXPECT_TRUE(rows[1].starts_with("out octets") && rows[1].ends_with("head"));
    EXPECT_TRUE(rows[2].starts_with("in octets") && rows[2].ends_with("head"));
    EXPECT_FALSE(rows[3].ends_with("head"));
}

TEST(Derivation, AClientThatDoesNotWaitIsFound)
{
    Live live(Role::Server);
    live.session->open();
    const OctetBuffer frame = fromHex("818100000000"
                                      "61")
                                  .value();
    live.stream.receive(std::string(liveRequest) + std::string(charactersOf(frame)));
    ASSERT_EQ(live.log->findings().size(), 1U);
    const std::uint64_t position = liveRequest.size();
    const Where where{.start = position, .onWire = {position, frame.size()}};
    EXPECT_EQ(live.log->findings()[0].violation,
              (Violation{RuleId::FrameBeforeAnswer, position, 0, frame.size(), where}));
    EXPECT_EQ(live.log->messages().size(), 1U);
}

TEST(Derivation, WhatIsWrongWithOurOwnRequestStopsNothing)
{
    Session log(Role::Client);
    const auto append = [&](Direction direction, std::string_view text, std::uint64_t taken) {
        LogRow row{.peerPosition = StreamOffset(taken)};
        row.kind = RowKind::Octets;
        row.direction = direction;
        log.append(row, {}, octetsOf(text));
        log.processReceived();
    };
    std::string request(liveRequest);
    request.replace(request.find("Version: 13"), 11, "Version: 99");
    append(Direction::Out, request, 0);
    append(Direction::In, liveAnswer(), 0);
    append(Direction::Out, std::string_view("\x88\x82\0\0\0\0\x03\xe8", 8), liveAnswer().size());
    EXPECT_TRUE(log.closing().openedAt);
    EXPECT_EQ(log.closing().localCloseCode, 1000);
}

TEST(Derivation, AClientThatDoesNotWaitIsFoundAgain)
{
    Live live(Role::Server);
    live.session->open();
    const OctetBuffer frame = fromHex("81810000000061").value();
    live.stream.receive(std::string(liveRequest) + std::string(charactersOf(frame)));
    ASSERT_EQ(live.log->findings().size(), 1U);
    EXPECT_EQ(replayed(*live.log)->findings(), live.log->findings());
}

// Longer than what is kept for a later answer.
TEST(Derivation, WhatCameWithTheRequestIsReadIfTheAnswerFollowsAtOnce)
{
    Live live(Role::Server);
    live.session->open();
    constexpr std::size_t length = 70'000;
    FrameHeader header{.opcode = Opcode::Binary, .payloadLength = length, .lengthForm = LengthForm::Bits64};
    header.maskingKey.emplace();
    std::array<std::byte, maxHeaderSize> head;
    const std::size_t size = encodeHeader(header, head);
    live.stream.receive(std::string(liveRequest) + std::string(charactersOf(OctetView(head).first(size)))
                        + std::string(length, '\0'));
    ASSERT_EQ(live.log->messageCount(), 1U);
    EXPECT_EQ(live.log->messages()[0].length, length);
    const auto again = replayed(*live.log);
    EXPECT_EQ(again->messages(), live.log->messages());
    EXPECT_EQ(again->findings(), live.log->findings());
}

TEST(Derivation, OfASentFrameFollowsTheLengthOnTheWire)
{
    Live live(Role::Server);
    live.open();
    const OctetBuffer payload = bufferOf(std::string(130, 'a')); // Its length, cut to seven bits, is 2.
    live.session->sendFrame({.payload = payload, .lengthForm = LengthForm::Bits7});
    const auto again = replayed(*live.log);
    EXPECT_EQ(rowsOf(*again), rowsOf(*live.log));
    EXPECT_EQ(derivedOf(*again), derivedOf(*live.log));
}

TEST(Derivation, ASentCompressedMessageHasItsInflatedOctets)
{
    Live live(Role::Client, {}, {}, 0, "permessage-deflate");
    live.open();
    for (const std::string_view text : {"first", "second"})
        live.session->sendMessage({.payload = octetsOf(text), .compression = Compression::On});
    const auto messages = live.log->messages();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(charactersOf(live.log->payload(messages[0], 100)), "first");
    EXPECT_EQ(charactersOf(live.log->payload(messages[1], 100)), "second");
    EXPECT_EQ(derivedOf(*replayed(*live.log)), derivedOf(*live.log));
}

// The rows of the two frames are in the order in which they were asked for, not in that of the stream.
TEST(Derivation, AMessageWhoseFirstFrameWaitsInPartsHasItsPayload)
{
    Live live(Role::Client);
    live.open();
    live.stream.drains = false;
    live.session->beginFrame({.opcode = Opcode::Text, .fin = false, .declaredLength = 4});
    live.session->sendFrameData(octetsOf("ab"), WriteApart::Yes);
    live.session->sendFrameData(octetsOf("cd"), WriteApart::Yes);
    live.session->sendFrame({.opcode = Opcode::Continuation, .payload = octetsOf("ef")});
    live.stream.drain();
    const auto messages = live.log->messages();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_LE(messages[0].firstRow, messages[0].lastRow);
    EXPECT_EQ(charactersOf(live.log->payload(messages[0], 100)), "abcdef");
}

} // namespace
} // namespace fg::test::derivation_test
