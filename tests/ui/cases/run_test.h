// Runs of cases as a person starts, follows, searches and stops them, against one agent and several.
#pragma once

#include <QObject>

namespace fg {

class RunTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void casesAreFoundByNumberWordAndClause_data();
    void casesAreFoundByNumberWordAndClause();
    void aSearchThatFindsNothingSaysWhatIsLookedFor();
    void aCategoryOfAFilteredTreeChecksWhatIsShown();
    void casesOnTheEchoPeerComeToTheHeadlessVerdicts();
    void aRunStopsInTheMiddle();
    void runFailedRunsWhatFailedAndNothingElse();
    void runFailedIsThereWhileACheckedAgentHasFailedCases();
    void aRunWithoutCasesSaysWhyThereAreNone();
    void aRunTellsHowFarItIsInTheTitle();
    void severalAgentsRunAndEachHasItsResults();
    void aTypedTargetBecomesTheAgentThatRuns();
    void anAgentIsAddedEditedAndRemoved();
    void aFaultySettingOfAnAgentIsNamed();
    void agentsAndJobsSurviveARestart();
};

} // namespace fg
