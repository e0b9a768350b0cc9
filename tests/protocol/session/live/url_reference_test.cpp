// Where a reference leads (RFC 3986 5.4).
#include "protocol/session/live/url_reference.h"

#include <gtest/gtest.h>

namespace fg::url_reference_test {
namespace {

std::string resolved(std::string_view base, std::string_view reference)
{
    const auto url = std::get<WebSocketUrl>(parseWebSocketUrl(base));
    const auto result = resolvedReference(url, reference);
    return result ? result->text() : "nowhere";
}

TEST(ResolvedReference, IsThatOfTheExamplesOfTheRfc)
{
    struct Example
    {
        std::string_view reference;
        std::string_view result;
    };
    constexpr Example examples[] = {
        {"g", "ws://a/b/c/g"},
        {"./g", "ws://a/b/c/g"},
        {"g/", "ws://a/b/c/g/"},
        {"/g", "ws://a/g"},
        {"//g", "ws://g/"},
        {"?y", "ws://a/b/c/d;p?y"},
        {"g?y", "ws://a/b/c/g?y"},
        {"#s", "ws://a/b/c/d;p?q"},
        {"g#s", "ws://a/b/c/g"},
        {"g?y#s", "ws://a/b/c/g?y"},
        {";x", "ws://a/b/c/;x"},
        {"g;x?y#s", "ws://a/b/c/g;x?y"},
        {"", "ws://a/b/c/d;p?q"},
        {".", "ws://a/b/c/"},
        {"./", "ws://a/b/c/"},
        {"..", "ws://a/b/"},
        {"../", "ws://a/b/"},
        {"../g", "ws://a/b/g"},
        {"../..", "ws://a/"},
        {"../../g", "ws://a/g"},
        // The abnormal ones.
        {"../../../g", "ws://a/g"},
        {"/./g", "ws://a/g"},
        {"/../g", "ws://a/g"},
        {"g.", "ws://a/b/c/g."},
        {"..g", "ws://a/b/c/..g"},
        {"./../g", "ws://a/b/g"},
        {"./g/.", "ws://a/b/c/g/"},
        {"g/./h", "ws://a/b/c/g/h"},
        {"g/../h", "ws://a/b/c/h"},
        {"g;x=1/../y", "ws://a/b/c/y"},
        {"g?y/../x", "ws://a/b/c/g?y/../x"},
    };
    for (const auto &[reference, result] : examples)
        EXPECT_EQ(resolved("ws://a/b/c/d;p?q", reference), result) << reference;
}

TEST(ResolvedReference, TakesTheSchemesOfHttpForThoseOfWebSocket)
{
    EXPECT_EQ(resolved("ws://a:9001/x", "http://b/y"), "ws://b/y");
    EXPECT_EQ(resolved("ws://a:9001/x", "HTTPS://b:443/y?z"), "wss://b/y?z");
    EXPECT_EQ(resolved("ws://a:9001/x", "wss://b/.././y"), "wss://b/y");
    EXPECT_EQ(resolved("wss://a:9001/x", "//b:1/y"), "wss://b:1/y");
    EXPECT_EQ(resolved("wss://a:9001/x", " /new/ws "), "wss://a:9001/new/ws");
    EXPECT_EQ(resolved("ws://a/?token=1", "?"), "ws://a/?");
}

TEST(ResolvedReference, IsEncodedWhetherItIsRelativeOrNot)
{
    for (const std::string_view reference : {"ws://a:1/x\xc3\xa9 y?\"z", "/x\xc3\xa9 y?\"z",
                                             "//a:1/x\xc3\xa9 y?\"z", "x\xc3\xa9 y?\"z", "\\x\xc3\xa9 y?\"z"})
        EXPECT_EQ(resolved("ws://a:1/d", reference), "ws://a:1/x%C3%A9%20y?%22z") << reference;
    for (const std::string_view reference : {"ws://a/x\x1b[31m", "/x\x1b[31m", "x\x1b[31m?y", "?\x1b[31m"})
        EXPECT_EQ(resolved("ws://a/", reference), "nowhere") << reference;
    EXPECT_EQ(resolved("ws://a/d", "\\\\b\\c"), "ws://b/c");
}

TEST(ResolvedReference, KeepsTheUserWhereItKeepsTheHost)
{
    const auto url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://u:p@[fe80::1%25lo]:81/x"));
    EXPECT_EQ(resolvedReference(url, "x"), url);
    EXPECT_NE(resolvedReference(url, "ws://[fe80::1%25lo]:81/x"), url);
}

TEST(ResolvedReference, LeadsNowhereIfNoWebSocketServerCanBeThere)
{
    for (const std::string_view reference :
         {"mailto:a@b", "ftp://a/", "http:g", "https://", "wss://a:0/", "wss://a b/", "javascript:x"})
        EXPECT_EQ(resolved("ws://a/", reference), "nowhere") << reference;
}

} // namespace
} // namespace fg::url_reference_test
