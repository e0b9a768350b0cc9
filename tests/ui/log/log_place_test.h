// Where a person stands in the wire log: what is picked, what is read and what is wanted stay, while rows
// come, while others are chosen, and while the log is still being looked through.
#pragma once

#include <QObject>

namespace fg {

class LogPlaceTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aJumpWaitsUntilTheLogHasBeenLookedThrough();
    void whatIsWantedAndHiddenIsShownOnceTheLogHasBeenLookedThrough();
    void whoPicksOrScrollsIsNotTakenBack();
    void aNewViolationLeavesWhatIsPicked();
    void violationsOfADirectionAreOctetsAndFramesOfIt();
    void whatIsFoundLaterLeavesTheViewWhereItIs();
    void whoPicksWhileItIsLookedForStaysThere();
    void aSearchBehindAnotherTabGoesOnInTheNextLog();
    void aFrameThatBecomesAMessageIsShownAsOne();
    void noTimeSinceTheRowAboveIsNegative();
    void whatIsReadStaysWhileAMessageAboveGrows();
    void foldingPicksTheMessageInPlaceOfItsFrame();
};

} // namespace fg
