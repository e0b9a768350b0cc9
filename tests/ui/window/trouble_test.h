// What cannot connect says why and what to try, in the window and without stopping it.
#pragma once

#include <QObject>

namespace fg {

class TroubleTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aRefusedConnectionSaysWhy();
    void anUnknownHostSaysWhy();
    void anAnswerThatIsNo101ShowsItsBodyEscaped();
    void aTextThatIsNoUrlSaysWhatIsWrong();
    void certificateFaultsAreAllowedForOneTargetOnly();
    void theOptionsGoIntoTheRequestAndAreRemembered();
    void casesAgainstNobodySayWhy();
};

} // namespace fg
