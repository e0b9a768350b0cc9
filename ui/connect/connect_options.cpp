#include "ui/connect/connect_options.h"

#include "protocol/deflate/parameters.h"
#include "ui/base/preferences.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/kit/seconds_box.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QRegularExpressionValidator>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>

namespace fg {
namespace {

int mebibytesOf(std::uint64_t octets) { return static_cast<int>(octets / mebibyte); }

// Tokens between commas (RFC 9110 5.6.2).
QRegularExpression tokenList() { return QRegularExpression(QStringLiteral("[!#$%&'*+.^_`|~0-9A-Za-z, -]*")); }

} // namespace

ConnectOptions::ConnectOptions(QWidget *parent)
    : QWidget(parent)
    , m_origin(new QLineEdit(this))
    , m_subprotocols(new QLineEdit(this))
    , m_messageLimit(new QSpinBox(this))
    , m_connectLimit(new SecondsBox(connectTimeLimit, this))
    , m_openingLimit(new SecondsBox(openTimeLimit, this))
    , m_compression(new QCheckBox(QStringLiteral("Compression"), this))
{
    setObjectName(QStringLiteral("optionsRow"));
    m_origin->setObjectName(QStringLiteral("originEdit"));
    m_origin->setPlaceholderText(QStringLiteral("none"));
    m_origin->setToolTip(QStringLiteral("Header field Origin of the request, as a browser would send it"));
    m_subprotocols->setObjectName(QStringLiteral("subprotocolsEdit"));
    m_subprotocols->setPlaceholderText(QStringLiteral("none"));
    m_subprotocols->setToolTip(
        QStringLiteral("Subprotocols to offer, separated by commas, the preferred one first"));
    m_subprotocols->setValidator(new QRegularExpressionValidator(tokenList(), this));
    m_connectLimit->setObjectName(QStringLiteral("connectLimitBox"));
    m_openingLimit->setObjectName(QStringLiteral("openingLimitBox"));
    m_messageLimit->setObjectName(QStringLiteral("messageLimitBox"));
    m_messageLimit->setRange(1, mebibytesOf(mostMessageOctets));
    m_messageLimit->setSuffix(QStringLiteral(" MiB"));
    m_messageLimit->setValue(mebibytesOf(m_usual.messageLimit));
    m_messageLimit->setToolTip(limitToolTip(longestMessageLimit.words, longestMessageLimit.flag));
    m_compression->setObjectName(QStringLiteral("compressionBox"));
    m_compression->setToolTip(
        QStringLiteral("Offer permessage-deflate; if the server accepts it, messages are compressed"));

    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    auto *request = new QHBoxLayout;
    auto *limits = new QHBoxLayout;
    rows->addLayout(request);
    rows->addLayout(limits);
    const auto add = [this](QHBoxLayout *row, const QString &text, QWidget *field, int stretch) {
        auto *label = new QLabel(text, this);
        label->setBuddy(field);
        if (row->count() > 0)
            row->addSpacing(8);
        row->addWidget(label);
        row->addWidget(field, stretch);
    };
    add(request, QStringLiteral("Origin"), m_origin, 3);
    add(request, QStringLiteral("Subprotocols"), m_subprotocols, 2);
    add(limits, toQString(longestMessageLimit.name), m_messageLimit, 0);
    add(limits, toQString(connectTimeLimit.name), m_connectLimit, 0);
    add(limits, toQString(openTimeLimit.name), m_openingLimit, 0);
    limits->addSpacing(8);
    limits->addWidget(m_compression);
    limits->addStretch(1);
    connect(m_origin, &QLineEdit::textChanged, this, &ConnectOptions::changed);
    connect(m_subprotocols, &QLineEdit::textChanged, this, &ConnectOptions::changed);
    connect(m_messageLimit, &QSpinBox::valueChanged, this, &ConnectOptions::changed);
    connect(m_connectLimit, &SecondsBox::valueChanged, this, &ConnectOptions::changed);
    connect(m_openingLimit, &SecondsBox::valueChanged, this, &ConnectOptions::changed);
    connect(m_compression, &QCheckBox::toggled, this, &ConnectOptions::changed);
}

QStringList ConnectOptions::summary() const
{
    QStringList said;
    if (!m_origin->text().trimmed().isEmpty())
        said += QStringLiteral("Origin");
    if (!m_subprotocols->text().trimmed().isEmpty())
        said += QStringLiteral("subprotocols");
    if (m_messageLimit->value() != mebibytesOf(m_usual.messageLimit))
        said += QStringLiteral("longest message %1 MiB").arg(m_messageLimit->value());
    if (m_connectLimit->limit() != m_usual.connectLimit)
        said += QStringLiteral("connect within %1").arg(m_connectLimit->text());
    if (m_openingLimit->limit() != m_usual.openingLimit)
        said += QStringLiteral("open within %1").arg(m_openingLimit->text());
    if (m_compression->isChecked())
        said += QStringLiteral("compression");
    return said;
}

void ConnectOptions::applyTo(Target &target) const
{
    target.origin = m_origin->text().trimmed().toStdString();
    target.subprotocols.clear();
    for (const QString &name : m_subprotocols->text().split(QLatin1Char(','))) {
        for (const QString &token : name.split(QLatin1Char(' '), Qt::SkipEmptyParts))
            target.subprotocols.push_back(token.toStdString());
    }
    target.messageLimit = static_cast<std::uint64_t>(m_messageLimit->value()) * mebibyte;
    target.connectLimit = m_connectLimit->limit();
    target.openingLimit = m_openingLimit->limit();
    target.closingLimit = m_usual.closingLimit;
    target.extensions.clear();
    if (m_compression->isChecked())
        target.extensions = fieldValueOf({{.clientMaxWindowBits = DeflateOffer::ClientWindow{}}});
}

void ConnectOptions::show(const Target &target)
{
    m_origin->setText(toQString(target.origin));
    QStringList names;
    for (const std::string &name : target.subprotocols)
        names += toQString(name);
    m_subprotocols->setText(names.join(QStringLiteral(", ")));
    showLimits(target);
    m_compression->setChecked(!target.extensions.empty());
}

void ConnectOptions::showLimits(const Target &target)
{
    m_messageLimit->setValue(mebibytesOf(target.messageLimit));
    m_connectLimit->setLimit(target.connectLimit);
    m_openingLimit->setLimit(target.openingLimit);
}

// A limit that somebody has entered stays.
void ConnectOptions::setUsual(const Target &usual)
{
    Target shown;
    applyTo(shown);
    for (const TargetTimeLimit &limit : {connectTimeLimit, openTimeLimit}) {
        if (shown.*limit.value == m_usual.*limit.value)
            shown.*limit.value = usual.*limit.value;
    }
    if (shown.messageLimit == m_usual.messageLimit)
        shown.messageLimit = usual.messageLimit;
    m_usual = usual;
    showLimits(shown);
    emit changed();
}

void ConnectOptions::restore(const QSettings &settings)
{
    m_origin->setText(settings.value(settings_keys::origin).toString());
    m_subprotocols->setText(settings.value(settings_keys::subprotocols).toString());
    Target limits = m_usual;
    const int usual = mebibytesOf(m_usual.messageLimit);
    limits.messageLimit = mebibyte
        * static_cast<std::uint64_t>(numberIn(settings, settings_keys::messageLimit, 1,
                                              mebibytesOf(mostMessageOctets), usual));
    limits.connectLimit = limitOf(settings.value(settings_keys::connectLimit), limits.connectLimit);
    limits.openingLimit = limitOf(settings.value(settings_keys::openingLimit), limits.openingLimit);
    showLimits(limits);
    m_compression->setChecked(settings.value(settings_keys::compression, false).toBool());
}

void ConnectOptions::save(QSettings &settings) const
{
    settings.setValue(settings_keys::origin, m_origin->text());
    settings.setValue(settings_keys::subprotocols, m_subprotocols->text());
    // A limit that is the usual one follows it.
    const auto saveLimit = [&settings](const QString &key, const auto &value, bool isUsual) {
        if (isUsual)
            settings.remove(key);
        else
            settings.setValue(key, value);
    };
    saveLimit(settings_keys::messageLimit, m_messageLimit->value(),
              m_messageLimit->value() == mebibytesOf(m_usual.messageLimit));
    saveLimit(settings_keys::connectLimit, m_connectLimit->value(),
              m_connectLimit->limit() == m_usual.connectLimit);
    saveLimit(settings_keys::openingLimit, m_openingLimit->value(),
              m_openingLimit->limit() == m_usual.openingLimit);
    settings.setValue(settings_keys::compression, m_compression->isChecked());
}

} // namespace fg
