// The result page of a case, and cases that run step by step.
#pragma once

#include <QObject>

namespace fg {

class ResultTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aBrokenRuleIsNamedWithItsClauseAndShownInTheWireLog();
    void theBrokenRuleAndItsRowAreThreeClicksAway();
    void expectedAndObservedAreShownSideBySide();
    void thatACaseRanASecondTimeIsSaidAndWhy();
    void aDoubleClickRunsACaseAgain();
    void theShownCaseIsCopiedAsACommandLine();
    void theShownCaseIsReportedForABugTracker();
    void aCaseIsSteppedThroughWithItsTimersHeld();
    void aSteppedCaseCanRunToItsEndOrBeStopped();
};

} // namespace fg
