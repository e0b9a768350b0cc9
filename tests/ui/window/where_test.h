#pragma once

#include <QObject>

namespace fg {

class WhereTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everyWayLeadsToTheRowTheFieldAndTheOctets_data();
    void everyWayLeadsToTheRowTheFieldAndTheOctets();
    void theKeyGoesFromFaultToFaultInOneRowToo();
    void theRowAndItsMarkSayWhatIsWrong();
    void theFailureNamesTheFrameAndTheCode();
    void theTabCountsFindings();
    void theReportIsCopied();
    void aFaultAtTheEndOfALongPayloadIsLit();
    void aFaultInInflatedOctetsIsLitThereToo();
    void aHeaderFieldThatDoesNotFitIsLit();
    void oneLookEverywhere();
    void theCauseComesBeforeItsEffects();
    void aRefusalIsNoBrokenRule();
    void aFaultOfACertificateCanBeLookedAtAndAllowed();
    void anotherSessionTakesTheBannerAway();
};

} // namespace fg
