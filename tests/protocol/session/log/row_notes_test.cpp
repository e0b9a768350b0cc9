// Notes of a person on rows, which are bounded and beside the log.
#include "protocol/session/log/row_notes.h"

#include <gtest/gtest.h>

namespace fg::test::row_notes_test {
namespace {

TEST(RowNotes, AreSetChangedAndRemoved)
{
    RowNotes notes;
    EXPECT_EQ(notes.of(RowNumber(7)), "");
    EXPECT_TRUE(notes.set(RowNumber(7), "a"));
    EXPECT_TRUE(notes.set(RowNumber(7), "b"));
    EXPECT_EQ(notes.of(RowNumber(7)), "b");
    EXPECT_TRUE(notes.set(RowNumber(7), ""));
    EXPECT_TRUE(notes.all().empty());
    EXPECT_EQ(notes.changes(), 3U);
}

TEST(RowNotes, FromAFileDoNotReplaceWhatAPersonHasWritten)
{
    RowNotes notes;
    EXPECT_TRUE(notes.restore(RowNumber(1), "from the file"));
    EXPECT_EQ(notes.changes(), 0U);
    EXPECT_EQ(notes.revision(), 1U);
    EXPECT_TRUE(notes.set(RowNumber(1), "of the person"));
    EXPECT_TRUE(notes.restore(RowNumber(1), "from the file"));
    EXPECT_EQ(notes.of(RowNumber(1)), "of the person");
    EXPECT_TRUE(notes.set(RowNumber(2), ""));
    EXPECT_TRUE(notes.restore(RowNumber(2), "from the file"));
    EXPECT_EQ(notes.of(RowNumber(2)), "") << "the person has removed it";
}

TEST(RowNotes, AreCutAtACharacter)
{
    RowNotes notes;
    const std::string text = std::string(RowNotes::longest - 1, 'x') + "\u00e9";
    EXPECT_TRUE(notes.set(RowNumber(0), text));
    EXPECT_EQ(notes.of(RowNumber(0)), std::string(RowNotes::longest - 1, 'x'));
    EXPECT_FALSE(notes.set(RowNumber(0), "\xc3"));
}

TEST(RowNotes, AreBounded)
{
    RowNotes notes;
    for (std::size_t row = 0; row < RowNotes::most; ++row)
        ASSERT_TRUE(notes.set(RowNumber(row), "x"));
    EXPECT_FALSE(notes.set(RowNumber(RowNotes::most), "x"));
    EXPECT_TRUE(notes.set(RowNumber(0), "y")) << "it is there already";
    EXPECT_TRUE(notes.set(RowNumber(1), ""));
    EXPECT_TRUE(notes.set(RowNumber(RowNotes::most), "x"));
    RowNotes large;
    const std::string text(RowNotes::longest, 'x');
    std::size_t kept = 0;
    while (large.set(RowNumber(kept), text))
        ++kept;
    EXPECT_EQ(kept, RowNotes::mostOctets / RowNotes::longest);
}

TEST(RowNotes, AreHandedToWhoKeepsThem)
{
    RowNotes notes;
    EXPECT_TRUE(notes.set(RowNumber(1), "before"));
    std::string kept;
    notes.keepWith([&kept](RowNumber row, const std::string &text) {
        kept += std::to_string(row.value()) + '=' + text + ' ';
    });
    EXPECT_TRUE(notes.set(RowNumber(2), "after"));
    EXPECT_TRUE(notes.set(RowNumber(1), ""));
    EXPECT_EQ(kept, "1=before 2=after 1= ");
}

} // namespace
} // namespace fg::test::row_notes_test
