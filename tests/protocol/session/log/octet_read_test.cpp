// A read of octets of which some are in memory and some on a disk: its result is in the order of the stream
// and ends before the first octet that cannot be read.
#include "protocol/session/log/octet_read.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::octet_read_test {
namespace {

void copyInto(OctetRead &read, std::string_view text)
{
    std::ranges::copy(octetsOf(text), read.grow(text.size()).begin());
}

// A disk that has these octets only, however many are asked for.
OctetRead::DiskReader diskWith(std::string_view text)
{
    return [text](std::span<std::byte> into) {
        const OctetView octets = octetsOf(text).first(std::min(text.size(), into.size()));
        std::ranges::copy(octets, into.begin());
        return octets.size();
    };
}

TEST(OctetRead, OctetsInMemoryAndOnDiskComeInTheOrderOfTheStream)
{
    OctetRead read;
    read.defer(2, diskWith("ab"));
    copyInto(read, "cd");
    copyInto(read, "e");
    read.defer(1, diskWith("f"));
    read.defer(2, diskWith("gh"));
    copyInto(read, "i");
    EXPECT_EQ(read.size(), 9U);
    EXPECT_EQ(std::move(read).finish(), bufferOf("abcdefghi"));
}

TEST(OctetRead, AReadFromMemoryAloneIsWhatWasCopied)
{
    OctetRead read;
    copyInto(read, "ab");
    copyInto(read, "c");
    EXPECT_EQ(std::move(read).finish(), bufferOf("abc"));
}

TEST(OctetRead, TheResultEndsBeforeTheFirstOctetThatCannotBeRead)
{
    OctetRead read;
    copyInto(read, "ab");
    read.defer(4, diskWith("cd"));
    copyInto(read, "gh");
    EXPECT_EQ(read.size(), 8U);
    EXPECT_EQ(std::move(read).finish(), bufferOf("abcd"));
}

TEST(OctetRead, WithoutADiskItEndsBeforeTheFirstOctetThatIsNotInMemory)
{
    OctetRead read;
    copyInto(read, "ab");
    read.defer(1, diskWith("c"));
    copyInto(read, "d");
    EXPECT_EQ(std::move(read).inMemory(), bufferOf("ab"));
}

} // namespace
} // namespace fg::test::octet_read_test
