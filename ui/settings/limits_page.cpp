#include "ui/settings/limits_page.h"

#include "ui/base/text.h"
#include "ui/kit/seconds_box.h"

#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>

namespace fg {

namespace {

constexpr std::string_view fileMemoryWords =
    "the most memory that what is read of a file of sessions may take; of "
    "a file that needs more, the beginning is opened";

} // namespace

LimitsPage::LimitsPage(PreferenceBook &book, QWidget *parent)
    : SettingsPage(book, parent)
    , m_connect(makeTime(QStringLiteral("usualConnectLimit"), connectTimeLimit, &Preferences::connectLimit))
    , m_open(makeTime(QStringLiteral("usualOpenLimit"), openTimeLimit, &Preferences::openingLimit))
    , m_close(makeTime(QStringLiteral("usualCloseLimit"), closeTimeLimit, &Preferences::closingLimit))
    , m_message(makeSize(QStringLiteral("usualMessageLimit"), 1, Preferences::mostMessageMebibytes,
                         &Preferences::messageMebibytes))
    , m_file(makeSize(QStringLiteral("fileMemory"), Preferences::leastFileMemory, Preferences::mostFileMemory,
                      &Preferences::fileMebibytes))
{
    m_message->setToolTip(limitToolTip(longestMessageLimit.words, longestMessageLimit.flag));
    m_file->setToolTip(limitToolTip(fileMemoryWords, "--file-memory"));
    auto *form = new QFormLayout(this);
    const auto explain = [this, form](const QString &text) {
        auto *label = new QLabel(text, this);
        label->setWordWrap(true);
        form->addRow(label);
    };
    explain(
        QStringLiteral("A new request, and a new target of cases, begins with these limits. The request has "
                       "fields of its own for all but the closing; cases have their own closing."));
    form->addRow(QStringLiteral("&Connect within"), m_connect);
    form->addRow(QStringLiteral("&Open within"), m_open);
    form->addRow(QStringLiteral("Close &within"), m_close);
    form->addRow(QStringLiteral("&Longest message"), m_message);
    explain(QStringLiteral("For each file of sessions that is opened from now on:"));
    form->addRow(QStringLiteral("&Memory for a file"), m_file);
    refresh();
}

SecondsBox *LimitsPage::makeTime(const QString &name, const TargetTimeLimit &limit,
                                 Duration Preferences::*value)
{
    auto *box = new SecondsBox(limit, this);
    box->setObjectName(name);
    connect(box, &SecondsBox::valueChanged, this,
            [this, box, value] { change([&](Preferences &values) { values.*value = box->limit(); }); });
    return box;
}

QSpinBox *LimitsPage::makeSize(const QString &name, int least, int most, int Preferences::*value)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(name);
    box->setRange(least, most);
    box->setSuffix(QStringLiteral(" MiB"));
    connect(box, &QSpinBox::valueChanged, this,
            [this, value](int size) { change([=](Preferences &values) { values.*value = size; }); });
    return box;
}

void LimitsPage::focusFileMemory()
{
    m_file->setFocus(Qt::ShortcutFocusReason);
    m_file->selectAll();
}

void LimitsPage::show(const Preferences &values)
{
    m_connect->setLimit(values.connectLimit);
    m_open->setLimit(values.openingLimit);
    m_close->setLimit(values.closingLimit);
    m_message->setValue(values.messageMebibytes);
    m_file->setValue(values.fileMebibytes);
}

void LimitsPage::take(Preferences &values, const Preferences &others) const
{
    values.connectLimit = others.connectLimit;
    values.openingLimit = others.openingLimit;
    values.closingLimit = others.closingLimit;
    values.messageMebibytes = others.messageMebibytes;
    values.fileMebibytes = others.fileMebibytes;
}

} // namespace fg
