// Tests the two perspectives: each has the window to itself, with a layout of its own.
#pragma once

#include <QObject>

namespace fg {

class PerspectivesTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void nothingOfOneStandsInTheOther();
    void layoutsAreKeptApart();
    void whatArrivesDoesNotSwitch();
    void aFileGoesToThePerspectiveOfItsKind();
    void resetLayoutAndStepsLeaveTheSizeOfTheWindowAlone();
    void theWindowFitsTheScreenWithItsFrame();
    void docksHaveTheSizeThatTheyAreMadeFor();
    void octetsAreSixteenInARow();
    void aMessageIsReadInEitherWhenItsTabIsInFront();
    void noAcceleratorIsThereTwice_data();
    void noAcceleratorIsThereTwice();
    void theTabKeyReadsTheWindow();
    void casesAtAForeignHostAskOnceForEachHost();
};

} // namespace fg
