// Tests that live sessions are recorded while they run, and which of them are kept after each kind of end.
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
    void whatIsNotReopenedIsOfferedAgain();
    void aSavedSessionOpensWithEveryRow();
    void closingAsksAboutUnsavedSessions();
    void closingAsksNothingIfNoMessageWasExchanged();
    void removingASessionAsksWhenItIsNotSaved();
    void aDeletedFileIsReportedAtOnceAndTheSessionContinues();
    void aFullDiskIsReportedAtOnceAndTheSessionContinues();
    void aFolderThatCannotBeMadeIsReportedAtOnceAndTheSessionContinues();
    void aFileThatCannotBeSavedSaysWhy();
    void theStartRemovesOnlyFilesThatWereNeverWrittenTo();
    void theNewestIsOfferedHoweverManyUselessFilesThereAre();
    void aDamagedRecordingIsKeptWhenItsIntactPartIsSaved();
    void removingAReopenedRecordingAsksAndThenDeletesIt();
    void closingAsksAboutAPeerThatBrokeTheRulesWithoutAMessage();
    void closingWaitsForASaveBeforeItAsks();
    void theWindowStaysOpenWhenTheFileCannotBeWritten();
    void closingAsksAgainAboutNewSessions();
};

// The main function for the arguments "--talk-until-killed URL MESSAGES", which run no tests: a window
// connects, sends this number of messages, prints "shown" once all of them are on screen, and keeps running.
int talkUntilKilled(int argc, char **argv);

} // namespace fg
