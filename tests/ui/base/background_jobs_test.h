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
    void jobsTogetherDoNotWaitForOneAnother();
    void manyQueuesDoNotWaitForOneAnother();
    void callsDuringTheWorkAreDeliveredBeforeItsEnd();
    void nothingIsDeliveredToADestroyedReceiver();
    void droppedJobsAreNotDelivered();
    void jobsToBeFinishedRunBeforeTheEnd();
    void aJobStartedByTheDestructorIsFinished();
    void stoppedJobsAreWaitedForAtTheEnd();
    void abandonedJobsAreNotWaitedForAtTheEnd();
    void onlyJobsWithATitleAreShown();
    void aShownJobStoppedEarlyIsDoneWithoutItsWork();
    void doneIsDestroyedInTheWindowsThread();
};

} // namespace fg
