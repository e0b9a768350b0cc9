// Tests the Settings dialog: what is set there holds at once, everywhere, and also after the program was
// killed.
#pragma once

#include <QObject>

namespace fg {

class SettingsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void whatIsSetHoldsAtOnceAndIsWrittenAtOnce();
    void cancelGoesBackToWhatWasSetBefore();
    void aPageHasItsDefaultsBackAndTheOthersStay();
    void theKeysZoomBothFonts();
    void tablesKeepTheirColumnsInCharacters();
    void nothingAboveTheLogIsCutAtAnyZoom();
    void darkAndLightAreChosenAndTheSystemComesBack();
    void uncheckedBoxesAreSeenInDark();
    void aCheckedToolButtonIsToldFromOneThatIsNot_data();
    void aCheckedToolButtonIsToldFromOneThatIsNot();
    void timesHaveTheChosenFormEverywhere();
    void aNewRequestHasTheChosenLimits();
    void theMemoryForFilesIsAskedForInTheFileMenu();
    void faultyValuesInTheFileAreTheDefaults_data();
    void faultyValuesInTheFileAreTheDefaults();
    void theWindowStartsWithAFileOfFaultyValues();
    void recordingsGoToTheChosenFolder();
    void aFolderThatCannotBeUsedIsNamedAndNotUsed();
    void onlyRecordingsThatWerePutOffAreDeletedBeyondTheLimits();
    void nothingIsDeletedThatIsInUseOrThatThisProgramHasNotNamed();
    void theSettingsSayWhatIsDeletedAndWhen();
    void resetLayoutLeavesTheSettingsAlone();
    void whatIsArrangedIsWrittenBeforeTheWindowCloses();
    void noAcceleratorIsThereTwiceInADialog();
    void theTabKeyReadsADialog();
    void noHintIsBesideTypedText();
};

} // namespace fg
