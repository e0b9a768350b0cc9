// Tests that use the window as a user does, by mouse and keyboard, against the built-in echo peer.
#pragma once

#include <QObject>

namespace fg {

class WindowTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theFirstClickConnectsToTheEchoPeer();
    void aTextTypedAndSentByKeyboardComesBack();
    void binaryPingPongAndCloseAreSentFromTheBox();
    void badHexadecimalIsReportedAndNotSent();
    void theFiveCasesRunByOneClick();
    void aDoubleClickRunsOneCaseAndShowsItsLog();
    void aPickedFrameShowsFieldsAndOctetsLinkedBothWays();
    void aMaskedPayloadIsShownUnmasked();
    void theLogFollowsTheTailOnlyAtItsEnd();
    void theExportEqualsTheShownSession();
    void theExportSaysWhyItCannotBeWritten();
    void panelsShowTheShownSession();
    void aCompressedMessageIsShownWithBothLengthsAndItsRatio();
    void composeAgainCopiesThePickedFrame();
    void layoutAndTargetSurviveARestart();
    void theUserOfAUrlIsKeptNowhere();
    void closingWhileConnectedSendsAClose();
    void hintsAreReadableOnDarkAndOnLight();
};

} // namespace fg
