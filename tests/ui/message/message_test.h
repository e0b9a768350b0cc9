// Reading a message: wrapped text, the JSON tree, images, and the panel that shows them.
#pragma once

#include <QObject>

namespace fg {

class MessageTest final : public QObject
{
    Q_OBJECT

private slots:
    void aTextIsWrappedAtSpacesWhereThatIsPossible();
    void nothingIsLostWhateverTheTextAndTheWidth();
    void charactersThatCannotBeSeenAppearAsSigns();

    void jsonIsATreeOfPlacesInTheText();
    void prettyJsonHasTheSameValues();
    void brokenJsonNamesThePlace_data();
    void brokenJsonNamesThePlace();
    void tooManyJsonValuesAreRefused();

    void aMessageIsJoinedAndInflated();
    void aMessageWhoseInflatedOctetsAreGoneIsInflatedAgain();
    void anImageOfTooManyPixelsIsNotDecoded();
    void aBrokenImageIsSaidToBeBroken();

    void theBestViewIsShownAndTheChosenOneIsKeptForEachSession();
    void whatIsNotUtf8IsLit();
    void aLongArrayOpensInParts();
    void aMessageThatEndsLaterIsReadAgain();
    void aLongMessageIsReadWhole();
    void theMessageIsCopiedInFourForms();
};

} // namespace fg
