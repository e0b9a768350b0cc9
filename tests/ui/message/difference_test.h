// How two picked messages differ.
#pragma once

#include <QObject>

namespace fg {

class DifferenceTest final : public QObject
{
    Q_OBJECT

private slots:
    void linesOfTextsAreMarkedAndWhatChangedInThemIsTinted();
    void jsonIsComparedValueByValue();
    void otherPayloadsAreComparedOctetByOctet();
    void equalMessagesAreSaidToBeEqual();
    void onlyTheBeginningsOfLongMessagesAreCompared();

    void twoRowsThatArePickedShowTheirDifference();
};

} // namespace fg
