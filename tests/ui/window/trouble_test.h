// Tests that a failed connection says in the window why it failed and what to try, without a modal dialog.
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
    void anAnswerOtherThan101IsShownWithItsBodyEscaped();
    void aTextThatIsNotAUrlIsReportedWithItsFault();
    void certificateFaultsAreAllowedForOneTargetOnly();
    void theOptionsGoIntoTheRequestAndAreRemembered();
    void casesWithoutAServerSayWhy();
};

} // namespace fg
