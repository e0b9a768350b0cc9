#include "ui/connect/connect_bar.h"

#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/connect/connect_options.h"
#include "ui/connect/tls_options.h"
#include "ui/kit/state_label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fg {

ConnectBar::ConnectBar(QWidget *parent)
    : QWidget(parent)
    , m_target(new QComboBox(this))
    , m_connect(new QPushButton(this))
    , m_run(new QPushButton(QStringLiteral("&Run cases"), this))
    , m_state(new StateLabel(this))
    , m_showOptions(new QToolButton(this))
    , m_options(new ConnectOptions(this))
    , m_tls(new TlsOptions(this))
{
    m_target->setObjectName(QStringLiteral("targetBox"));
    m_target->setAccessibleName(QStringLiteral("Target: a ws or wss URL, or the built-in echo peer"));
    m_target->setEditable(true);
    m_target->setInsertPolicy(QComboBox::NoInsert);
    m_target->setMinimumWidth(280);
    m_target->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_target->lineEdit()->setPlaceholderText(QStringLiteral("ws://host:port/path"));
    m_target->lineEdit()->setClearButtonEnabled(true);
    m_target->addItem(ConnectTarget::echo().text());
    connect(m_target, &QComboBox::currentTextChanged, this, &ConnectBar::handleTargetChange);
    connect(m_target->lineEdit(), &QLineEdit::returnPressed, this, [this] {
        if (!m_isConnected)
            emit connectRequested();
    });

    m_connect->setObjectName(QStringLiteral("connectButton"));
    connect(m_connect, &QPushButton::clicked, this, [this] {
        if (m_isConnected)
            emit disconnectRequested();
        else
            emit connectRequested();
    });
    m_run->setObjectName(QStringLiteral("runCasesButton"));
    m_run->setToolTip(
        QStringLiteral("Run the checked cases against the target, and against the other checked agents"));
    connect(m_run, &QPushButton::clicked, this, &ConnectBar::runRequested);
    m_state->setObjectName(QStringLiteral("stateLabel"));
    m_showOptions->setObjectName(QStringLiteral("optionsButton"));
    m_showOptions->setText(QStringLiteral("O&ptions"));
    m_showOptions->setCheckable(true);
    m_showOptions->setToolTip(
        QStringLiteral("Origin, subprotocols, longest message, time limits, compression"));
    m_options->hide();
    connect(m_showOptions, &QToolButton::toggled, m_options, &QWidget::setVisible);

    auto *label = new QLabel(QStringLiteral("&Target"), this);
    label->setBuddy(m_target);
    auto *row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_target, 3);
    row->addWidget(m_showOptions);
    row->addWidget(m_connect);
    row->addWidget(m_run);
    row->addSpacing(12);
    row->addWidget(m_state, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->addLayout(row);
    layout->addWidget(m_options);
    layout->addWidget(m_tls);
    handleTargetChange();
    showState(nullptr);
}

void ConnectBar::handleTargetChange()
{
    const QString text = m_target->currentText();
    m_tls->setVisible(text.trimmed().startsWith(QLatin1String("wss:"), Qt::CaseInsensitive));
    m_tls->clearServer();
    m_base = {};
    m_agent = {};
    emit targetChanged(target());
}

ConnectTarget ConnectBar::target() const { return ConnectTarget::typed(m_target->currentText()); }

ConnectRequest ConnectBar::request() const
{
    ConnectRequest request{target(), m_base, m_agent};
    m_options->applyTo(request.target);
    m_tls->applyTo(request.target);
    return request;
}

void ConnectBar::setTarget(const ConnectTarget &target) { m_target->setEditText(target.text()); }

void ConnectBar::setAgent(const Agent &agent)
{
    if (m_target->currentText() != agent.target.text()) {
        const QSignalBlocker blocker(this);
        setTarget(agent.target);
    }
    applySettings(agent);
}

void ConnectBar::applySettings(const Agent &agent)
{
    m_base = agent.request().target;
    m_agent = agent.id;
    m_options->show(m_base);
    m_tls->show(m_base);
}

void ConnectBar::remember()
{
    if (target().isNone() || target().isEcho())
        return;
    const QString typed = m_target->currentText();
    const QString text = target().toKeep();
    const QSignalBlocker blocker(m_target);
    if (const int known = m_target->findText(text, Qt::MatchExactly | Qt::MatchCaseSensitive); known >= 0)
        m_target->removeItem(known);
    // Item 0 is the echo peer, which stays first.
    m_target->insertItem(1, text);
    while (m_target->count() > maxHistory + 1)
        m_target->removeItem(m_target->count() - 1);
    m_target->setCurrentIndex(1);
    // What was typed may have a user, with which to connect again.
    if (text != typed.trimmed())
        m_target->setEditText(typed);
}

void ConnectBar::restore(const QSettings &settings)
{
    const QStringList history = settings.value(settings_keys::history).toStringList();
    for (const QString &text : history.first(std::min<qsizetype>(history.size(), maxHistory))) {
        const ConnectTarget known = ConnectTarget::kept(text);
        if (!known.isNone() && !known.isEcho())
            m_target->addItem(text);
    }
    m_options->restore(settings);
    m_showOptions->setChecked(settings.value(settings_keys::showOptions).toBool());
    m_tls->setCaFile(settings.value(settings_keys::caFile).toString());
    const QString echo = ConnectTarget::echo().toKeep();
    setTarget(ConnectTarget::kept(settings.value(settings_keys::lastTarget, echo).toString()));
}

void ConnectBar::save(QSettings &settings) const
{
    QStringList history;
    for (int item = 1; item < m_target->count(); ++item)
        history += m_target->itemText(item);
    m_options->save(settings);
    settings.setValue(settings_keys::showOptions, m_showOptions->isChecked());
    settings.setValue(settings_keys::history, history);
    settings.setValue(settings_keys::lastTarget, target().toKeep());
    settings.setValue(settings_keys::caFile, m_tls->caFile());
}

void ConnectBar::showState(const SessionEntry *entry)
{
    const Theme theme = Theme::of(palette());
    if (m_isConnected)
        m_target->lineEdit()->deselect();
    m_isConnected = entry && entry->isUnderWay();
    m_connect->setText(m_isConnected ? QStringLiteral("Dis&connect") : QStringLiteral("&Connect"));
    if (!entry) {
        m_state->show({Mark::Ring, theme.muted, QStringLiteral("not connected")});
        return;
    }
    QString extra;
    if (const auto &peer = entry->summary.peer; peer && !peer->tlsVersion.empty())
        extra = toQString(peer->tlsVersion)
            + (peer->proof == PeerProof::Waived ? QStringLiteral(", certificate not verified") : QString());
    if (entry->is<Recording>())
        extra = entry->isUnsaved() ? QStringLiteral("recording, not saved") : QStringLiteral("recording");
    m_state->show(stateMark(*entry, theme), extra);
    m_state->setToolTip(plainToolTip(entry->title + QLatin1Char('\n') + toQString(entry->url.text())));
}

void ConnectBar::setRunning(bool on) { m_run->setEnabled(!on); }

void ConnectBar::focusTarget()
{
    m_target->setFocus(Qt::ShortcutFocusReason);
    m_target->lineEdit()->selectAll();
}

} // namespace fg
