#include "ui/settings/settings_dialog.h"

#include "ui/settings/limits_page.h"
#include "ui/settings/look_page.h"
#include "ui/settings/recordings_page.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace fg {

SettingsDialog::SettingsDialog(PreferenceBook &book, const QString &ownFolder, QWidget *parent)
    : QDialog(parent)
    , m_book(book)
    , m_before(book.values())
    , m_pages(new QTabWidget(this))
    , m_limits(new LimitsPage(book))
{
    setObjectName(QStringLiteral("settingsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(QStringLiteral("Settings"));
    m_pages->setObjectName(QStringLiteral("settingsPages"));
    m_pages->addTab(new LookPage(book), QStringLiteral("Appearance"));
    m_pages->addTab(new RecordingsPage(book, ownFolder), QStringLiteral("Recordings"));
    m_pages->addTab(m_limits, QStringLiteral("Limits"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setToolTip(QStringLiteral("Go back to what was set before"));
    QPushButton *const defaults =
        buttons->addButton(QStringLiteral("Restore &defaults"), QDialogButtonBox::ResetRole);
    defaults->setObjectName(QStringLiteral("restoreDefaultsButton"));
    defaults->setToolTip(QStringLiteral("Set everything on this page to its default"));
    connect(defaults, &QPushButton::clicked, this,
            [this] { qobject_cast<SettingsPage *>(m_pages->currentWidget())->restoreDefaults(); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SettingsDialog::reject);
    setTabOrder(defaults, buttons->button(QDialogButtonBox::Ok));
    setTabOrder(buttons->button(QDialogButtonBox::Ok), buttons->button(QDialogButtonBox::Cancel));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_pages, 1);
    layout->addWidget(buttons);
}

void SettingsDialog::showFileMemory()
{
    m_pages->setCurrentWidget(m_limits);
    m_limits->focusFileMemory();
}

void SettingsDialog::reject()
{
    m_book.set(m_before);
    QDialog::reject();
}

} // namespace fg
