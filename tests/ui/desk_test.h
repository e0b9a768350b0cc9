// What comes to the window from elsewhere: clients in server mode, spec files and reports.
#pragma once

#include <QObject>

namespace fg {

class DeskTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void clientsAppearAsAgentsWhileTheyRun();
    void aClientOfAnotherLibraryComesToTheHeadlessVerdicts();
    void aPortThatIsTakenIsTold();
    void aSpecFileIsOpenedAndSavedAgain();
    void aReportFolderIsOpenedByDroppingIt();
};

} // namespace fg
