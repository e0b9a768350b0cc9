#include "ui/settings/settings_page.h"

#include <QScopedValueRollback>

namespace fg {

SettingsPage::SettingsPage(PreferenceBook &book, QWidget *parent)
    : QWidget(parent)
    , m_book(book)
{
    connect(&book, &PreferenceBook::changed, this, &SettingsPage::refresh);
}

void SettingsPage::refresh()
{
    const QScopedValueRollback showing(m_isShowing, true);
    show(m_book.values());
}

void SettingsPage::restoreDefaults()
{
    forgetTyped();
    change([this](Preferences &values) { take(values, Preferences()); });
}

} // namespace fg
