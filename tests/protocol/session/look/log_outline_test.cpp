// Rows that a filter accepts, and frames folded under their messages.
#include "protocol/session/look/log_outline.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace fg::test::log_outline_test {
namespace {

using Kind = LogOutline::Line::Kind;

LogRow octetsRow(Direction direction)
{
    LogRow row;
    row.kind = RowKind::Octets;
    row.direction = direction;
    return row;
}

LogRow frameRow(Direction direction, Opcode opcode, bool fin)
{
    LogRow row;
    row.kind = RowKind::Frame;
    row.direction = direction;
    row.setHeader({.opcode = opcode, .fin = fin});
    return row;
}

LogRow recordingRow()
{
    LogRow row;
    row.kind = RowKind::Recording;
    row.set(RowFlag::On);
    return row;
}

// Each character stands for a row: "t" is the first fragment of a text, "T" a text in one frame, "c" a
// continuation, "C" the last continuation, "p" a ping, "x" a close frame, "r" a frame with a reserved opcode,
// "n" a note, "o" octets, "R" recording that was switched on. Rows after "<" are received, rows after ">" are
// sent.
std::vector<LogRow> rowsFrom(std::string_view words)
{
    std::vector<LogRow> rows;
    Direction direction = Direction::In;
    for (const char word : words) {
        switch (word) {
        case '<':
        case '>':
            direction = word == '<' ? Direction::In : Direction::Out;
            continue;
        case 'n':
            rows.push_back({});
            continue;
        case 'o':
            rows.push_back(octetsRow(direction));
            continue;
        case 'p':
        case 'x':
            rows.push_back(frameRow(direction, word == 'p' ? Opcode::Ping : Opcode::Close, true));
            continue;
        case 'r':
            rows.push_back(frameRow(direction, opcodeOf(3), true));
            continue;
        case 'R':
            rows.push_back(recordingRow());
            continue;
        case 't':
        case 'T':
            rows.push_back(frameRow(direction, Opcode::Text, word == 'T'));
            continue;
        default:
            rows.push_back(frameRow(direction, Opcode::Continuation, word == 'C'));
        }
    }
    return rows;
}

void addRows(LogOutline &outline, std::string_view words)
{
    for (const LogRow &row : rowsFrom(words))
        outline.addRow(row);
}

// For example "0 +1(3) |2": a row, a message of three frames, a part of it. An unfolded message has "-"
// instead of "+".
std::string linesOf(const LogOutline &outline)
{
    std::string words;
    for (std::size_t position = 0; position < outline.size(); ++position) {
        const LogOutline::Line line = outline.line(position);
        words += words.empty() ? "" : " ";
        if (line.kind == Kind::Part)
            words += '|';
        if (line.kind == Kind::Message)
            words += line.isUnfolded ? '-' : '+';
        words += std::to_string(line.row.value());
        if (line.kind == Kind::Message)
            words += '(' + std::to_string(line.parts) + ')';
    }
    return words;
}

TEST(LogOutline, ShowsEveryRowWithoutAnIndex)
{
    LogOutline outline;
    addRows(outline, "<oT>oTn");
    EXPECT_TRUE(outline.isPlain());
    EXPECT_EQ(outline.size(), 5U);
    EXPECT_EQ(linesOf(outline), "0 1 2 3 4");
    EXPECT_EQ(outline.positionOf(RowNumber(4)), 4U);
    EXPECT_FALSE(outline.positionOf(RowNumber(5)));
}

TEST(LogOutline, LetsPassWhatIsAskedFor)
{
    const auto passing = [](RowFilter filter) {
        LogOutline outline(LogLevel::Octets, filter);
        addRows(outline, "n<otpC>oTpxr");
        return linesOf(outline);
    };
    using Filter = RowFilter::Kind;
    EXPECT_EQ(passing({Filter::Data, {}, {}}), "2 4 6 9");
    EXPECT_EQ(passing({Filter::Control, {}, {}}), "3 7 8");
    EXPECT_EQ(passing({Filter::All, Direction::Out, {}}), "5 6 7 8 9");
    EXPECT_EQ(passing({Filter::Control, Direction::In, {}}), "3");
    EXPECT_EQ(passing({Filter::Picked, {}, {}}), "");
    EXPECT_EQ(passing({Filter::All, {}, RowNumber(4)}), "4 5 6 7 8 9");
    EXPECT_EQ(passing({Filter::Control, {}, RowNumber(4)}), "7 8");
}

TEST(LogOutline, ShowsMoreAtEachLevel)
{
    const auto linesAt = [](LogLevel level) {
        LogOutline outline(level);
        addRows(outline, "n<otpC>oTn");
        return linesOf(outline);
    };
    EXPECT_EQ(linesAt(LogLevel::Messages), "0 +2(3) 6 7");
    EXPECT_EQ(linesAt(LogLevel::Frames), "0 2 3 4 6 7");
    EXPECT_EQ(linesAt(LogLevel::Octets), "0 1 2 3 4 5 6 7");
}

// The frames that are left of a message whose start is hidden have lines of their own.
TEST(LogOutline, HidesRowsBeforeTheFirstThatIsWanted)
{
    LogOutline outline(LogLevel::Messages, {RowFilter::Kind::All, {}, RowNumber(2)});
    addRows(outline, "<tcpC<tC>T");
    EXPECT_EQ(linesOf(outline), "2 3 +4(2) 6");
    EXPECT_FALSE(outline.positionOf(RowNumber(1)));
    EXPECT_EQ(outline.positionOf(RowNumber(3)), 1U);
    EXPECT_EQ(outline.positionOf(RowNumber(5)), 2U);
}

TEST(LogOutline, CountsTheLinesBeforeARow)
{
    LogOutline outline(LogLevel::Messages);
    addRows(outline, "<T<tpC>oT");
    EXPECT_EQ(linesOf(outline), "0 +1(3) 5");
    EXPECT_EQ(outline.sizeBefore(RowNumber(0)), 0U);
    EXPECT_EQ(outline.sizeBefore(RowNumber(1)), 1U);
    EXPECT_EQ(outline.sizeBefore(RowNumber(4)), 2U);
    EXPECT_EQ(outline.sizeBefore(RowNumber(9)), 3U);
    outline.unfold(1);
    EXPECT_EQ(outline.sizeBefore(RowNumber(5)), 5U) << "with the frames of the message";
    EXPECT_EQ(outline.sizeBefore(RowNumber(6)), 6U);
    LogOutline all;
    addRows(all, "<oT");
    EXPECT_EQ(all.sizeBefore(RowNumber(1)), 1U);
    EXPECT_EQ(all.sizeBefore(RowNumber(7)), 2U);
}

TEST(LogOutline, ShowsTheRowsThatArePicked)
{
    LogOutline outline(LogLevel::Octets, {RowFilter::Kind::Picked, {}, {}});
    addRows(outline, "<TTTTT");
    outline.pickFrom(RowNumber(), {RowNumber(1), RowNumber(3)});
    EXPECT_EQ(linesOf(outline), "1 3");
    EXPECT_EQ(outline.positionOf(RowNumber(3)), 1U);
    EXPECT_FALSE(outline.positionOf(RowNumber(2)));
    EXPECT_EQ(outline.positionFrom(RowNumber(2)), 1U);
    EXPECT_EQ(outline.positionFrom(RowNumber(4)), 2U);
    outline.pickFrom(RowNumber(2), {RowNumber(2), RowNumber(4)});
    EXPECT_EQ(linesOf(outline), "1 2 4");
    outline.pickFrom(RowNumber(2), {});
    EXPECT_EQ(linesOf(outline), "1");
    outline.pickFrom(RowNumber(), {RowNumber(4)});
    EXPECT_EQ(linesOf(outline), "4");
}

TEST(LogOutline, FoldsFragmentsAndControlFramesBetweenThemUnderTheirMessage)
{
    LogOutline outline(LogLevel::Messages);
    addRows(outline, "n<oT<otopcC<T>op");
    EXPECT_EQ(linesOf(outline), "0 2 +4(4) 9 11");
    for (const RowNumber folded : {RowNumber(4), RowNumber(6), RowNumber(7), RowNumber(8)})
        EXPECT_EQ(outline.positionOf(folded), 2U) << folded.value();
    EXPECT_FALSE(outline.positionOf(RowNumber(5))) << "octets are no rows of messages";
    outline.unfold(2);
    EXPECT_EQ(linesOf(outline), "0 2 -4(4) |4 |6 |7 |8 9 11");
    EXPECT_EQ(outline.positionOf(RowNumber(4)), 2U);
    EXPECT_EQ(outline.positionOf(RowNumber(7)), 5U);
    EXPECT_EQ(outline.positionOf(RowNumber(9)), 7U);
    EXPECT_EQ(outline.positionOf(RowNumber(11)), 8U);
    EXPECT_EQ(outline.wouldUnfold(2).count, 0U) << "it is already";
    EXPECT_EQ(outline.wouldUnfold(3).count, 0U) << "no message";
    EXPECT_EQ(outline.partsOf(2), (std::vector{RowNumber(4), RowNumber(6), RowNumber(7), RowNumber(8)}));
    EXPECT_TRUE(outline.partsOf(1).empty()) << "no message";
    EXPECT_EQ(outline.wouldFold(2).count, 4U);
    outline.fold(2);
    EXPECT_EQ(linesOf(outline), "0 2 +4(4) 9 11");
}

TEST(LogOutline, KeepsTheMessagesOfBothDirectionsApart)
{
    LogOutline outline(LogLevel::Messages);
    addRows(outline, "<t>t<c>p<p>C<C>T");
    EXPECT_EQ(linesOf(outline), "+0(4) +1(3) 7");
    outline.unfold(1);
    EXPECT_EQ(linesOf(outline), "+0(4) -1(3) |1 |3 |5 7");
    outline.unfold(0);
    EXPECT_EQ(linesOf(outline), "-0(4) |0 |2 |4 |6 -1(3) |1 |3 |5 7");
    EXPECT_EQ(outline.positionOf(RowNumber(5)), 8U);
    outline.fold(0);
    EXPECT_EQ(linesOf(outline), "+0(4) -1(3) |1 |3 |5 7");
}

// Continuations without a message, and a message that begins before the previous one has ended.
TEST(LogOutline, ShowsFramesOutsideOfMessagesByThemselves)
{
    LogOutline outline(LogLevel::Messages);
    addRows(outline, "<cC<tt<cCcrC");
    EXPECT_EQ(linesOf(outline), "0 1 2 +3(3) 6 7 8");
}

TEST(LogOutline, FoldsReservedFramesUnderTheMessageThatTheyInterrupt)
{
    LogOutline outline(LogLevel::Messages);
    addRows(outline, "<trprCr");
    EXPECT_EQ(linesOf(outline), "+0(5) 5");
}

TEST(LogOutline, ShowsACloseFrameByItselfWhileTheMessageAroundItGoesOn)
{
    LogOutline outline(LogLevel::Messages);
    addRows(outline, "<tcxpC>C");
    EXPECT_EQ(linesOf(outline), "+0(4) 2 5");
    outline.unfold(0);
    EXPECT_EQ(linesOf(outline), "-0(4) |0 |1 |3 |4 2 5");
}

TEST(LogOutline, DoesNotContinueAMessageOverFramesThatWereNotRecorded)
{
    LogOutline outline(LogLevel::Messages);
    addRows(outline, "<tc>t<RpC>C");
    EXPECT_EQ(linesOf(outline), "+0(2) 2 3 4 5 6");
    EXPECT_FALSE(outline.line(0).isOpen);
    EXPECT_FALSE(outline.line(1).isOpen);
}

TEST(LogOutline, FoldsNothingWhereTheFilterLeavesOutMessages)
{
    LogOutline outline(LogLevel::Messages, {RowFilter::Kind::Control, {}, {}});
    addRows(outline, "<tpCp");
    EXPECT_EQ(linesOf(outline), "1 3");
}

TEST(LogOutline, TellsWhatAnUnfoldedMessageHasGrownBy)
{
    LogOutline outline(LogLevel::Messages);
    addRows(outline, "<tc");
    EXPECT_EQ(linesOf(outline), "+0(2)");
    outline.unfold(0);
    EXPECT_FALSE(outline.growth());
    addRows(outline, ">T<pC>T");
    EXPECT_EQ(linesOf(outline), "-0(4) |0 |1 2 5") << "nothing moves before it is told";
    const auto growth = outline.growth();
    ASSERT_TRUE(growth);
    EXPECT_EQ(growth->position, 3U);
    EXPECT_EQ(growth->count, 2U);
    outline.grow();
    EXPECT_EQ(linesOf(outline), "-0(4) |0 |1 |3 |4 2 5");
    EXPECT_FALSE(outline.growth());
}

TEST(LogOutline, SaysToWhichLinesFramesMayStillCome)
{
    LogOutline outline(LogLevel::Messages);
    addRows(outline, "<t");
    EXPECT_TRUE(outline.line(0).isOpen) << "though it has come alone";
    addRows(outline, "<c");
    EXPECT_TRUE(outline.line(0).isOpen);
    addRows(outline, "<t");
    EXPECT_FALSE(outline.line(0).isOpen) << "another has begun";
    EXPECT_TRUE(outline.line(1).isOpen);
    addRows(outline, "<CT");
    EXPECT_FALSE(outline.line(1).isOpen);
    EXPECT_FALSE(outline.line(2).isOpen);
}

TEST(LogOutline, KnowsWhichLineCameBeforeAnother)
{
    LogOutline outline(LogLevel::Messages);
    addRows(outline, "n<t>T<C>T");
    outline.unfold(1);
    ASSERT_EQ(linesOf(outline), "0 -1(2) |1 |3 2 4");
    EXPECT_FALSE(outline.before(0));
    EXPECT_EQ(outline.before(1), 0U);
    EXPECT_EQ(outline.before(3), 2U);
    EXPECT_EQ(outline.before(4), 1U) << "its last frame came later";
    EXPECT_EQ(outline.before(5), 4U);
}

// Messages are unfolded at random. Each line is at the position that positionOf() returns, and folding all
// messages restores the original lines.
TEST(LogOutline, FindsEachLineAgainWhateverIsUnfolded)
{
    for (unsigned seed = 0; seed < 30; ++seed) {
        std::mt19937 random(seed);
        std::string words;
        for (int i = 0; i < 400; ++i)
            words += "<>tTcCpnoxr"[random() % 11];
        LogOutline outline(LogLevel::Messages);
        addRows(outline, words);
        const std::string folded = linesOf(outline);
        for (int i = 0; i < 40; ++i)
            outline.unfold(random() % outline.size());
        for (std::size_t position = 0; position < outline.size(); ++position) {
            const LogOutline::Line line = outline.line(position);
            // The position of a message's first frame is that of the message.
            const bool isFirst =
                position > 0 && line.kind == Kind::Part && outline.line(position - 1).row == line.row;
            EXPECT_EQ(outline.positionOf(line.row), isFirst ? position - 1 : position) << words;
        }
        for (std::size_t position = outline.size(); position > 0; --position)
            outline.fold(position - 1);
        EXPECT_EQ(linesOf(outline), folded);
    }
}

} // namespace
// Does what setPassed() says, and checks that each change is what it was said to be.
void pass(LogOutline &outline, std::size_t from, const std::vector<std::size_t> &rows)
{
    std::vector<RowNumber> numbers;
    for (const std::size_t row : rows)
        numbers.emplace_back(row);
    for (const LogOutline::PassChange &change : outline.setPassed(RowNumber(from), numbers)) {
        const std::size_t before = outline.size();
        const LogOutline::Change lines = outline.wouldChange(change);
        const bool appears = change.kind == LogOutline::PassChange::Kind::Appear;
        if (!appears) {
            EXPECT_EQ(outline.positionOf(change.rows.front()), lines.position);
        }
        outline.change(change);
        EXPECT_EQ(outline.size(), appears ? before + lines.count : before - lines.count);
        if (appears) {
            EXPECT_EQ(outline.positionOf(change.rows.front()), lines.position);
        }
    }
}

TEST(LogOutline, ShowsOnlyWhatPassesTheSieve)
{
    LogOutline outline(LogLevel::Octets, {}, Sieve::Passed);
    EXPECT_TRUE(outline.takesCount());
    EXPECT_FALSE(outline.isPlain());
    outline.setRowCount(RowCount(6));
    EXPECT_EQ(linesOf(outline), "");
    EXPECT_EQ(outline.heldBack(), 6U);
    pass(outline, 0, {1, 4});
    EXPECT_EQ(linesOf(outline), "1 4");
    EXPECT_EQ(outline.positionFrom(RowNumber(2)), 1U);
    EXPECT_FALSE(outline.positionOf(RowNumber(2)));
    pass(outline, 5, {5, 7, 8}); // Rows that are not there yet are lines once they are.
    EXPECT_EQ(linesOf(outline), "1 4 5");
    outline.setRowCount(RowCount(8));
    EXPECT_EQ(linesOf(outline), "1 4 5 7");
    EXPECT_EQ(outline.heldBack(), 4U);
    pass(outline, 2, {3, 5, 6, 8});
    EXPECT_EQ(linesOf(outline), "1 3 5 6");
    outline.addRow({});
    EXPECT_EQ(linesOf(outline), "1 3 5 6 8");
}

TEST(LogOutline, ComposesTheSieveWithTheChoiceOfRows)
{
    LogOutline outline(LogLevel::Octets, {RowFilter::Kind::Data, {}, {}}, Sieve::Passed);
    pass(outline, 0, {0, 1, 2, 3});
    addRows(outline, "<noTpT");
    EXPECT_EQ(linesOf(outline), "2");
    EXPECT_EQ(outline.heldBack(), 1U);
    pass(outline, 4, {4});
    EXPECT_EQ(linesOf(outline), "2 4");
    LogOutline picked(LogLevel::Octets, {RowFilter::Kind::Picked, {}, {}}, Sieve::Passed);
    pass(picked, 0, {1, 3});
    picked.pickFrom(RowNumber(), {RowNumber(1), RowNumber(2)});
    EXPECT_EQ(linesOf(picked), "1");
    pass(picked, 0, {2, 3});
    EXPECT_EQ(linesOf(picked), "2");
    EXPECT_EQ(picked.heldBack(), 1U);
}

TEST(LogOutline, SievesMessagesAndWhatIsFoldedUnderThemByItself)
{
    LogOutline outline(LogLevel::Messages, {}, Sieve::Passed);
    addRows(outline, "<tpcCT>tC");
    EXPECT_EQ(outline.heldBack(), 3U);
    pass(outline, 0, {0, 4});
    EXPECT_EQ(linesOf(outline), "+0(4) 4");
    EXPECT_EQ(outline.heldBack(), 1U);
    outline.unfold(0);
    EXPECT_EQ(linesOf(outline), "-0(4) |0 |1 |2 |3 4");
    pass(outline, 5, {5});
    EXPECT_EQ(linesOf(outline), "-0(4) |0 |1 |2 |3 4 +5(2)");
    pass(outline, 0, {1, 4, 5}); // Without its message, the ping is a line of its own.
    EXPECT_EQ(linesOf(outline), "1 4 +5(2)");
    EXPECT_FALSE(outline.positionOf(RowNumber(2)));
    EXPECT_EQ(outline.heldBack(), 1U);
    pass(outline, 0, {0, 4});
    EXPECT_EQ(linesOf(outline), "+0(4) 4");
}

TEST(LogOutline, ShowsOctetsOfTheHandshakeAmongMessagesOnlyIfAskedFor)
{
    std::vector<LogRow> rows = rowsFrom(">o<oT");
    rows[0].set(RowFlag::Head);
    rows[1].set(RowFlag::Head);
    for (const Sieve sieve : {Sieve::Passed, Sieve::PassedOrHandshake}) {
        LogOutline outline(LogLevel::Messages, {}, sieve);
        for (const LogRow &row : rows)
            outline.addRow(row);
        pass(outline, 0, {1, 2});
        EXPECT_EQ(linesOf(outline), sieve == Sieve::Passed ? "2" : "1 2");
        EXPECT_EQ(outline.heldBack(), 0U);
    }
}

} // namespace fg::test::log_outline_test
