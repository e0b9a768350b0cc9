// Tests the tabs of the sessions by mouse and keyboard.
#pragma once

#include <QObject>

namespace fg {

class SessionTabsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aTabSaysAddressStateRoundTripAndFindings();
    void aTabIsClosedByItsCrossAndByTheMiddleButton();
    void tabsAreDraggedIntoAnotherOrder();
    void aSessionIsRenamedAndNoted();
    void aNameAndANoteAreKeptWithTheRecording();
    void aPinnedSessionStaysAtTheFrontAndWhenOthersAreClosed();
    void aSessionConnectsAgainAsItDidBefore();
    void oneOfManyIsFoundInTheList();
    void casesHaveNoTab();
    void thePickedRowIsThereWhenOneComesBack();
    void whatIsWrittenForOneConnectionIsNotSeenInAnother();
    void theHistoryBringsBackKindAndTextAndOutlivesTheProgram();
};

} // namespace fg
