#include "protocol/text/escape.h"

#include "protocol/wire/utf8.h"

#include <gtest/gtest.h>

namespace fg::escape_test {
namespace {

using namespace std::string_literals;

TEST(Escape, OrdinaryTextStaysAsItIs)
{
    EXPECT_EQ(escaped("GET /chat?a=1 HTTP/1.1"), "GET /chat?a=1 HTTP/1.1");
    EXPECT_EQ(escaped("κόσμε Жуки 日本語 😀"), "κόσμε Жуки 日本語 😀");
}

TEST(Escape, ControlsBecomeTheirOctets)
{
    EXPECT_EQ(escaped("a\0b"s), "a\\x00b");
    EXPECT_EQ(escaped("\x1b[2J\x7f\t\r\n"), "\\x1b[2J\\x7f\\x09\\x0d\\x0a");
}

TEST(Escape, HiddenCharactersBecomeTheirNumbers)
{
    EXPECT_EQ(escaped("\u0085"), "\\u{85}");
    EXPECT_EQ(escaped("a\u202Eb\u2066c"), "a\\u{202e}b\\u{2066}c");
    EXPECT_EQ(escaped("\u061C\u200B\u200D\u200E\u200F\u2028\u2029\u2060\uFEFF"),
              "\\u{61c}\\u{200b}\\u{200d}\\u{200e}\\u{200f}\\u{2028}\\u{2029}\\u{2060}\\u{feff}");
    EXPECT_EQ(escaped("\u00AD\u3164\uFE0F\uE000\uFDD0\uFFFE\uFFFF"),
              "\\u{ad}\\u{3164}\\u{fe0f}\\u{e000}\\u{fdd0}\\u{fffe}\\u{ffff}");
    EXPECT_EQ(escaped("\U000E0041\U000F0000\U0010FFFD"), "\\u{e0041}\\u{f0000}\\u{10fffd}");
}

TEST(Escape, UnassignedCharactersOfHigherPlanesStay)
{
    EXPECT_EQ(escaped("\U0001FFFE\U000DFFFE\U000EFFFF\U0010FFFF"),
              "\U0001FFFE\U000DFFFE\U000EFFFF\U0010FFFF");
}

TEST(Escape, OctetsThatAreNoUtf8BecomeHexadecimal)
{
    EXPECT_EQ(escaped("a\xff\x80z"), "a\\xff\\x80z");
    EXPECT_EQ(escaped("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "a surrogate";
    EXPECT_EQ(escaped("\xc0\xaf"), "\\xc0\\xaf") << "an overlong form";
    EXPECT_EQ(escaped("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "over U+10FFFF";
    EXPECT_EQ(escaped("\xe2\x82"), "\\xe2\\x82") << "cut";
}

TEST(Escape, ABackslashOfThePeerCannotPassForAnEscape)
{
    EXPECT_EQ(escaped("\\x0a"), "\\\\x0a");
    EXPECT_NE(escaped("\\x0a"), escaped("\n"));
}

TEST(Escape, LineBreaksAreKeptOnlyOnRequest)
{
    EXPECT_EQ(escaped("a\r\nb\nc\rd", LineBreaks::Kept), "a\nb\nc\\x0dd");
    EXPECT_EQ(escaped("a\r\nb"), "a\\x0d\\x0ab");
}

TEST(Escape, WhateverTheOctetsTheResultIsUtf8OnOneLine)
{
    const std::string text = "κ\x1b\xff日\u202E\U000DFFFE\r\n😀\xed\xa0\x80";
    for (std::size_t from = 0; from <= text.size(); ++from) {
        for (std::size_t length = 0; from + length <= text.size(); ++length) {
            const std::string out = escaped(std::string_view(text).substr(from, length));
            EXPECT_TRUE(isUtf8(octetsOf(out)));
            EXPECT_EQ(out.find_first_of("\r\n\x1b"), std::string::npos);
        }
    }
}

TEST(PayloadPreview, ShowsTextAsTextAndTheRestAsHexadecimal)
{
    EXPECT_EQ(payloadPreview(octetsOf("hello"), 5, 64), "hello");
    EXPECT_EQ(payloadPreview(octetsOf("\x03\xe8"), 2, 64), "0x03e8");
    EXPECT_EQ(payloadPreview({}, 0, 64), "");
}

TEST(PayloadPreview, MarksWhatIsCut)
{
    EXPECT_EQ(payloadPreview(octetsOf("hello"), 5, 3), "hel ...");
    EXPECT_EQ(payloadPreview(octetsOf("hello"), UINT64_MAX, 64), "hello ...");
    EXPECT_EQ(payloadPreview(octetsOf("\xff\xfe\xfd"), 3, 2), "0xfffe ...");
}

TEST(PayloadPreview, ACutInsideACharacterLeavesTheTextBeforeIt)
{
    EXPECT_EQ(payloadPreview(octetsOf("aκb"), 4, 2), "a ...");
    EXPECT_EQ(payloadPreview(octetsOf("😀😀"), 8, 7), "😀 ...");
}

} // namespace
} // namespace fg::escape_test
