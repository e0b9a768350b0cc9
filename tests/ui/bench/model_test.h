// The models keep the contract of Qt's views, and small classes behave as documented.
#pragma once

#include <QObject>

namespace fg {

class ModelTest final : public QObject
{
    Q_OBJECT

private slots:
    void theWireLogModelKeepsItsContractWhileRowsCome();
    void aFrameUnderWayShowsMoreAsItsPayloadLeaves();
    void theFieldModelKeepsItsContract();
    void theFieldAtAnOctetIsTheInnermost();
    void theCaseModelKeepsItsContract();
    void aCategoryIsCheckedWithItsCases();
    void theSessionBookKeepsItsContract();
    void whatNobodyHasInAFileIsUnsaved();
    void aSavedRecordingGivesUpTheFileOfAKilledProgram();
    void tablesKeepTheirContract();
    void theFindingsModelKeepsItsContract();
    void aFaultyHexadecimalIsNamed_data();
    void aFaultyHexadecimalIsNamed();
    void theHexViewReadsOnlyWhatItShows();
};

} // namespace fg
