// Work aside from the window's thread: what comes of it, in which order, and what becomes of it when whoever
// waits for it is gone.
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
