// The place in the wire log: the picked row, the visible rows and the row to go to stay while rows arrive,
// while the filter changes, and while the outline is still behind the log.
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
