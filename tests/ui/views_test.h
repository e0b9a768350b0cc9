// What is seen of whole runs: the matrix, the history with baseline and flaky cases; server mode, spec files
// and reports in the window.
#pragma once

#include <QObject>

namespace fg {

class ViewsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theMatrixHasAPlaceForEveryCaseOfEveryAgent();
    void aClickInTheMatrixOpensTheCaseAndOneOnACategoryZooms();
    void aFieldOfTheMatrixTellsItsVerdictWhenPointedAt();
    void theMatrixIsExportedAsPageAndPicture();
    void everyRunIsKeptAndTwoAreCompared();
    void aBaselineIsSetByAClickAndSaysWhatChanged();
    void aCaseThatIsNotAlwaysTheSameIsCalledFlaky();
    void clientsAppearAsAgentsWhileTheyRun();
    void aClientOfAnotherLibraryComesToTheHeadlessVerdicts();
    void aPortThatIsTakenIsTold();
    void aSpecFileIsOpenedAndSavedAgain();
    void aReportFolderIsOpenedByDroppingIt();
};

} // namespace fg
