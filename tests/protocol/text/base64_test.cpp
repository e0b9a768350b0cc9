#include "protocol/text/base64.h"

#include <gtest/gtest.h>

#include <random>

namespace fg::base64_test {
namespace {

std::string hexOf(std::string_view text)
{
    const auto octets = fromLooseBase64(text);
    return octets ? toHex(*octets) : "not base64";
}

TEST(Base64, IsStrictUnlessAskedOtherwise)
{
    EXPECT_EQ(toHex(fromBase64("AAE=").value()), "0001");
    for (const std::string_view text :
         {"AAE", "AA E=", "AAE=\n", "-_8A", "AAF=", "A", "====", "data:;base64,AAE="})
        EXPECT_FALSE(fromBase64(text)) << text;
}

TEST(LooseBase64, IsReadInEverySpelling)
{
    for (const std::string_view text :
         {"AAE=", "AAE", "AAE=\n", "AA\r\nE=", " AAE= ", "AA E=", "A A E =", "AAE==", "data:;base64,AAE=",
          "DATA:application/octet-stream;BASE64,AAE"})
        EXPECT_EQ(hexOf(text), "0001") << text;
    EXPECT_EQ(hexOf("-_8A"), "fbff00");
    EXPECT_EQ(hexOf("+/8A"), "fbff00");
    EXPECT_EQ(hexOf(""), "");
    // Unused bits that are not zero, which many decoders let pass, are accepted where padding marks the text.
    EXPECT_EQ(hexOf("AAF="), "0001");
}

TEST(LooseBase64, IsNoOtherText)
{
    for (const std::string_view text : {"hello!", "A", "AAEAA", "AAF", "=", "==", "AAAA=", "A=AE",
                                        "AA=E=", "AAE===", "hello world", "\xc3\xa4", "data:text/plain,AAE="})
        EXPECT_EQ(hexOf(text), "not base64") << text;
}

TEST(LooseBase64, ReadsWhatIsWritten)
{
    std::mt19937 random(1);
    for (std::size_t size = 0; size < 100; ++size) {
        OctetBuffer octets(size);
        for (std::byte &octet : octets)
            octet = static_cast<std::byte>(random());
        std::string text = toBase64(octets);
        EXPECT_EQ(fromLooseBase64(text), octets);
        while (text.ends_with('='))
            text.pop_back();
        EXPECT_EQ(fromLooseBase64(text), octets) << text;
    }
}

TEST(LooseBase64, IsMarkedByPaddingOrAUrl)
{
    EXPECT_TRUE(isMarkedBase64("AAE="));
    EXPECT_TRUE(isMarkedBase64("AAE=\n"));
    EXPECT_TRUE(isMarkedBase64("data:;base64,AAEA"));
    EXPECT_TRUE(isMarkedBase64("-_8AAA=="));
    EXPECT_TRUE(isMarkedBase64(" AA\r\nE= "));
    EXPECT_FALSE(isMarkedBase64("ping"));
    for (const char *const words : {"bye=", "a=", "ab===", "id=", "x==", "="})
        EXPECT_FALSE(isMarkedBase64(words)) << words;
    EXPECT_FALSE(isMarkedBase64("a=b="));
}

} // namespace
} // namespace fg::base64_test
