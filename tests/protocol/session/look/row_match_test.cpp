// A filter says of a single row what it says of the row in a run over the whole log.
#include "protocol/session/look/filter_parser.h"
#include "protocol/session/look/row_match.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

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

TEST(RowMatch, NamesTheFieldThatDependsOnEarlierRows)
{
    EXPECT_EQ(fieldOfEarlierRows(filterOf("rtt > 5ms")), "rtt");
    EXPECT_EQ(fieldOfEarlierRows(filterOf("op == text && (len > 5 || !(delta > 1s))")), "delta");
    EXPECT_EQ(fieldOfEarlierRows(filterOf("op == text && hello")), "");
}

} // namespace
} // namespace fg::test::row_match_test
