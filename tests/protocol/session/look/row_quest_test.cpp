// Jumps from one close frame or pause to the next.
#include "protocol/session/look/row_quest.h"

#include <gtest/gtest.h>

namespace fg::test::row_quest_test {
namespace {

using std::chrono::milliseconds;

class Quest : public testing::Test
{
protected:
    RowNumber add(RowKind kind, Opcode opcode, int time)
    {
        LogRow row{.time = milliseconds(time)};
        row.kind = kind;
        row.direction = Direction::Out;
        if (kind == RowKind::Frame)
            row.setHeader({.opcode = opcode});
        log->append(row);
        return endOf(log->rowCount() - RowCount(1));
    }
    RowNumber addFrame(int time, Opcode opcode = Opcode::Text) { return add(RowKind::Frame, opcode, time); }
    // The parts are as small as possible.
    [[nodiscard]] std::optional<RowNumber> search(std::optional<RowNumber> from, Toward toward,
                                                  WantedRow wanted) const
    {
        RowQuest quest(log, from, toward, wanted);
        RowQuest::State state;
        while ((state = quest.search(RowCount(1))) == RowQuest::State::UnderWay) { }
        return state == RowQuest::State::Found ? std::optional(quest.row()) : std::nullopt;
    }

    std::shared_ptr<Session> log = std::make_shared<Session>(Role::Client);
};

TEST_F(Quest, GoesFromCloseFrameToCloseFrameBothWays)
{
    for (int i = 0; i < 1'000; ++i)
        addFrame(i);
    const RowNumber first = addFrame(1'000, Opcode::Close);
    for (int i = 0; i < 1'000; ++i)
        addFrame(1'001);
    const RowNumber second = addFrame(1'002, Opcode::Close);
    addFrame(1'003);
    const WantedRow close{.kind = WantedRow::Kind::Close};
    EXPECT_EQ(search({}, Toward::Newer, close), first);
    EXPECT_EQ(search(first, Toward::Newer, close), second);
    EXPECT_EQ(search(second, Toward::Newer, close), std::nullopt);
    EXPECT_EQ(search({}, Toward::Older, close), second);
    EXPECT_EQ(search(second, Toward::Older, close), first);
    EXPECT_EQ(search(first, Toward::Older, close), std::nullopt);
    EXPECT_EQ(search(first + RowCount(1), Toward::Older, close), first);
}

TEST_F(Quest, FindsTheFirstRowAfterAPauseAndTakesTimersForSilence)
{
    addFrame(0);
    const RowNumber before = addFrame(10);
    add(RowKind::TimerSet, {}, 500);
    const RowNumber after = addFrame(1'010);
    for (int i = 0; i < 300; ++i)
        addFrame(1'020);
    const RowNumber long_ = addFrame(4'020);
    addFrame(4'021);
    const WantedRow second{.kind = WantedRow::Kind::Pause, .pause = milliseconds(1'000)};
    const WantedRow more{.kind = WantedRow::Kind::Pause, .pause = milliseconds(1'001)};
    EXPECT_EQ(search({}, Toward::Newer, second), after);
    EXPECT_EQ(search({}, Toward::Newer, more), long_);
    EXPECT_EQ(search(before, Toward::Newer, second), after) << "the pause begins where it starts from";
    EXPECT_EQ(search(before + RowCount(1), Toward::Newer, second), after) << "or before";
    EXPECT_EQ(search(after, Toward::Newer, second), long_);
    EXPECT_EQ(search(long_, Toward::Newer, second), std::nullopt);
    EXPECT_EQ(search({}, Toward::Older, second), long_);
    EXPECT_EQ(search(long_, Toward::Older, second), after);
    EXPECT_EQ(search(after, Toward::Older, second), std::nullopt);
}

TEST_F(Quest, EndsInAnEmptyLog)
{
    for (const Toward toward : {Toward::Newer, Toward::Older})
        EXPECT_EQ(search({}, toward, {}), std::nullopt);
}

} // namespace
} // namespace fg::test::row_quest_test
