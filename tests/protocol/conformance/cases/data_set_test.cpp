#include "protocol/conformance/cases/data_set.h"

#include "protocol/text/json_reader.h"
#include "protocol/wire/utf8.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

namespace fg::test::data_set_test {
namespace {

using Kind = DataSet::Kind;
constexpr Kind allKinds[] = {Kind::Json, Kind::Bitmap, Kind::Prose, Kind::Html, Kind::Noise};

std::size_t charactersIn(OctetView utf8)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        utf8, [](std::byte octet) { return (octet & std::byte{0xc0}) != std::byte{0x80}; }));
}

double ratioOf(OctetView octets)
{
    uLongf size = compressBound(octets.size());
    std::vector<Bytef> into(size);
    compress2(into.data(), &size, reinterpret_cast<const Bytef *>(octets.data()), octets.size(), 1);
    return static_cast<double>(size) / static_cast<double>(octets.size());
}

TEST(DataSet, IsTheSameOnEveryMachine)
{
    const unsigned long crcs[] = {0x01595cfb, 0xe608fa1e, 0xaf223522, 0x5f634c4b, 0x8b7ab8a2};
    for (const Kind kind : allKinds) {
        const OctetView octets = DataSet::of(kind).octets();
        EXPECT_EQ(crc32(0, reinterpret_cast<const Bytef *>(octets.data()), static_cast<uInt>(octets.size())),
                  crcs[static_cast<std::size_t>(kind)])
            << DataSet::of(kind).name();
    }
}

TEST(DataSet, TextIsUtf8AndCountedInCharacters)
{
    for (const Kind kind : {Kind::Json, Kind::Html}) {
        const DataSet &set = DataSet::of(kind);
        EXPECT_EQ(set.opcode(), Opcode::Text);
        EXPECT_TRUE(isUtf8(set.octets()));
        EXPECT_EQ(charactersIn(set.octets()), set.length());
    }
}

TEST(DataSet, OtherContentIsBinaryAndCountedInOctets)
{
    for (const Kind kind : {Kind::Bitmap, Kind::Prose, Kind::Noise}) {
        const DataSet &set = DataSet::of(kind);
        EXPECT_EQ(set.opcode(), Opcode::Binary);
        EXPECT_EQ(set.octets().size(), set.length());
    }
}

TEST(DataSet, TheJsonIsJson)
{
    const auto value = readJson(charactersOf(DataSet::of(Kind::Json).octets()));
    EXPECT_TRUE(std::holds_alternative<JsonValue>(value));
}

TEST(DataSet, TheBitmapIsOneThatProgramsOpen)
{
    const DataSet &set = DataSet::of(Kind::Bitmap);
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 4; i-- > 0;)
            value = value << 8 | std::to_integer<std::uint32_t>(set.octets()[at + i]);
        return value;
    };
    EXPECT_EQ(charactersOf(set.octets().first(2)), "BM");
    EXPECT_EQ(number(2), set.octets().size());
    EXPECT_EQ(number(10) + number(18) * number(22), set.octets().size()); // pixels, width and height
}

TEST(DataSet, TheHtmlHasLettersBeyondAsciiAndEndsAsADocumentDoes)
{
    const DataSet &set = DataSet::of(Kind::Html);
    EXPECT_GT(set.octets().size(), set.length() + 2000);
    EXPECT_TRUE(charactersOf(set.octets()).ends_with("</html>\n"));
}

TEST(DataSet, TheKindsCompressAsTheirLikesDo)
{
    const std::pair<double, double> ranges[] = {{0.1, 0.3}, {0.5, 0.9}, {0.2, 0.5}, {0.15, 0.4}, {1.0, 1.01}};
    for (const Kind kind : allKinds) {
        const auto [least, most] = ranges[static_cast<std::size_t>(kind)];
        const double ratio = ratioOf(DataSet::of(kind).octets());
        EXPECT_GE(ratio, least) << DataSet::of(kind).name();
        EXPECT_LE(ratio, most) << DataSet::of(kind).name();
    }
}

TEST(DataSet, ItsBeginningFollowsItsEnd)
{
    for (const Kind kind : allKinds) {
        const DataSet &set = DataSet::of(kind);
        const OctetView whole = set.octets();
        const OctetView across = set.between(set.length() - 100, set.length() + 50);
        const OctetView end = set.between(set.length() - 100, set.length());
        const OctetView start = set.between(0, 50);
        ASSERT_EQ(across.size(), end.size() + start.size());
        EXPECT_TRUE(std::ranges::equal(across.first(end.size()), whole.last(end.size())));
        EXPECT_TRUE(std::ranges::equal(across.last(start.size()), whole.first(start.size())));
    }
}

TEST(DataSet, APositionInTextNeverSplitsACharacter)
{
    const DataSet &set = DataSet::of(Kind::Html);
    const std::byte *expected = set.octets().data();
    for (std::size_t at = 0; at < 20'000; ++at) {
        const OctetView character = set.between(at, at + 1);
        ASSERT_EQ(character.data(), expected);
        ASSERT_EQ(charactersIn(character), 1u);
        ASSERT_TRUE(isUtf8(character));
        expected += character.size();
    }
}

TEST(DataWindow, ContinuesWhereTheMessageBeforeEndedAndWrapsAround)
{
    const DataSet &set = DataSet::of(Kind::Html);
    constexpr std::size_t length = 100'000; // characters; does not divide the set's length
    DataWindow window(set, length);
    OctetBuffer stream;
    std::size_t total = 0;
    for (int i = 0; i < 6; ++i, total += length) {
        const OctetView message = window.next();
        EXPECT_EQ(charactersIn(message), length);
        stream.insert(stream.end(), message.begin(), message.end());
    }
    ASSERT_GT(stream.size(), 2 * set.octets().size());
    for (std::size_t at = 0; at < stream.size(); at += set.octets().size()) {
        const std::size_t size = std::min(set.octets().size(), stream.size() - at);
        EXPECT_TRUE(std::ranges::equal(OctetView(stream).subspan(at, size), set.octets().first(size)));
    }
}

TEST(DataWindow, ComesAgainAfterItsPeriodAndNotBefore)
{
    for (const Kind kind : allKinds) {
        for (const std::size_t length : {8192u, 131'072u}) {
            DataWindow window(DataSet::of(kind), length);
            const std::byte *const first = window.next().data();
            std::size_t count = 1;
            while (window.numberInPeriod() != 0) {
                EXPECT_NE(window.next().data(), first);
                ++count;
            }
            EXPECT_EQ(count, window.period());
            EXPECT_EQ(window.next().data(), first);
        }
    }
}

} // namespace
} // namespace fg::test::data_set_test
