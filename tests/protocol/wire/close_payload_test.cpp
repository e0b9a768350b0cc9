#include "protocol/wire/close_payload.h"

#include <gtest/gtest.h>

#include <set>

namespace fg::close_payload_test {
namespace {

OctetBuffer encoded(std::optional<std::uint16_t> code, std::string_view reason)
{
    OctetBuffer out;
    encodeClosePayload(code, octetsOf(reason), out);
    return out;
}

TEST(ClosePayload, AnEmptyPayloadHasNeitherCodeNorReason)
{
    const ClosePayload close = parseClosePayload({});
    EXPECT_EQ(close.code, std::nullopt);
    EXPECT_TRUE(close.reason.empty());
    EXPECT_FALSE(close.isCutCode);
}

TEST(ClosePayload, ASingleOctetIsACutCode)
{
    const OctetBuffer payload = bufferOf("\x03");
    const ClosePayload close = parseClosePayload(payload);
    EXPECT_EQ(close.code, std::nullopt);
    EXPECT_TRUE(close.reason.empty());
    EXPECT_TRUE(close.isCutCode);
}

TEST(ClosePayload, TheCodeIsInNetworkByteOrderAndTheRestIsTheReason)
{
    const OctetBuffer payload = bufferOf("\x03\xE9"
                                         "bye");
    const ClosePayload close = parseClosePayload(payload);
    EXPECT_EQ(close.code, close_code::goingAway);
    EXPECT_EQ(charactersOf(close.reason), "bye");
    EXPECT_FALSE(close.isCutCode);
}

TEST(ClosePayload, ACodeMayStandAlone)
{
    const OctetBuffer payload = bufferOf("\x03\xE8");
    const ClosePayload close = parseClosePayload(payload);
    EXPECT_EQ(close.code, close_code::normal);
    EXPECT_TRUE(close.reason.empty());
}

TEST(ClosePayload, ReadingKeepsWhatTheRfcForbids)
{
    const OctetBuffer payload = bufferOf("\xFF\xFF\x80");
    const ClosePayload close = parseClosePayload(payload);
    EXPECT_EQ(close.code, 0xFFFF);
    EXPECT_EQ(charactersOf(close.reason), "\x80");
}

TEST(ClosePayload, EveryCodeAndReasonIsReadAsWritten)
{
    for (unsigned code = 0; code <= 0xFFFF; ++code) {
        const OctetBuffer payload = encoded(static_cast<std::uint16_t>(code), "why");
        const ClosePayload close = parseClosePayload(payload);
        ASSERT_EQ(close.code, code);
        ASSERT_EQ(charactersOf(close.reason), "why");
    }
}

TEST(ClosePayload, WritingAlsoWritesWhatIsForbidden)
{
    EXPECT_TRUE(encoded(std::nullopt, "").empty());
    EXPECT_EQ(toHex(encoded(std::nullopt, "a")), "61");
    EXPECT_EQ(toHex(encoded(1005, "")), "03ed");
    EXPECT_EQ(encoded(1000, std::string(124, '*')).size(), 126u);
}

TEST(ClosePayload, WritingAppends)
{
    OctetBuffer out = bufferOf("\x88\x02");
    encodeClosePayload(1000, {}, out);
    EXPECT_EQ(toHex(out), "880203e8");
}

TEST(CloseCodes, ThoseThatAFrameMayCarryAreTheDefinedTheRegisteredAndThePrivateOnes)
{
    const std::set<unsigned> definedOrRegistered{1000, 1001, 1002, 1003, 1007, 1008,
                                                 1009, 1010, 1011, 1012, 1013, 1014};
    for (unsigned code = 0; code <= 0xFFFF; ++code) {
        const bool isOfLibrariesOrApplications = code / 1000 == 3 || code / 1000 == 4;
        const bool expected = definedOrRegistered.contains(code) || isOfLibrariesOrApplications;
        ASSERT_EQ(isCloseCodeAllowed(static_cast<std::uint16_t>(code)), expected) << code;
    }
}

} // namespace
} // namespace fg::close_payload_test
