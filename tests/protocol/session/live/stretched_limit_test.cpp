// A limit of a live session on a machine that does not let us run, over virtual time.
#include "protocol/session/log/row_walk.h"
#include "tests/support/live.h"

#include <gtest/gtest.h>

namespace fg::test::stretched_limit_test {
namespace {

using namespace std::chrono_literals;

Words notesOf(const Session &log)
{
    Words notes;
    forEachRow(log, [&](const LogRow &row, RowNumber) {
        const RowExtra extra = log.extra(row);
        if (const auto *text = std::get_if<std::string>(&extra); text && row.kind == RowKind::Note)
            notes.push_back(*text);
    });
    return notes;
}

TEST(AStretchedLimit, LetsThePeerAnswerInTheTimeThatItIsOwedAndTheLogSaysSo)
{
    Live live(Role::Client);
    live.session->open();
    live.time.advance(1s);
    live.time.stall(5s); // The opening handshake may take five seconds.
    EXPECT_FALSE(live.session->hasEnded());
    EXPECT_EQ(
        notesOf(*live.log),
        Words{"The time limit for the opening handshake (5 s) is 5 s longer, because this machine kept us "
              "from running for that long."});
    live.stream.receive(liveAnswer());
    EXPECT_EQ(live.session->endpoint().state(), ConnectionState::Open);
    EXPECT_FALSE(live.closing().wasOpenHandshakeTimeout);
}

TEST(AStretchedLimit, PassesWhenThePeerHasHadItsTime)
{
    Live live(Role::Client);
    live.session->open();
    live.time.advance(1s);
    live.time.stall(5s);
    live.time.advance(3999ms);
    EXPECT_FALSE(live.session->hasEnded());
    live.time.advance(1ms);
    EXPECT_TRUE(live.session->hasEnded());
    EXPECT_TRUE(live.closing().wasOpenHandshakeTimeout);
}

TEST(AStretchedLimit, OfTheClosingHandshakeIsLongerByItsOwnShareOnly)
{
    Live live(Role::Client);
    live.open();
    live.time.stall(10s);
    live.session->startClose(1000, {}); // The peer has a second to answer.
    live.time.stall(300ms);
    live.time.advance(999ms);
    EXPECT_FALSE(live.closing().wasCloseHandshakeTimeout);
    live.time.advance(1ms);
    EXPECT_TRUE(live.closing().wasCloseHandshakeTimeout);
    EXPECT_EQ(
        notesOf(*live.log),
        Words{"The time limit for the answer to our close frame (1 s) is 0.3 s longer, because this machine "
              "kept us from running for that long."});
}

} // namespace
} // namespace fg::test::stretched_limit_test
