// What several sessions keep counts against one limit. A session that no longer fits ends with a row that
// says so, and what it took goes back with it.
#include "protocol/session/log/memory_budget.h"
#include "protocol/session/log/session.h"

#include <gtest/gtest.h>

namespace fg::test::memory_budget_test {
namespace {

constexpr std::uint64_t kibibyte = 1024;

TEST(MemoryBudget, CountsWhatItsHoldersHaveNow)
{
    const auto budget = std::make_shared<MemoryBudget>(80 * kibibyte);
    MemoryShare one(budget);
    MemoryShare other(budget);
    one.set(10 * kibibyte);
    other.set(20 * kibibyte);
    one.set(5 * kibibyte);
    EXPECT_EQ(budget->used(), 25 * kibibyte);
    {
        const MemoryShare moved(std::move(other));
        EXPECT_EQ(budget->used(), 25 * kibibyte);
    }
    EXPECT_EQ(budget->used(), 5 * kibibyte);
    budget->keep(kibibyte);
    EXPECT_EQ(budget->used(), 6 * kibibyte);
}

TEST(MemoryBudget, LeavesAnEighthForAMoment)
{
    MemoryBudget budget(80 * kibibyte);
    EXPECT_EQ(budget.left(), 70 * kibibyte);
    EXPECT_TRUE(budget.hasRoom(70 * kibibyte));
    EXPECT_FALSE(budget.isExhausted());
    EXPECT_FALSE(budget.hasRoom(70 * kibibyte + 1));
}

TEST(MemoryBudget, StaysExhaustedWhenMemoryGoesBack)
{
    const auto budget = std::make_shared<MemoryBudget>(80 * kibibyte);
    {
        MemoryShare share(budget);
        share.set(70 * kibibyte);
        EXPECT_TRUE(budget->isExhausted());
    }
    EXPECT_EQ(budget->used(), 0U);
    EXPECT_TRUE(budget->isExhausted());
    EXPECT_EQ(budget->left(), 0U);
}

TEST(MemoryBudget, OfNobodyCountsNothing)
{
    MemoryShare share;
    share.set(kibibyte);
    EXPECT_EQ(share.budget(), nullptr);
}

LogRow note(int number)
{
    LogRow row{.time = std::chrono::microseconds(number)};
    row.kind = RowKind::Note;
    return row;
}

class SessionsOfAFile : public testing::Test
{
protected:
    [[nodiscard]] std::shared_ptr<Session> begun() const
    {
        return std::make_shared<Session>(Role::Client, SessionLimits(), SessionBacking{.budget = m_budget});
    }

    std::shared_ptr<MemoryBudget> m_budget = std::make_shared<MemoryBudget>(256 * kibibyte);
};

TEST_F(SessionsOfAFile, ShareTheirLimit)
{
    const std::shared_ptr<Session> first = begun();
    for (int i = 0; i < 100; ++i)
        first->append(note(i), std::string(1'000, 'x') + std::to_string(i));
    EXPECT_FALSE(first->summary().isCutShort);
    EXPECT_GT(m_budget->used(), 100'000U);
    const std::shared_ptr<Session> second = begun();
    for (int i = 0; i < 200; ++i)
        second->append(note(i), std::string(1'000, 'x') + std::to_string(i));
    EXPECT_TRUE(m_budget->isExhausted());
    EXPECT_LT(second->rowCount(), RowCount(200));
    EXPECT_LE(m_budget->used(), m_budget->limit());
}

TEST_F(SessionsOfAFile, EndWithTheRowThatNamesTheLimit)
{
    const std::shared_ptr<Session> session = begun();
    for (int i = 0; i < 100'000; ++i)
        session->append(note(i));
    EXPECT_TRUE(session->summary().isCutShort);
    EXPECT_FALSE(session->summary().isFull);
    const RowCount rows = session->rowCount();
    const LogRow last = session->row(RowNumber(rows.value() - 1));
    EXPECT_EQ(session->extra(last), RowExtra(LimitRecord{LimitRecord::What::Memory, m_budget->limit()}));
    // It does not count the row before as one about the limit, and nothing follows.
    EXPECT_EQ(session->row(RowNumber(rows.value() - 2)).time, std::chrono::microseconds(rows.value() - 2));
    session->append(note(0));
    EXPECT_EQ(session->rowCount(), rows);
}

TEST_F(SessionsOfAFile, GiveBackWhatTheyTook)
{
    {
        const std::shared_ptr<Session> session = begun();
        session->append(note(0));
        EXPECT_GT(m_budget->used(), 0U);
    }
    EXPECT_EQ(m_budget->used(), 0U);
}

TEST_F(SessionsOfAFile, TakeFewOctetsIfTheyAreShort)
{
    const std::shared_ptr<Session> session = begun();
    session->append(note(0), std::string("a note"));
    session->endReading();
    EXPECT_LT(m_budget->used(), 16 * kibibyte);
}

} // namespace
} // namespace fg::test::memory_budget_test
