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
    void everyPanelTellsAboutARecording();
    void rowsAreThereWhileTheRestIsReadAndCancelKeepsThem();
    void ofACutFileWhatIsGoodIsShownAndTheOffsetOfTheCutIsTold_data();
    void ofACutFileWhatIsGoodIsShownAndTheOffsetOfTheCutIsTold();
    void anArchiveOfABrowserOpens();
    void whatWasOpenedIsListedAndOpensAgainAfterARestart();
    void aFileThatIsNothingSaysSo();
    void aPipeIsRefusedWithoutWaitingForIt();
    void whatIsWrongWithAFileStaysThereWhenAnotherSessionIsShown();
};

} // namespace fg
