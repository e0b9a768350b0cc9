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
    void closingDuringARunKeepsWhatItCameTo();
    void closingWhileClientsAreTestedKeepsWhatTheyRan();
    void aSteppedCaseIsInTheHistory();
    void deletedRunsComeBackUntilTheWindowCloses();
    void veryManyRunsAreDeletedAtOnce();
    void aBaselineThatCannotBeReadIsRememberedAndSaid();
    void whatIsTypedForOneAgentTooManyStays();
    void anAgentKeepsItsNameWhileCasesRun();
    void theCommandOfACaseIsThatOfItsRunWhateverBecomesOfTheAgent();
    void runningTheCheckedLeavesTheChecksAlone();
    void aServerThatTakesOneConnectionAtATimeIsSaidToDoSo();
};

} // namespace fg
