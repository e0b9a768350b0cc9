// Tests that live sessions are recorded while they run, and that the recordings of a killed window are
// offered again.
#pragma once

#include <QObject>

namespace fg {

class RecordingTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aRunningSessionHasAFileThatIsRemovedWithIt();
    void recordingsOfAKilledWindowAreReopenedAndSaved();
    void recordingsOfAKilledWindowAreDiscardedOnlyWhenAskedFor();
    void aRecoveryThatIsPutOffIsNotOfferedAgainButFound();
    void whatIsNotSavedIsOfferedAgainAfterTheProgramWasAskedToEnd();
    void whatIsSavedIsNot();
    void aDeletedFileIsReportedAtOnceAndTheSessionContinues();
    void aFullDiskIsReportedAtOnceAndTheSessionContinues();
    void aFolderThatCannotBeMadeIsReportedAtOnceAndTheSessionContinues();
    void theStartRemovesOnlyFilesThatWereNeverWrittenTo();
    void theNewestIsOfferedHoweverManyUselessFilesThereAre();
    void aDamagedRecordingIsKeptWhenItsIntactPartIsSaved();
    void removingAReopenedRecordingAsksAndThenDeletesIt();
};

// The main function for the arguments "--talk-until-killed URL MESSAGES", which run no tests: a window
// connects, sends this number of messages, prints "shown" once all of them are on screen, and keeps running.
int talkUntilKilled(int argc, char **argv);

} // namespace fg
