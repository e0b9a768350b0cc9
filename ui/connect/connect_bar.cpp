#include "ui/connect/connect_bar.h"

#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/connect/connect_options.h"
#include "ui/connect/header_edit.h"
#include "ui/connect/tls_options.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace fg {

namespace {

constexpr int headerLines = 3;
constexpr int leastAddress = 280; // pixels
constexpr qsizetype longestKept = 16'384; // characters of an address in the history

} // namespace

ConnectBar::ConnectBar(QWidget *parent)
    : QWidget(parent)
    , m_target(new QComboBox(this))
    , m_connect(new QPushButton(QStringLiteral("Co&nnect"), this))
    , m_showRequest(new QToolButton(this))
    , m_headers(new HeaderEdit(headerLines, this))
    , m_options(new ConnectOptions(this))
    , m_tls(new TlsOptions(this))
{
    setObjectName(QStringLiteral("connectBar"));
    makeTargetBox();
    m_connect->setObjectName(QStringLiteral("connectButton"));
    m_connect->setToolTip(QStringLiteral("Open a new session (Enter in the address, or Ctrl+K)"));
    connect(m_connect, &QPushButton::clicked, this, &ConnectBar::connectRequested);
    m_showRequest->setObjectName(QStringLiteral("optionsButton"));
    m_showRequest->setCheckable(true);
    m_request = makeRequest();
    m_request->hide();
    connect(m_showRequest, &QToolButton::toggled, m_request, &QWidget::setVisible);

    auto *label = new QLabel(QStringLiteral("&Address"), this);
    label->setBuddy(m_target);
    auto *row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_target, 1);
    row->addWidget(m_showRequest);
    row->addWidget(m_connect);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addLayout(row);
    layout->addWidget(m_request);
    layout->addWidget(m_tls);
    connect(m_tls, &TlsOptions::changed, this, &ConnectBar::showSummary);
    QWidget *previous = m_target;
    for (QWidget *next : {static_cast<QWidget *>(m_showRequest), static_cast<QWidget *>(m_connect)}) {
        setTabOrder(previous, next);
        previous = next;
    }
    handleTargetChange();
    // What is half typed may be a user and a password, of which nobody can say yet that they are.
    connect(m_target->lineEdit(), &QLineEdit::editingFinished, this, &ConnectBar::settingsChanged);
    connect(m_showRequest, &QToolButton::toggled, this, &ConnectBar::settingsChanged);
    connect(m_options, &ConnectOptions::changed, this, &ConnectBar::settingsChanged);
    connect(m_tls, &TlsOptions::changed, this, &ConnectBar::settingsChanged);
}

void ConnectBar::makeTargetBox()
{
    m_target->setObjectName(QStringLiteral("targetBox"));
    m_target->setAccessibleName(QStringLiteral("Address: a ws or wss URL, or the built-in echo peer"));
    m_target->setEditable(true);
    m_target->setInsertPolicy(QComboBox::NoInsert);
    m_target->setMinimumWidth(leastAddress);
    m_target->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_target->lineEdit()->setPlaceholderText(QStringLiteral("ws://host:port/path"));
    m_target->lineEdit()->setClearButtonEnabled(true);
    m_target->addItem(ConnectTarget::echo().text());
    // Completions are offered below the field. In the field, what is typed stays what it is.
    m_target->completer()->setCompletionMode(QCompleter::PopupCompletion);
    connect(m_target, &QComboBox::currentTextChanged, this, &ConnectBar::handleTargetChange);
    const auto use = [this] { m_isInUse = true; };
    connect(m_target->lineEdit(), &QLineEdit::textEdited, this, use);
    connect(m_target->lineEdit(), &QLineEdit::cursorPositionChanged, this, use);
    connect(m_target->lineEdit(), &QLineEdit::selectionChanged, this, use);
    connect(m_target->lineEdit(), &QLineEdit::returnPressed, this, &ConnectBar::connectRequested);
}

QWidget *ConnectBar::makeRequest()
{
    auto *request = new QWidget(this);
    m_headers->setObjectName(QStringLiteral("headersEdit"));
    m_headers->setAccessibleName(QStringLiteral("Header fields of the request"));
    connect(m_headers, &QPlainTextEdit::textChanged, this, &ConnectBar::showSummary);
    connect(m_options, &ConnectOptions::changed, this, &ConnectBar::showSummary);
    auto *label = new QLabel(QStringLiteral("Header fields"), request);
    label->setBuddy(m_headers);
    auto *fields = new QHBoxLayout;
    fields->addWidget(label, 0, Qt::AlignTop);
    fields->addWidget(m_headers, 1);
    auto *layout = new QVBoxLayout(request);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(fields);
    layout->addWidget(m_options);
    return request;
}

void ConnectBar::handleTargetChange()
{
    // The same target may be written in another way: with its scheme, or without.
    const ConnectTarget before = std::exchange(m_known, target());
    if (before == m_known && !before.isNone())
        return;
    m_tls->setVisible(target().text().startsWith(QLatin1String("wss:"), Qt::CaseInsensitive));
    m_tls->clearServer();
    m_base = {};
    m_agent = {};
    showSummary();
}

// What is sent along without being seen is named on the button.
void ConnectBar::showSummary()
{
    QStringList said = m_options->summary();
    const auto fields = m_headers->fields();
    if (const auto *const known = std::get_if<std::vector<HeaderField>>(&fields)) {
        if (!known->empty())
            said += quantity(known->size(), "header field");
    } else {
        said += QStringLiteral("a faulty header field");
    }
    if (!m_base.tls.certificateFile.empty())
        said += QStringLiteral("client certificate");
    m_showRequest->setText(said.isEmpty() ? QStringLiteral("Re&quest…")
                                          : QStringLiteral("Re&quest: %1 more").arg(said.size()));
    m_showRequest->setToolTip(
        said.isEmpty()
            ? QStringLiteral("Header fields, Origin, subprotocols, longest message, time limits, compression")
            : QStringLiteral("The next request has: %1.").arg(said.join(QStringLiteral(", "))));
}

ConnectTarget ConnectBar::target() const { return ConnectTarget::typed(m_target->currentText()); }

ConnectRequest ConnectBar::request() const
{
    ConnectRequest request{target(), m_base, m_agent};
    m_options->applyTo(request.target);
    m_tls->applyTo(request.target);
    const auto fields = m_headers->fields();
    if (const auto *const known = std::get_if<std::vector<HeaderField>>(&fields))
        request.target.headers = *known;
    return request;
}

QString ConnectBar::fault() const
{
    const auto fields = m_headers->fields();
    const auto *const fault = std::get_if<QString>(&fields);
    return fault ? *fault : QString();
}

void ConnectBar::setTarget(const ConnectTarget &target) { m_target->setEditText(target.text()); }

void ConnectBar::setAgent(const Agent &agent)
{
    setTarget(agent.target);
    m_base = agent.request().target;
    m_agent = agent.id;
    m_headers->showFields(m_base.headers);
    m_options->show(m_base);
    m_tls->show(m_base);
    showSummary();
    m_showRequest->setChecked(true);
}

void ConnectBar::remember()
{
    m_isInUse = false;
    if (target().isNone() || target().isEcho())
        return;
    const ConnectTarget typed = target();
    if (typed.text() != m_target->currentText())
        setTarget(typed);
    {
        const QString text = typed.toKeep();
        const QSignalBlocker blocker(m_target);
        if (const int known = m_target->findText(text, Qt::MatchExactly | Qt::MatchCaseSensitive); known >= 0)
            m_target->removeItem(known);
        // Item 0 is the echo peer, which stays first.
        m_target->insertItem(1, text);
        while (m_target->count() > maxHistory + 1)
            m_target->removeItem(m_target->count() - 1);
        m_target->setCurrentIndex(1);
        // What was typed may have a user, with which to connect again.
        if (typed.text() != text)
            setTarget(typed);
    }
    m_isInUse = false;
    emit remembered();
}

void ConnectBar::setUsual(const Target &usual) { m_options->setUsual(usual); }

const Target &ConnectBar::usual() const { return m_options->usual(); }

void ConnectBar::restore(const QSettings &settings)
{
    const QStringList history = settings.value(settings_keys::history).toStringList();
    for (const QString &text : history.first(std::min<qsizetype>(history.size(), maxHistory))) {
        const ConnectTarget known = ConnectTarget::kept(text);
        if (text.size() <= longestKept && !known.isNone() && !known.isEcho())
            m_target->addItem(known.toKeep());
    }
    m_options->restore(settings);
    m_showRequest->setChecked(settings.value(settings_keys::showOptions).toBool());
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
    settings.setValue(settings_keys::showOptions, m_showRequest->isChecked());
    settings.setValue(settings_keys::history, history);
    settings.setValue(settings_keys::lastTarget, target().toKeep());
    settings.setValue(settings_keys::caFile, m_tls->caFile());
}

void ConnectBar::focusTarget()
{
    m_target->setFocus(Qt::ShortcutFocusReason);
    m_target->lineEdit()->selectAll();
}

} // namespace fg
