#include "protocol/session/message_list.h"

#include <gtest/gtest.h>

#include <random>

namespace fg::test {
namespace {

LogRow frameRow(Direction direction, Opcode opcode, std::uint64_t length)
{
    LogRow row;
    row.kind = RowKind::Frame;
    row.direction = direction;
    row.setHeader({.opcode = opcode, .fin = true, .payloadLength = length});
    return row;
}

// Whatever the order of plain, compressed, fragmented and broken messages in both directions.
TEST(MessageList, GivesBackEachMessageAsItWasAppended)
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        const auto upTo = [&](unsigned most) { return static_cast<unsigned>(random() % (most + 1)); };
        RowList rows;
        MessageList list(rows);
        std::vector<MessageRecord> all;
        std::uint64_t inflated[2] = {};
        for (int i = 0; i < 1'000; ++i) {
            const Direction direction = upTo(1) == 0 ? Direction::In : Direction::Out;
            const Opcode opcode = upTo(1) == 0 ? Opcode::Text : Opcode::Binary;
            MessageRecord message{.direction = direction, .opcode = opcode, .firstRow = rows.size()};
            const unsigned fragments = upTo(9) == 0 ? 1 + upTo(2) : 0;
            for (unsigned part = 0; part <= fragments; ++part) {
                const std::uint64_t length = upTo(3) == 0 ? upTo(1'000'000) : upTo(100);
                message.wireLength += length;
                rows.append(frameRow(direction, part == 0 ? opcode : Opcode::Continuation, length));
            }
            message.lastRow = rows.size() - 1;
            message.length = message.wireLength;
            // With the compressed ones rare, common or alone.
            if (upTo(seed % 3) == 0) {
                std::uint64_t &end = inflated[direction == Direction::In ? 0 : 1];
                // A broken one before it, or one that was skipped, left octets behind.
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
    }
}

} // namespace
} // namespace fg::test
