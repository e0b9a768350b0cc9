// Tests that the address field does what a person types into it, and nothing else.
#pragma once

#include <QObject>

namespace fg {

class AddressTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void enterOpensASessionWhileAnotherIsConnected();
    void theFieldKeepsTheKeyboardOnceItIsUsedAgain();
    void typingIsNotDisturbedByAThousandMessagesASecond();
    void aCompletionTakesTheFieldOnlyWhenItIsChosen();
    void anAddressOfATargetOfCasesChangesNoOption();
    void anAddressWithoutItsSchemeConnects_data();
    void anAddressWithoutItsSchemeConnects();
    void headerFieldsAreSentAndNamedWhileTheyAreHidden();
    void aLineThatIsNoHeaderFieldIsNamedBeforeAnythingIsSent();
    void aTargetOfCasesIsTalkedToByHandWithItsOptionsInSight();
    void theHistoryIsSavedWhenItChanges();
};

} // namespace fg
