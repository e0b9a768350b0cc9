// Tests that results, files that were read, and typed text are not lost when the window closes, when names
// collide, and when runs are deleted.
#pragma once

#include <QObject>

namespace fg {

class KeepingTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void closingDuringARunKeepsItsResults();
    void closingWhileClientsAreTestedKeepsTheirResults();
    void aSteppedCaseIsInTheHistory();
    void deletedRunsComeBackUntilTheWindowCloses();
    void veryManyRunsAreDeletedAtOnce();
    void aBaselineThatCannotBeReadIsRememberedAndReported();
    void textTypedForOneAgentTooManyIsKept();
    void anAgentKeepsItsNameWhileCasesRun();
    void theCommandOfACaseIsThatOfItsRunEvenIfTheAgentChanges();
    void runningTheCheckedLeavesTheChecksAlone();
    void aServerThatServesOneConnectionAtATimeIsReported();
};

} // namespace fg
