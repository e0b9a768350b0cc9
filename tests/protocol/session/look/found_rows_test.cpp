// The set of found rows, compared with a std::set.
#include "protocol/session/look/found_rows.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace fg::test::found_rows_test {
namespace {

void expectEqual(const FoundRows &rows, const std::set<std::size_t> &expected)
{
    ASSERT_EQ(rows.size(), expected.size());
    std::size_t position = 0;
    for (const std::size_t row : expected) {
        ASSERT_EQ(rows.row(position), RowNumber(row));
        ASSERT_EQ(rows.positionOf(RowNumber(row)), position);
        ++position;
    }
    for (std::size_t row = 0; row < 20'000; row += 37) {
        const auto from = expected.lower_bound(row);
        const std::optional<RowNumber> first = rows.firstFrom(RowNumber(row));
        ASSERT_EQ(first.has_value(), from != expected.end());
        if (first) {
            ASSERT_EQ(first->value(), *from);
        }
        ASSERT_EQ(rows.contains(RowNumber(row)), expected.contains(row));
        ASSERT_EQ(rows.rowsFrom(RowNumber(row)).size(),
                  static_cast<std::size_t>(std::distance(from, expected.end())));
    }
}

TEST(FoundRows, AreThoseThatWereAddedInOrder)
{
    std::mt19937 random(3);
    FoundRows rows;
    std::set<std::size_t> expected;
    expectEqual(rows, expected);
    for (int round = 0; round < 40; ++round) {
        for (int i = 0; i < 100; ++i) {
            const std::size_t row = random() % 20'000;
            if (random() % 3 == 0) {
                rows.remove(RowNumber(row));
                expected.erase(row);
            } else {
                rows.add(RowNumber(row));
                expected.insert(row);
            }
        }
        if (round % 10 == 9) {
            const std::size_t row = random() % 20'000;
            rows.removeFrom(RowNumber(row));
            expected.erase(expected.lower_bound(row), expected.end());
        }
        expectEqual(rows, expected);
    }
}

TEST(FoundRows, TakeAnOctetForEightRowsOfTheLog)
{
    FoundRows rows;
    for (std::size_t row = 0; row < 1'000'000; ++row)
        rows.add(RowNumber(row));
    EXPECT_EQ(rows.row(999'999), RowNumber(999'999));
    EXPECT_LT(rows.memory(), 2 * 1'000'000 / 8 + 10'000);
}

} // namespace
} // namespace fg::test::found_rows_test
