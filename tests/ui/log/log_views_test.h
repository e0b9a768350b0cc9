// What the log shows and how: its levels, rows that are held or cleared, following the end, colours and
// notes.
#pragma once

#include <QObject>

namespace fg {

class LogViewsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aMessageIsCalledAMessageAndItsFragmentsAreInside();
    void framesAndOctetsAreOneClickOrKeyAway();
    void theLevelIsKeptAfterARestart();
    void aJumpToAReadShowsItOnlyInThisSession();
    void binaryThatHappensToBeTextLooksLikeBinary();
    void theCauseIsAboveItsEffect();
    void noDigitIsElided();
    void infoTakesWhatIsLeft();
    void heldRowsWaitBehindTheEdge();
    void aHoldBelongsToItsSession();
    void aRowThatWaitsIsShownWhenSomebodyGoesToIt();
    void aPickedRowStaysWhereItIs();
    void endAndTheEdgeFollowAgain();
    void clearHidesTheRowsSoFarAndUndoBringsThemBack();
    void whatIsLeftOfAClearedMessageHasLinesOfItsOwn();
    void theFirstColorRuleThatARowPassesColorsIt();
    void aFaultInAColorRuleIsSaidAtItsPlace();
    void aNoteIsWrittenFromTheMenuAndShownOnItsRow();
    void aNoteOnAFrameIsSeenOnItsMessage();
    void aNoteInAnOpenedFileIsOfferedToBeSaved();
};

} // namespace fg
