// The wire log as a person uses it: columns and times, following the end, searching, jumping, and folding
// messages.
#pragma once

#include <QObject>

namespace fg {

class LogTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void timesAreOfTheDaySinceTheStartOrSinceTheRowAbove();
    void theHeadersMenuHidesColumnsAndBringsThemBack();
    void columnsThatAreMovedStayThereAfterARestart();
    void aButtonLeadsToNewRowsBelowTheView();
    void keysGoToViolationsCloseFramesAndPauses();
    void theTypedTextIsFoundAndCounted();
    void hexAndExactCaseCanBeChosen();
    void aSearchInManyRowsLeavesTheWindowFreeAndCanBeStopped();
    void newRowsAreSearchedToo();
    void findOpensFromEverywhereButTheCases();
    void fragmentsAreFoldedUnderTheirMessage();
    void aFoundFragmentUnfoldsItsMessage();
    void rowsAreSelectedByMouseAndKeyboardAndCopied();
    void theFilterShowsOnlyRowsOfAKind();
    void goingToAHiddenRowResetsTheFilter();
};

} // namespace fg
