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
    void aJumpWaitsUntilTheOutlineContainsTheRow();
    void aHiddenRowIsShownOnceTheOutlineContainsIt();
    void aPickOrScrollCancelsAPendingJump();
    void aNewViolationKeepsThePickedRow();
    void violationsOfADirectionAreItsOctetsAndFrames();
    void aMatchFoundLaterDoesNotMoveTheView();
    void aPickDuringASearchStays();
    void aSearchOnAHiddenTabContinuesInTheNextLog();
    void aFrameThatBecomesAMessageIsShownAsAMessage();
    void noTimeSinceTheRowAboveIsNegative();
    void visibleLinesStayWhileAMessageAboveGrows();
    void foldingPicksTheMessageInsteadOfItsFrame();
};

} // namespace fg
