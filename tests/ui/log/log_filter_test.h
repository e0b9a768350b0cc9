// The filter in words above the wire log, by mouse and keyboard.
#pragma once

#include <QObject>

namespace fg {

class LogFilterTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void rowsAreFilteredAsOneTypesAndAtOnceByEnter();
    void aFaultIsUnderlinedAtItsPlaceAndTheFilterBeforeStays();
    void whatCanStandAtTheCursorIsOfferedAndTakenByEnter();
    void theListChangesNothingThatNobodyChose();
    void escapeClosesTheListThenClearsTheFieldThenLeavesIt();
    void namesOfTheSessionsDataAreOffered();
    void escapeStopsAFilterAndEnterBeginsAgain();
    void theLineBelowSaysHowManyRowsAreHidden();
    void theChoiceOfRowsAndMessagesComposesWithTheFilter();
    void matchesAreAppendedWhileAPickedRowStays();
    void ofHeldRowsThoseWaitThatPass();
    void clearedRowsStayHiddenWhateverTheFilter();
    void aRowThatIsWantedButHiddenClearsTheFilter();
    void everyCellHasAConditionThatItsRowPasses_data();
    void everyCellHasAConditionThatItsRowPasses();
    void aRightClickFiltersForACell();
    void whatIsSearchedForIsLitInRows();
    void filtersAreSavedAtOnceAndComeBack();
    void savedFiltersAreRenamedOrderedAndRemoved();
    void aBrokenEntryOfTheSettingsIsLeftOut();
};

} // namespace fg
