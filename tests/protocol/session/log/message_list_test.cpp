#include "protocol/session/log/message_list.h"

#include <gtest/gtest.h>

#include <random>

namespace fg::test::message_list_test {
namespace {

LogRow frameRow(Direction direction, Opcode opcode, std::uint64_t length)
{
    LogRow row;
    row.kind = RowKind::Frame;
    row.direction = direction;
    row.setHeader({.opcode = opcode, .fin = true, .payloadLength = length});
    return row;
}

// The order of plain, compressed, fragmented and broken messages in both directions is random.
TEST(MessageList, GivesBackEachMessageAsItWasAppended)
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        const auto upTo = [&](unsigned most) { return static_cast<unsigned>(random() % (most + 1)); };
        RowList rows;
        MessageList list(rows);
        std::vector<MessageRecord> all;
        ByDirection<StreamOffset> inflated;
        for (int i = 0; i < 1'000; ++i) {
            const Direction direction = upTo(1) == 0 ? Direction::In : Direction::Out;
            const Opcode opcode = upTo(1) == 0 ? Opcode::Text : Opcode::Binary;
            MessageRecord message{.direction = direction, .opcode = opcode, .firstRow = endOf(rows.size())};
            const unsigned fragments = upTo(9) == 0 ? 1 + upTo(2) : 0;
            for (unsigned part = 0; part <= fragments; ++part) {
                const std::uint64_t length = upTo(3) == 0 ? upTo(1'000'000) : upTo(100);
                message.wireLength += length;
                rows.append(frameRow(direction, part == 0 ? opcode : Opcode::Continuation, length));
            }
            message.lastRow = rows.last();
            message.length = message.wireLength;
            // Compressed messages are rare, common, or the only ones.
            if (upTo(seed % 3) == 0) {
                StreamOffset &end = inflated[direction];
                // A broken or skipped message before this one left inflated octets.
                if (upTo(20) == 0)
                    end += upTo(5'000);
                message.isCompressed = true;
                message.length = upTo(200) == 0 ? 1ull << 33 : upTo(10'000);
                message.inflatedOffset = end;
                end += message.length;
            }
            list.append(message);
            all.push_back(message);
        }
        ASSERT_EQ(list.size(), all.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            ASSERT_EQ(list[i], all[i]) << "message " << i << ", seed " << seed;
        for (const MessageRecord &message : all) {
            for (RowNumber row = message.firstRow; row <= message.lastRow; ++row)
                ASSERT_EQ(list.ofFrame(row), message) << "row " << row.value() << ", seed " << seed;
        }
    }
}

// Pings are between the frames of the message, and many messages of the other direction precede and follow
// it.
TEST(MessageList, FindsTheMessageOfAFrameAmongOthers)
{
    RowList rows;
    MessageList list(rows);
    const auto append = [&](Direction direction, Opcode opcode, RowNumber first) {
        rows.append(frameRow(direction, opcode, 3));
        const RowNumber last = rows.last();
        if (opcode != Opcode::Continuation || first != last)
            list.append({.direction = direction,
                         .opcode = isControl(opcode) ? opcode : Opcode::Text,
                         .firstRow = first,
                         .lastRow = last});
    };
    for (int i = 0; i < 500; ++i)
        append(Direction::In, Opcode::Text, endOf(rows.size()));
    const RowNumber first = endOf(rows.size());
    rows.append(frameRow(Direction::Out, Opcode::Text, 3));
    for (int i = 0; i < 500; ++i) {
        append(Direction::Out, Opcode::Ping, endOf(rows.size()));
        append(Direction::In, Opcode::Text, endOf(rows.size()));
    }
    EXPECT_FALSE(list.ofFrame(first));
    append(Direction::Out, Opcode::Continuation, first);
    const RowNumber last = rows.last();
    for (int i = 0; i < 500; ++i)
        append(Direction::In, Opcode::Text, endOf(rows.size()));
    ASSERT_TRUE(list.ofFrame(first));
    EXPECT_EQ(list.ofFrame(first)->lastRow, last);
    EXPECT_EQ(list.ofFrame(last)->firstRow, first);
    EXPECT_EQ(list.ofFrame(RowNumber(1))->lastRow, RowNumber(1));
    EXPECT_EQ(list.ofFrame(rows.last())->firstRow, rows.last());
}

TEST(MessageList, HasNoMessageForFramesBetweenTheFragmentsOfOne)
{
    RowList rows;
    MessageList list(rows);
    for (const unsigned opcode : {0u, 1u, 9u, 3u, 11u, 0u, 0u})
        rows.append(frameRow(Direction::In, opcodeOf(opcode), 3));
    list.append({.firstRow = RowNumber(1), .lastRow = RowNumber(5), .length = 6, .wireLength = 6});
    const bool isOfMessage[] = {false, true, false, false, false, true, false};
    for (std::size_t row = 0; row < std::size(isOfMessage); ++row)
        EXPECT_EQ(list.ofFrame(RowNumber(row)).has_value(), isOfMessage[row]) << row;
}

} // namespace
} // namespace fg::test::message_list_test
