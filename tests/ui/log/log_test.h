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
    void aButtonLeadsToTheNewestRowsOnceSomeHaveComeBelow();
    void keysGoToViolationsCloseFramesAndPauses();
    void whatIsTypedIsFoundAndCounted();
    void hexAndCaseAreAMatterOfChoice();
    void aSearchInManyRowsLeavesTheWindowFreeAndCanBeStopped();
    void rowsThatComeAreSearchedToo();
    void findOpensFromEverywhereButTheCases();
    void fragmentsAreFoldedUnderTheirMessage();
    void aFoundFragmentUnfoldsItsMessage();
    void rowsAreSelectedByMouseAndKeyboardAndCopied();
    void onlyTheRowsOfAKindAreShown();
    void aRowThatTheFilterHidesIsShownWhenItIsWanted();
};

} // namespace fg
