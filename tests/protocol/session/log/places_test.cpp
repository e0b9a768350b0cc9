// Row numbers, row counts and stream offsets: what may be computed with them, and that they do not mix with
// each other or with other numbers.
#include "protocol/session/log/row_number.h"
#include "protocol/session/log/stream_offset.h"

#include <gtest/gtest.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace fg {
namespace {

template <typename A, typename B>
concept Adds = requires(A a, B b)
{
    a + b;
};
template <typename A, typename B>
concept Subtracts = requires(A a, B b)
{
    a - b;
};
template <typename A, typename B>
concept Compares = requires(A a, B b)
{
    a < b;
};

template <typename A, typename B>
concept MixesWith = std::convertible_to<A, B> || std::convertible_to<B, A> || Compares<A, B>;

static_assert(!MixesWith<RowNumber, int> && !MixesWith<RowNumber, std::size_t>);
static_assert(!MixesWith<RowCount, int> && !MixesWith<RowCount, std::size_t>);
static_assert(!MixesWith<StreamOffset, int> && !MixesWith<StreamOffset, std::uint64_t>);
static_assert(!MixesWith<RowNumber, RowCount> && !MixesWith<RowNumber, StreamOffset>);
static_assert(!MixesWith<RowCount, StreamOffset>);

static_assert(!Adds<RowNumber, RowNumber> && !Adds<RowNumber, int> && !Adds<RowCount, int>);
static_assert(!Adds<StreamOffset, StreamOffset> && !Adds<StreamOffset, RowCount>);
static_assert(!Subtracts<RowNumber, StreamOffset> && !Subtracts<RowCount, RowNumber>);

static_assert(std::is_trivially_copyable_v<RowNumber> && sizeof(RowNumber) == sizeof(std::size_t));
static_assert(std::is_trivially_copyable_v<RowCount> && sizeof(RowCount) == sizeof(std::size_t));
static_assert(std::is_trivially_copyable_v<StreamOffset> && sizeof(StreamOffset) == sizeof(std::uint64_t));

TEST(RowNumber, ARowAndACountMakeARowAndTwoRowsACount)
{
    constexpr RowNumber row{7};
    static_assert(row + RowCount(3) == RowNumber(10));
    static_assert(row - RowCount(3) == RowNumber(4));
    static_assert(row - RowNumber(5) == RowCount(2));
    RowNumber next = row;
    EXPECT_EQ(++next, RowNumber(8));
    EXPECT_GT(next, row);
}

TEST(RowNumber, TheFirstRowsOfALogEndWhereAsManyRowsAreBefore)
{
    EXPECT_EQ(endOf(RowCount(4)), RowNumber(4));
    EXPECT_EQ(rowsBefore(endOf(RowCount(4))), RowCount(4));
    EXPECT_EQ(rowsBefore(RowNumber()), RowCount());
}

TEST(StreamOffset, AnOffsetAndALengthMakeAnOffsetAndTwoOffsetsALength)
{
    constexpr StreamOffset offset{100};
    static_assert(offset + 20 == StreamOffset(120));
    static_assert(offset - 20 == StreamOffset(80));
    static_assert(std::same_as<decltype(offset - StreamOffset(40)), std::uint64_t>);
    EXPECT_EQ(offset - StreamOffset(40), 60u);
    EXPECT_LT(offset, offset + 1);
}

} // namespace
} // namespace fg
