// Tests of input from outside the window: clients in server mode, spec files and reports.
#pragma once

#include <QObject>

namespace fg {

class DeskTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void clientsAppearAsAgentsWhileTheyRun();
    void aPageThatIsRefusedIsShown();
    void theCasesThatAClientCouldNotRunAreNotedWithItsRun();
    void aClientOfAnotherLibraryGetsTheHeadlessVerdicts();
    void aTakenPortIsReportedAndTriedAgain();
    void aSpecFileIsOpenedAndSavedAgain();
    void allServersOfASpecFileRunAndTheAddressStaysAsItWasTyped();
    void agentsKeepTheirSettingsWhenASpecFileHasTheirNames();
    void aSpecFileIsOpenedWhileCasesRun();
    void aSpecFileWithTooManyAgentsIsReported();
    void settingsThatASpecFileCannotHoldAreReportedWhenItIsSaved();
    void aSpecFileForClientsIsRefusedWhileTheyAreTested();
    void aReportFolderIsOpenedByDroppingIt();
    void aCaseOfAReportThatCannotBeReadIsTriedAgain();
    void aReportIsShownBesideOwnResultsOfTheSameName();
    void aHostileReportIsShownUpToTheLimitOfAgents();
    void readingAReportIsCancelled();
    void theWindowClosesWhileAReportIsRead();
    void whatCannotBeOpenedIsNamed_data();
    void whatCannotBeOpenedIsNamed();
};

} // namespace fg
