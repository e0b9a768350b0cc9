// Tests that sessions are saved, and that closing the window and removing a session ask about those that are
// not.
#pragma once

#include <QObject>

namespace fg {

class SavingTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aSavedSessionOpensWithEveryRow();
    void closingAsksAboutUnsavedSessions();
    void closingAsksNothingIfNoMessageWasExchanged();
    void removingASessionAsksWhenItIsNotSaved();
    void aFileThatCannotBeSavedSaysWhy();
    void closingAsksAboutAPeerThatBrokeTheRulesWithoutAMessage();
    void closingWaitsForASaveBeforeItAsks();
    void theWindowStaysOpenWhenTheFileCannotBeWritten();
    void closingAsksAgainAboutNewSessions();
};

} // namespace fg
