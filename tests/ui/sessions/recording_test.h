// Live sessions are recorded while they run: what of them stays, after whatever end.
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

// What the program does in place of its tests with "--talk-until-killed URL MESSAGES": a window that
// connects, sends so many messages, says "shown" once all are on screen, and goes on.
int talkUntilKilled(int argc, char **argv);

} // namespace fg
