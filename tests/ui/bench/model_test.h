// The models keep the contract of Qt's views, and small classes behave as documented.
#pragma once

#include <QObject>

namespace fg {

class ModelTest final : public QObject
{
    Q_OBJECT

private slots:
    void theWireLogModelKeepsItsContractWhileRowsArrive();
    void anIncompleteFrameIsUpdatedAsItsPayloadLeaves();
    void theFieldModelKeepsItsContract();
    void theFieldAtAnOctetIsTheInnermost();
    void theCaseModelKeepsItsContract();
    void aCategoryIsCheckedWithItsCases();
    void theSessionBookKeepsItsContract();
    void onlySessionsThatNobodyNeedsMakeRoomForMore();
    void sessionsWithoutAFileAreUnsaved();
    void savingARecordingRemovesTheFileOfAKilledProgram();
    void tablesKeepTheirContract();
    void theFindingsModelKeepsItsContract();
    void faultsInHexadecimalAreNamed_data();
    void faultsInHexadecimalAreNamed();
    void theHexViewReadsOnlyWhatItShows();
    void aTargetIsTypedAndKeptWhateverTheEchoPeerIsCalled();
    void anAgentKeepsItsIdAndRemembersTheNameThatItWasToHave();
    void namesOfAgentsHaveNoSecretsAndStayDifferent();
    void aClientThatComesAgainIsTheSameAgentWhateverItsNameBecame();
    void aSpecFileNeedsRoomOnlyForAgentsThatAreNotListedYet();
};

} // namespace fg
