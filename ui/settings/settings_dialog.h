// The Settings dialog. Every change is applied and written at once; Cancel goes back to what was set when the
// dialog was opened, and each page can be set to its defaults.
#pragma once

#include "ui/base/preferences.h"

#include <QDialog>

class QTabWidget;

namespace fg {

class LimitsPage;

class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    // The book must outlive the dialog. `ownFolder`: see RecordingsPage.
    SettingsDialog(PreferenceBook &book, const QString &ownFolder, QWidget *parent);

    // Opens the page with the memory for files.
    void showFileMemory();

    void reject() override;

private:
    PreferenceBook &m_book;
    const Preferences m_before;
    QTabWidget *m_pages;
    LimitsPage *m_limits;
};

} // namespace fg
