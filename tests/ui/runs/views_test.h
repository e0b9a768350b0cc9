// The views of whole runs: the matrix, and the history with the baseline and flaky cases.
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
    void thePictureOfVeryManyAgentsIsCutAndSaysSo();
    void everyRunIsKeptAndTwoAreCompared();
    void aBaselineIsSetByAClickAndSaysWhatChanged();
    void aCaseThatIsNotAlwaysTheSameIsCalledFlaky();
};

} // namespace fg
