#include "ui/connect/connect_options.h"

#include "protocol/deflate/parameters.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/bench/agent_settings.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
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

int defaultLimit() { return static_cast<int>(Target().messageLimit / mebibyte); }

// Tokens between commas (RFC 9110 5.6.2).
QRegularExpression tokenList() { return QRegularExpression(QStringLiteral("[!#$%&'*+.^_`|~0-9A-Za-z, -]*")); }

// A limit in seconds, without needless decimals.
class SecondsBox final : public QDoubleSpinBox
{
public:
    SecondsBox(const QString &name, const QString &toolTip, Duration usual, QWidget *parent)
        : QDoubleSpinBox(parent)
    {
        setObjectName(name);
        setToolTip(toolTip);
        setLocale(QLocale::c());
        setDecimals(3);
        setRange(inSeconds(shortestLimit), inSeconds(longestLimit));
        setSuffix(QStringLiteral(" s"));
        setValue(inSeconds(usual));
    }
    [[nodiscard]] QString textFromValue(double seconds) const override
    {
        return QString::number(seconds, 'g', 8);
    }
};

} // namespace

ConnectOptions::ConnectOptions(QWidget *parent)
    : QWidget(parent)
    , m_origin(new QLineEdit(this))
    , m_subprotocols(new QLineEdit(this))
    , m_messageLimit(new QSpinBox(this))
    , m_connectLimit(new SecondsBox(QStringLiteral("connectLimitBox"),
                                    QStringLiteral("How long the name, TCP and TLS may take together"),
                                    Target().connectLimit, this))
    , m_openingLimit(new SecondsBox(QStringLiteral("openingLimitBox"),
                                    QStringLiteral("How long the answer to the opening handshake may take"),
                                    Target().openingLimit, this))
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
    m_messageLimit->setObjectName(QStringLiteral("messageLimitBox"));
    m_messageLimit->setRange(1, longestMessage);
    m_messageLimit->setSuffix(QStringLiteral(" MiB"));
    m_messageLimit->setValue(defaultLimit());
    m_messageLimit->setToolTip(QStringLiteral("A longer message ends the connection with code 1009"));
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
    add(limits, QStringLiteral("Longest message"), m_messageLimit, 0);
    add(limits, QStringLiteral("Connect within"), m_connectLimit, 0);
    add(limits, QStringLiteral("Open within"), m_openingLimit, 0);
    limits->addSpacing(8);
    limits->addWidget(m_compression);
    limits->addStretch(1);
    connect(m_origin, &QLineEdit::textChanged, this, &ConnectOptions::changed);
    connect(m_subprotocols, &QLineEdit::textChanged, this, &ConnectOptions::changed);
    connect(m_messageLimit, &QSpinBox::valueChanged, this, &ConnectOptions::changed);
    connect(m_connectLimit, &QDoubleSpinBox::valueChanged, this, &ConnectOptions::changed);
    connect(m_openingLimit, &QDoubleSpinBox::valueChanged, this, &ConnectOptions::changed);
    connect(m_compression, &QCheckBox::toggled, this, &ConnectOptions::changed);
}

QStringList ConnectOptions::summary() const
{
    QStringList said;
    if (!m_origin->text().trimmed().isEmpty())
        said += QStringLiteral("Origin");
    if (!m_subprotocols->text().trimmed().isEmpty())
        said += QStringLiteral("subprotocols");
    if (m_messageLimit->value() != defaultLimit())
        said += QStringLiteral("longest message %1 MiB").arg(m_messageLimit->value());
    if (m_connectLimit->value() != inSeconds(Target().connectLimit))
        said += QStringLiteral("connect within %1").arg(m_connectLimit->text());
    if (m_openingLimit->value() != inSeconds(Target().openingLimit))
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
    target.connectLimit = limitOf(m_connectLimit->value(), target.connectLimit);
    target.openingLimit = limitOf(m_openingLimit->value(), target.openingLimit);
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
    m_messageLimit->setValue(static_cast<int>(target.messageLimit / mebibyte));
    m_connectLimit->setValue(inSeconds(target.connectLimit));
    m_openingLimit->setValue(inSeconds(target.openingLimit));
    m_compression->setChecked(!target.extensions.empty());
}

void ConnectOptions::restore(const QSettings &settings)
{
    m_origin->setText(settings.value(settings_keys::origin).toString());
    m_subprotocols->setText(settings.value(settings_keys::subprotocols).toString());
    m_messageLimit->setValue(settings.value(settings_keys::messageLimit, defaultLimit()).toInt());
    m_connectLimit->setValue(
        inSeconds(limitOf(settings.value(settings_keys::connectLimit), Target().connectLimit)));
    m_openingLimit->setValue(
        inSeconds(limitOf(settings.value(settings_keys::openingLimit), Target().openingLimit)));
    m_compression->setChecked(settings.value(settings_keys::compression, false).toBool());
}

void ConnectOptions::save(QSettings &settings) const
{
    settings.setValue(settings_keys::origin, m_origin->text());
    settings.setValue(settings_keys::subprotocols, m_subprotocols->text());
    settings.setValue(settings_keys::messageLimit, m_messageLimit->value());
    settings.setValue(settings_keys::connectLimit, m_connectLimit->value());
    settings.setValue(settings_keys::openingLimit, m_openingLimit->value());
    settings.setValue(settings_keys::compression, m_compression->isChecked());
}

} // namespace fg
