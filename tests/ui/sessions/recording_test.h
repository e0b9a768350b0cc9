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
    void aSessionIsInAFileWhileItRunsAndTheFileGoesWithIt();
    void whatAKilledWindowHadOnScreenIsReopenedAndSaved();
    void whatAKilledWindowLeftIsDiscardedOnlyWhenAskedFor();
    void whatIsNotReopenedIsOfferedAgain();
    void aSavedSessionOpensWithEveryRow();
    void closingAsksAboutWhatIsNotSaved();
    void closingAsksNothingWhereNothingWasSaid();
    void removingASessionAsksWhenItIsNotSaved();
    void aFileThatGoesAwayIsToldAtOnceAndTheSessionGoesOn();
    void aFullDiskIsToldAtOnceAndTheSessionGoesOn();
    void aFolderThatCannotBeMadeIsToldAtOnceAndTheSessionGoesOn();
    void aFileThatCannotBeSavedSaysWhy();
    void theStartRemovesNothingButFilesThatWereNeverWrittenTo();
    void theNewestIsOfferedHoweverManyUselessFilesThereAre();
    void ofADamagedRecordingTheWholeOneStaysWhenItsPartIsSaved();
    void removingAReopenedRecordingAsksAndThenDeletesIt();
    void closingAsksAboutAPeerThatBrokeTheRulesWithoutAMessage();
    void closingWaitsForWhatIsBeingSavedBeforeItAsks();
    void theWindowStaysWhenWhatItWaitedForCannotBeWritten();
    void closingAsksAgainAboutWhatBeganSinceItAsked();
};

// The main function for the arguments "--talk-until-killed URL MESSAGES", which run no tests: a window
// connects, sends this number of messages, prints "shown" once all of them are on screen, and keeps running.
int talkUntilKilled(int argc, char **argv);

} // namespace fg
