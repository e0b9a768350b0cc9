// A filter says of a single row what it says of the row in a run over the whole log.
#include "protocol/session/look/filter_parser.h"
#include "protocol/session/look/row_match.h"
#include "protocol/text/escape.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <random>

namespace fg::test::row_match_test {
namespace {

FilterTree filterOf(std::string_view text)
{
    FilterReading reading = readFilter(text);
    EXPECT_TRUE(reading.tree) << text;
    return std::move(*reading.tree);
}

void converse(ScriptedSession &script)
{
    script.open();
    script.read("810568656c6c6f"); // "hello"
    script.read("01027b22"); // {"id":7} in two frames, with a ping between them
    script.read("8900");
    script.read("80066964223a377d");
    script.read("8203010203");
    script.read("a1026162"); // RSV2
    script.read("880203e8");
    script.droppedByPeer();
}

TEST(RowMatch, AgreesWithARunOverAllRows)
{
    ScriptedSession script;
    converse(script);
    const std::shared_ptr<const Session> session(std::shared_ptr<void>(), &script.log());
    for (const std::string_view text :
         {"hello", "op == text", "op == ping", "len > 4", "finding", "json.id == 7", "code == 1000", "fin",
          "dir == rx && op == binary", "payload == 0x010203", "wire ~ 0x8900", "status == 101",
          "!(kind == frame)", "rsv2", "message.frames > 1", "wire.len > 4", "header.upgrade ~ websocket",
          "code == 1006"}) {
        const FilterTree filter = filterOf(text);
        for (const FilterView view : {FilterView::Frames, FilterView::Messages}) {
            FilterRun run(session, filter, view, {});
            while (run.runSome())
                ;
            RowMatch match(session, filter, {});
            for (RowNumber row; row < endOf(session->rowCount()); ++row) {
                const LogRow at = session->row(row);
                // In a view of messages a run looks at neither reads nor continuations.
                const bool isLooked = view == FilterView::Frames
                    || (at.kind != RowKind::Octets
                        && (at.kind != RowKind::Frame || classOf(at.opcode()) != OpcodeClass::Continuation));
                if (isLooked) {
                    EXPECT_EQ(match.passes(row, view), run.found().contains(row))
                        << text << ", row " << row.value() << ", view " << static_cast<int>(view);
                }
            }
        }
    }
}

TEST(RowMatch, FindsSomethingInAWholeMessage)
{
    ScriptedSession script;
    converse(script);
    const std::shared_ptr<const Session> session(std::shared_ptr<void>(), &script.log());
    RowMatch match(session, filterOf("json.id == 7"), {});
    RowNumber first;
    while (session->row(first).kind != RowKind::Frame || session->row(first).fin())
        ++first;
    EXPECT_TRUE(match.passes(first, FilterView::Messages));
    EXPECT_FALSE(match.passes(first, FilterView::Frames)) << "a frame by itself is half a text";
}

TEST(RowMatch, GivesUpAPatternThatTakesTooManySteps)
{
    ScriptedSession script;
    script.open();
    std::mt19937 random(7);
    std::string payload(RowMatch::mostOctets, 'a');
    for (char &letter : payload)
        letter = static_cast<char>('a' + random() % 2);
    constexpr unsigned sixteenBits = 126;
    OctetBuffer frame{std::byte{0x81}, std::byte{sixteenBits}, std::byte(payload.size() >> 8),
                      std::byte(payload.size() & 0xFF)};
    const OctetView octets = octetsOf(payload);
    frame.insert(frame.end(), octets.begin(), octets.end());
    script.read(toHex(frame));
    script.read("810161");
    const std::shared_ptr<const Session> session(std::shared_ptr<void>(), &script.log());
    RowMatch match(session, filterOf("text matches \"[ab]*a[ab]{900}c\" || text == a"), {});
    const RowNumber last = endOf(session->rowCount()) - RowCount(1);
    for (RowNumber row; row < last && !match.isTooSlow(); ++row)
        EXPECT_FALSE(match.passes(row, FilterView::Messages));
    EXPECT_TRUE(match.isTooSlow());
    EXPECT_FALSE(match.passes(last, FilterView::Messages)) << "what has to be read is no longer read";
}

TEST(RowMatch, FollowsAFindingThatMovesToTheRowOfItsFrame)
{
    ScriptedSession script;
    script.open().read("8305"); // a reserved opcode, in a read that has no more of its frame
    const std::shared_ptr<const Session> session(std::shared_ptr<void>(), &script.log());
    RowMatch match(session, filterOf("finding"), {});
    ASSERT_EQ(session->findings().size(), 1U);
    EXPECT_TRUE(match.passes(session->findings().front().row, FilterView::Frames));
    script.read("6162636465");
    ASSERT_EQ(session->findings().size(), 1U);
    const RowNumber now = session->findings().front().row;
    EXPECT_EQ(session->row(now).kind, RowKind::Frame);
    EXPECT_TRUE(match.passes(now, FilterView::Frames));
}

TEST(RowMatch, NamesTheFieldThatDependsOnEarlierRows)
{
    EXPECT_EQ(fieldOfEarlierRows(filterOf("rtt > 5ms")), "rtt");
    EXPECT_EQ(fieldOfEarlierRows(filterOf("op == text && (len > 5 || !(delta > 1s))")), "delta");
    EXPECT_EQ(fieldOfEarlierRows(filterOf("op == text && hello")), "");
}

} // namespace
} // namespace fg::test::row_match_test
