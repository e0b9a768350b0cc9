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
    void badHexadecimalIsNamedAndNotSent();
    void theFiveCasesRunByOneClick();
    void aDoubleClickRunsOneCaseAndShowsItsLog();
    void aPickedFrameShowsFieldsAndOctetsLinkedBothWays();
    void aMaskedPayloadIsShownUnmasked();
    void theLogFollowsTheTailOnlyAtItsEnd();
    void theExportEqualsTheShownSession();
    void theExportSaysWhyItCannotBeWritten();
    void panelsTellAboutTheShownSession();
    void aCompressedMessageIsShownWithBothLengthsAndItsRatio();
    void composeAgainTakesThePickedFrame();
    void layoutAndTargetSurviveARestart();
    void closingWhileConnectedSaysGoodbye();
    void hintsAreReadableOnDarkAndOnLight();
};

} // namespace fg
