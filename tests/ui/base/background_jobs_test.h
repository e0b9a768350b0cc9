// Work outside the window's thread: its results, their order, and what happens when the receiver is
// destroyed.
#pragma once

#include <QObject>

namespace fg {

class BackgroundJobsTest : public QObject
{
    Q_OBJECT

private slots:
    void aResultComesBackInTheWindowsThread();
    void oneByOneEachBeginsWhenTheOneBeforeHasEnded();
    void jobsThatGoTogetherDoNotWaitForOneAnother();
    void manyQueuesDoNotWaitForOneAnother();
    void whatIsToldOnTheWayComesBeforeTheEnd();
    void aReceiverThatIsGoneIsToldNothing();
    void whatIsGivenUpIsNotDelivered();
    void atTheEndWhatIsToBeFinishedIsDoneFirst();
    void aJobThatIsStartedAtTheVeryEndIsFinished();
    void atTheEndWhatIsToBeStoppedIsWaitedFor();
    void atTheEndNobodyWaitsForWhatIsAbandoned();
    void onlyJobsWithATitleAreShown();
    void aShownJobThatIsStoppedIsDoneWithoutItsWork();
    void whatIsToBeDoneGoesInTheWindowsThread();
};

} // namespace fg
