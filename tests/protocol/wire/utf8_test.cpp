#include "protocol/wire/utf8.h"
#include "tests/protocol/wire/utf8_oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <random>

namespace fg {

static void PrintTo(const Utf8Verdict &verdict, std::ostream *out)
{
    if (verdict.isValid)
        *out << "valid";
    else
        *out << "bad octet " << verdict.badOctet << ", certain at " << verdict.certainAt;
}

} // namespace fg

namespace fg::utf8_test {

namespace {

Utf8Verdict verdictOf(Utf8Checker checker)
{
    if (checker.finish())
        return {};
    return {false, checker.badOctet(), checker.certainAt()};
}

Utf8Checker fedWith(Utf8Checker checker, OctetView octets)
{
    checker.write(octets);
    return checker;
}

Utf8Verdict checkWhole(OctetView text) { return verdictOf(fedWith({}, text)); }

Utf8Verdict checkOctetByOctet(OctetView text)
{
    Utf8Checker checker;
    for (std::size_t i = 0; i < text.size(); ++i)
        checker.write(text.subspan(i, 1));
    return verdictOf(checker);
}

// Checks the text in one piece, in two pieces cut at every octet, and octet by octet.
void expectEveryWayAsTheOracle(OctetView text)
{
    const Utf8Verdict expected = Utf8Oracle::instance().judge(text);
    ASSERT_EQ(checkWhole(text), expected) << toHex(text);
    ASSERT_EQ(checkOctetByOctet(text), expected) << toHex(text);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        const Utf8Checker first = fedWith({}, text.first(cut));
        ASSERT_EQ(verdictOf(fedWith(first, text.subspan(cut))), expected) << toHex(text) << " cut at " << cut;
    }
}

OctetBuffer hex(std::string_view digits) { return fromHex(digits).value(); }

Utf8Verdict badAt(std::uint64_t badOctet, std::uint64_t certainAt) { return {false, badOctet, certainAt}; }

TEST(Utf8, TheEmptyTextIsWellFormed)
{
    EXPECT_TRUE(isUtf8({}));
    EXPECT_TRUE(Utf8Checker{}.finish());
}

TEST(Utf8, TheFirstAndLastCharacterOfEachLengthAreWellFormed)
{
    for (const char *digits : {"00", "7f", "c280", "dfbf", "e0a080", "efbfbf", "f0908080", "f48fbfbf"})
        EXPECT_TRUE(isUtf8(hex(digits))) << digits;
}

TEST(Utf8, TheCharactersNextToTheSurrogatesAreWellFormedAndSurrogatesAreNot)
{
    EXPECT_TRUE(isUtf8(hex("ed9fbf")));
    EXPECT_TRUE(isUtf8(hex("ee8080")));
    EXPECT_EQ(checkWhole(hex("eda080")), badAt(0, 1));
    EXPECT_EQ(checkWhole(hex("edbfbf")), badAt(0, 1));
}

TEST(Utf8, OverlongFormsAreBadAsSoonAsTheyShow)
{
    EXPECT_EQ(checkWhole(hex("c080")), badAt(0, 0));
    EXPECT_EQ(checkWhole(hex("c1bf")), badAt(0, 0));
    EXPECT_EQ(checkWhole(hex("e09fbf")), badAt(0, 1));
    EXPECT_EQ(checkWhole(hex("f08fbfbf")), badAt(0, 1));
}

TEST(Utf8, NothingOverU10FFFFIsWellFormed)
{
    EXPECT_EQ(checkWhole(hex("f4908080")), badAt(0, 1));
    for (const char *digits : {"f5808080", "f8888080", "fc848080", "fe", "ff"})
        EXPECT_EQ(checkWhole(hex(digits)), badAt(0, 0)) << digits;
}

TEST(Utf8, NoncharactersAndTheByteOrderMarkAreCharactersToo)
{
    EXPECT_TRUE(isUtf8(hex("efbfbe efbfbf f09fbfbe f48fbfbf efbbbf")));
}

TEST(Utf8, AContinuationOctetOnItsOwnIsBad)
{
    EXPECT_EQ(checkWhole(hex("41 80")), badAt(1, 1));
    EXPECT_EQ(checkWhole(hex("c3a4 bf")), badAt(2, 2));
}

TEST(Utf8, ACharacterCutByAnotherIsNamedByItsFirstOctetAndCertainAtTheOther)
{
    EXPECT_EQ(checkWhole(hex("41 e282 41")), badAt(1, 3));
    EXPECT_EQ(checkWhole(hex("f09f98 c3a4")), badAt(0, 3));
}

TEST(Utf8, ACharacterCutByTheEndIsCertainOnlyThere)
{
    Utf8Checker checker;
    EXPECT_TRUE(checker.write(hex("41 e282")));
    EXPECT_TRUE(checker.isValid());
    EXPECT_TRUE(checker.isInsideCharacter());
    EXPECT_FALSE(checker.finish());
    EXPECT_FALSE(checker.isValid());
    EXPECT_EQ(checker.badOctet(), 1u);
    EXPECT_EQ(checker.certainAt(), 3u);
}

TEST(Utf8, WhatFollowsTheBadOctetChangesNothing)
{
    Utf8Checker checker;
    EXPECT_FALSE(checker.write(hex("41 ff 42 ff")));
    EXPECT_FALSE(checker.write(octetsOf("and a good rest that is longer than a block")));
    EXPECT_FALSE(checker.write({}));
    EXPECT_FALSE(checker.finish());
    EXPECT_EQ(checker.badOctet(), 1u);
    EXPECT_EQ(checker.certainAt(), 1u);
}

TEST(Utf8, AfterAResetTheNextTextIsCheckedFromItsOwnFirstOctet)
{
    Utf8Checker checker;
    checker.write(hex("41 ff"));
    checker.reset();
    EXPECT_TRUE(checker.isValid());
    EXPECT_TRUE(checker.write(hex("c3")));
    checker.reset();
    EXPECT_FALSE(checker.write(hex("42 42 42 a4")));
    EXPECT_EQ(checker.badOctet(), 3u);
}

TEST(Utf8, EveryCodePointButTheSurrogatesIsWellFormedAndNoSurrogateIs)
{
    for (std::uint32_t codePoint = 0; codePoint <= 0x10FFFF; ++codePoint) {
        const bool isSurrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
        ASSERT_NE(isUtf8(encodeCodePoint(codePoint).view()), isSurrogate) << std::hex << codePoint;
    }
}

TEST(Utf8AgainstTheOracle, AllSequencesOfOneAndTwoOctetsCutInEveryWay)
{
    for (unsigned first = 0; first <= 0xFF; ++first) {
        expectEveryWayAsTheOracle(std::array{static_cast<std::byte>(first)});
        for (unsigned second = 0; second <= 0xFF; ++second)
            expectEveryWayAsTheOracle(
                std::array{static_cast<std::byte>(first), static_cast<std::byte>(second)});
    }
}

// The checker reads in blocks; these sequences lie on and around the blocks' edges. ASCII before them shifts
// the oracle's positions and changes nothing else.
TEST(Utf8AgainstTheOracle, AllSequencesOfTwoOctetsInsideALongText)
{
    for (const std::size_t before : {14u, 15u, 16u, 31u}) {
        OctetBuffer text(before + 2 + 17, std::byte{'a'});
        for (unsigned value = 0; value <= 0xFFFF; ++value) {
            text[before] = static_cast<std::byte>(value >> 8);
            text[before + 1] = static_cast<std::byte>(value & 0xFF);
            Utf8Verdict expected = Utf8Oracle::instance().judge(OctetView(text).subspan(before, 3));
            if (!expected.isValid)
                expected = badAt(before + expected.badOctet, before + expected.certainAt);
            ASSERT_EQ(checkWhole(text), expected) << toHex(text);
        }
    }
}

// Checks all sequences that begin with these two octets. If the two are already ill-formed, the third changes
// nothing for the oracle, and a checker that has seen them ignores further octets: then only the whole
// sequence in one piece is checked.
void expectAllThirdOctetsAsTheOracle(std::byte first, std::byte second)
{
    const Utf8Oracle &oracle = Utf8Oracle::instance();
    std::array text{first, second, std::byte{}};
    const OctetView view(text);
    const Utf8Checker afterOne = fedWith({}, view.first(1));
    const Utf8Checker afterTwo = fedWith({}, view.first(2));
    ASSERT_EQ(fedWith(afterOne, view.subspan(1, 1)), afterTwo);
    const bool isBadAlready = !afterTwo.isValid();
    const Utf8Verdict ofTwo = oracle.judge(view.first(2));
    ASSERT_EQ(isBadAlready, !ofTwo.isValid && ofTwo.certainAt < 2);

    // One assertion for each of 16 million texts would take longer than the checks themselves.
    const auto agrees = [&](const Utf8Verdict &expected) {
        if (checkWhole(view) != expected)
            return false;
        return isBadAlready
            || (verdictOf(fedWith(afterOne, view.subspan(1))) == expected
                && verdictOf(fedWith(afterTwo, view.subspan(2))) == expected);
    };
    for (unsigned third = 0; third <= 0xFF; ++third) {
        text[2] = static_cast<std::byte>(third);
        const Utf8Verdict expected = isBadAlready ? ofTwo : oracle.judge(view);
        if (!agrees(expected))
            FAIL() << toHex(view) << ": " << testing::PrintToString(expected);
    }
}

TEST(Utf8AgainstTheOracle, AllSequencesOfThreeOctetsCutInEveryWay)
{
    for (unsigned value = 0; value <= 0xFFFF && !HasFatalFailure(); ++value)
        expectAllThirdOctetsAsTheOracle(static_cast<std::byte>(value >> 8),
                                        static_cast<std::byte>(value & 0xFF));
}

TEST(Utf8AgainstTheOracle, SequencesOfFourOctetsWithEveryLeadAndTheEdgesOfEveryRange)
{
    constexpr unsigned edges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F,
                                  0xA0, 0xBF, 0xC0, 0xC2, 0xE1, 0xF1, 0xFF};
    for (unsigned lead = 0xC0; lead <= 0xFF; ++lead) {
        for (const unsigned second : edges) {
            for (const unsigned third : edges) {
                for (const unsigned fourth : edges) {
                    const std::array text{static_cast<std::byte>(lead), static_cast<std::byte>(second),
                                          static_cast<std::byte>(third), static_cast<std::byte>(fourth)};
                    expectEveryWayAsTheOracle(text);
                }
            }
        }
    }
}

// A text of characters of all lengths, in runs, as in real text.
OctetBuffer randomText(std::mt19937 &random, std::size_t characters)
{
    constexpr std::uint32_t ranges[][2] = {
        {0x20, 0x7E}, {0x80, 0x7FF}, {0x800, 0xD7FF}, {0xE000, 0xFFFF}, {0x10000, 0x10FFFF}};
    const auto anyOf = [&](std::uint32_t first, std::uint32_t last) {
        return std::uniform_int_distribution<std::uint32_t>(first, last)(random);
    };
    OctetBuffer text;
    while (characters > 0) {
        const auto &range = ranges[random() % std::size(ranges)];
        for (std::size_t run = std::min<std::size_t>(characters, 1 + random() % 24); run > 0;
             --run, --characters) {
            const EncodedCharacter character = encodeCodePoint(anyOf(range[0], range[1]));
            const OctetView octets = character.view();
            text.insert(text.end(), octets.begin(), octets.end());
        }
    }
    return text;
}

TEST(Utf8AgainstTheOracle, RandomTextsGoodAndWithOneOctetSpoiltCutAtEveryOctet)
{
    std::mt19937 random(3629);
    for (int round = 0; round < 1500; ++round) {
        OctetBuffer text = randomText(random, 1 + random() % 60);
        EXPECT_TRUE(isUtf8(text)) << toHex(text);
        expectEveryWayAsTheOracle(text);

        OctetBuffer spoilt = text;
        spoilt[random() % spoilt.size()] = static_cast<std::byte>(random() & 0xFF);
        expectEveryWayAsTheOracle(spoilt);

        text.resize(random() % text.size());
        expectEveryWayAsTheOracle(text);
    }
}

TEST(Utf8AgainstTheOracle, RandomOctetsInRandomPieces)
{
    std::mt19937 random(6455);
    for (int round = 0; round < 20000; ++round) {
        OctetBuffer text = randomText(random, 1 + random() % 100);
        for (std::size_t spoilt = random() % 3; spoilt > 0; --spoilt)
            text[random() % text.size()] = static_cast<std::byte>(random() & 0xFF);

        Utf8Checker checker;
        for (OctetView rest(text); !rest.empty();) {
            const std::size_t size = 1 + random() % std::min<std::size_t>(rest.size(), 40);
            checker.write(rest.first(size));
            rest = rest.subspan(size);
        }
        ASSERT_EQ(verdictOf(checker), Utf8Oracle::instance().judge(text)) << toHex(text);
    }
}

} // namespace
} // namespace fg::utf8_test
