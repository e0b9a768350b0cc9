// RFC 6455 7.1: who has closed, and who was the first.
#include "protocol/endpoint/closing_handshake.h"

#include <gtest/gtest.h>

namespace fg::test::closing_handshake_test {
namespace {

using End = ClosingHandshake::End;

TEST(ClosingHandshake, NobodyHasClosedAtFirst)
{
    const ClosingHandshake closing;
    EXPECT_FALSE(closing.isSent() || closing.isReceived() || closing.isComplete());
    EXPECT_FALSE(closing.first());
}

TEST(ClosingHandshake, TheFirstEndStaysTheFirst)
{
    for (const End first : {End::Us, End::Peer}) {
        ClosingHandshake closing;
        closing.add(first);
        closing.add(first);
        EXPECT_EQ(closing.isSent(), first == End::Us);
        EXPECT_EQ(closing.isReceived(), first == End::Peer);
        EXPECT_FALSE(closing.isComplete());
        closing.add(first == End::Us ? End::Peer : End::Us);
        closing.add(first);
        EXPECT_TRUE(closing.isComplete());
        EXPECT_EQ(closing.first(), first);
    }
}

} // namespace
} // namespace fg::test::closing_handshake_test
