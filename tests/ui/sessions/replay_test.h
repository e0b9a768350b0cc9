// Tests that recorded sessions are replayed from the window.
#pragma once

#include <QObject>

namespace fg {

class ReplayTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aRecordingIsReplayedAgainstAnotherLibrary_data();
    void aRecordingIsReplayedAgainstAnotherLibrary();
    void masksAreFreshOrAsRecorded();
    void aReplayStopsWhenAskedTo();
    void whatCannotBeReplayedSaysWhy();
    void aFileThatIsCutIsNotReplayedToItsEnd();
    void aReplayThatCannotConnectIsTriedAgain();
    void aReplayIsALiveSessionThatCanBeSaved();
};

} // namespace fg
