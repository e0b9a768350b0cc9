// Tests that recorded sessions are opened in the window.
#pragma once

#include <QObject>

namespace fg {

class OpenTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aSessionFileOpensWithAllItsConnections();
    void everyPanelShowsARecording();
    void rowsAreShownWhileTheRestIsReadAndCancelKeepsThem();
    void anOpeningThatIsCancelledBeforeItBeginsOpensNothing();
    void theIntactPartOfACutFileIsShownAndTheOffsetOfTheCutReported_data();
    void theIntactPartOfACutFileIsShownAndTheOffsetOfTheCutReported();
    void theBeginningOfAFileThatIsTooLargeIsShownAndTheLimitNamed();
    void anArchiveOfABrowserOpens();
    void whatWasOpenedIsListedAndOpensAgainAfterARestart();
    void aFileOfAnUnknownKindIsReported();
    void aPipeIsRefusedWithoutWaitingForIt();
    void theFaultOfAFileStaysShownWhenAnotherSessionIsShown();
};

} // namespace fg
