#include "ui/panels/compose_panel.h"

#include "protocol/session/live/interactive_session.h"
#include "protocol/wire/close_payload.h"
#include "protocol/wire/utf8.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/hex_input.h"
#include "ui/kit/look.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <utility>

namespace fg {

namespace {

// More octets than a person edits, but few enough for a fast text box.
constexpr std::size_t composeLimit = 64 * 1024;

// How the history is kept in the settings: the kinds that have a payload, in the order of Kind.
constexpr QLatin1String keptKinds[] = {QLatin1String("text"), QLatin1String("binary"), QLatin1String("ping"),
                                       QLatin1String("pong")};
constexpr QLatin1String kindKey{"kind"};
constexpr QLatin1String hexKey{"hex"};
constexpr QLatin1String textKey{"text"};

} // namespace

ComposePanel::ComposePanel(QWidget *parent)
    : SessionPanel(parent)
    , m_kind(new QComboBox(this))
    , m_isHex(new QCheckBox(QStringLiteral("hexadecimal"), this))
    , m_send(new QPushButton(QStringLiteral("&Send"), this))
    , m_message(new QLabel(this))
    , m_pages(new QStackedWidget(this))
{
    m_kind->setObjectName(QStringLiteral("composeKind"));
    m_kind->addItems({QStringLiteral("Text"), QStringLiteral("Binary"), QStringLiteral("Ping"),
                      QStringLiteral("Pong"), QStringLiteral("Close")});
    m_isHex->setObjectName(QStringLiteral("composeHex"));
    m_isHex->setToolTip(QStringLiteral("The payload is written as hexadecimal digits, two for each octet"));
    m_send->setObjectName(QStringLiteral("sendButton"));
    m_send->setToolTip(QStringLiteral("Ctrl+Enter"));
    m_message->setObjectName(QStringLiteral("composeMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_pages->addWidget(makePayloadPage());
    m_pages->addWidget(makeClosePage());
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ComposePanel::kindChanged);
    connect(m_isHex, &QCheckBox::toggled, this, &ComposePanel::validate);
    connect(m_send, &QPushButton::clicked, this, &ComposePanel::send);

    auto *label = new QLabel(QStringLiteral("&Kind"), this);
    label->setBuddy(m_kind);
    auto *head = new QHBoxLayout;
    head->addWidget(label);
    head->addWidget(m_kind);
    head->addWidget(m_isHex);
    head->addWidget(m_message, 1);
    head->addWidget(m_send);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addLayout(head);
    layout->addWidget(m_pages, 1);
    QWidget *previous = m_kind;
    for (QWidget *next :
         {static_cast<QWidget *>(m_isHex), static_cast<QWidget *>(m_payload), static_cast<QWidget *>(m_code),
          static_cast<QWidget *>(m_reason), static_cast<QWidget *>(m_send)}) {
        setTabOrder(previous, next);
        previous = next;
    }
    kindChanged();
}

QWidget *ComposePanel::makePayloadPage()
{
    m_payload = new QPlainTextEdit;
    m_payload->setObjectName(QStringLiteral("composePayload"));
    m_payload->setAccessibleName(QStringLiteral("Payload"));
    useFixedFont(m_payload);
    m_payload->setTabChangesFocus(true);
    m_payload->installEventFilter(this);
    connect(m_payload, &QPlainTextEdit::textChanged, this, &ComposePanel::validate);
    return m_payload;
}

QWidget *ComposePanel::makeClosePage()
{
    auto *page = new QWidget;
    m_code = new QLineEdit(QStringLiteral("1000"), page);
    m_code->setObjectName(QStringLiteral("closeCode"));
    m_code->setMaximumWidth(120);
    m_code->setPlaceholderText(QStringLiteral("none"));
    m_reason = new QLineEdit(page);
    m_reason->setObjectName(QStringLiteral("closeReason"));
    m_reason->setPlaceholderText(QStringLiteral("none"));
    for (QLineEdit *edit : {m_code, m_reason}) {
        edit->installEventFilter(this);
        connect(edit, &QLineEdit::textChanged, this, &ComposePanel::validate);
    }
    auto *form = new QFormLayout(page);
    form->addRow(QStringLiteral("Code"), m_code);
    form->addRow(QStringLiteral("Reason"), m_reason);
    return page;
}

ComposePanel::Kind ComposePanel::kind() const { return static_cast<Kind>(m_kind->currentIndex()); }

void ComposePanel::setKind(Kind kind) { m_kind->setCurrentIndex(static_cast<int>(kind)); }

void ComposePanel::kindChanged()
{
    m_pages->setCurrentIndex(kind() == Kind::Close ? 1 : 0);
    m_isHex->setVisible(kind() != Kind::Close);
    m_isHex->setEnabled(kind() == Kind::Ping || kind() == Kind::Pong);
    m_isHex->setChecked(kind() == Kind::Binary);
    validate();
}

InteractiveSession *ComposePanel::target() const { return entry() ? entry()->sendable() : nullptr; }

void ComposePanel::showError(const QString &sentence)
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, Theme::of(palette()).bad);
    m_message->setPalette(colors);
    m_message->setText(sentence);
}

void ComposePanel::validate()
{
    m_payload->setPlaceholderText(
        m_isHex->isChecked()
            ? QStringLiteral("Octets as hexadecimal, such as 48 65 6c 6c 6f")
            : QStringLiteral("Text to send; Ctrl+Enter sends it, Ctrl+Up shows earlier texts"));
    m_message->setPalette(palette());
    m_message->clear();
    bool isFine = true;
    if (kind() == Kind::Close) {
        bool isNumber = false;
        m_code->text().trimmed().toUShort(&isNumber);
        isFine = isNumber || m_code->text().trimmed().isEmpty();
        if (!isFine)
            showError(QStringLiteral("The code must be a number from 0 to 65535, or empty for none."));
    } else if (m_isHex->isChecked()) {
        const auto octets = readHex(m_payload->toPlainText());
        if (const auto *sentence = std::get_if<QString>(&octets)) {
            showError(*sentence);
            isFine = false;
        }
    }
    const bool canSend = target() != nullptr;
    if (isFine && !canSend)
        m_message->setText(QStringLiteral("Connect first: the shown session is not an open connection."));
    m_send->setEnabled(isFine && canSend);
}

void ComposePanel::refresh() { validate(); }

void ComposePanel::send()
{
    validate();
    InteractiveSession *session = target();
    if (!session || !m_send->isEnabled())
        return;
    if (kind() == Kind::Close) {
        sendClose(*session);
    } else if (sendPayload(*session)) {
        remember();
        m_payload->clear();
    }
}

// The text in the box. Unlike toPlainText() it keeps no-break spaces.
QString ComposePanel::payloadText() const
{
    QString text = m_payload->document()->toRawText();
    text.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
    text.replace(QChar::LineSeparator, QLatin1Char('\n'));
    return text;
}

bool ComposePanel::sendPayload(InteractiveSession &session)
{
    const QString text = payloadText();
    if (kind() == Kind::Text) {
        session.sendText(text.toStdString());
        return true;
    }
    OctetBuffer octets = bufferOf(text.toStdString());
    if (m_isHex->isChecked()) {
        auto read = readHex(text);
        if (!std::holds_alternative<OctetBuffer>(read))
            return false;
        octets = std::get<OctetBuffer>(std::move(read));
    }
    if (kind() == Kind::Binary)
        session.sendBinary(std::move(octets));
    else if (kind() == Kind::Ping)
        session.sendPing(std::move(octets));
    else
        session.sendPong(std::move(octets));
    return true;
}

void ComposePanel::sendClose(InteractiveSession &session)
{
    const QString code = m_code->text().trimmed();
    session.startClose(code.isEmpty() ? std::nullopt : std::optional<std::uint16_t>(code.toUShort()),
                       m_reason->text().toStdString());
}

// --- drafts and history ---

ComposePanel::Draft ComposePanel::draft() const
{
    return {kind(), m_isHex->isChecked(), payloadText(), m_code->text(), m_reason->text()};
}

void ComposePanel::show(const Draft &draft)
{
    setKind(draft.kind);
    m_isHex->setChecked(draft.isHex);
    m_payload->setPlainText(draft.text);
    m_payload->moveCursor(QTextCursor::End);
    m_code->setText(draft.code);
    m_reason->setText(draft.reason);
}

// What was written while no session was shown is for the first one that is.
void ComposePanel::entryChanged()
{
    const bool hadSession = !m_drafted.expired();
    if (hadSession)
        m_drafts[m_drafted] = draft();
    std::erase_if(m_drafts, [](const auto &kept) { return kept.first.expired(); });
    m_drafted = entry();
    const auto known = m_drafts.find(m_drafted);
    if (known != m_drafts.end())
        show(known->second);
    else if (hadSession)
        show({});
    m_recalled = m_history.size();
}

void ComposePanel::remember()
{
    Draft sent = draft();
    sent.code = Draft().code;
    sent.reason.clear();
    std::erase(m_history, sent);
    if (!sent.text.isEmpty())
        m_history.push_back(std::move(sent));
    if (m_history.size() > maxHistory)
        m_history.erase(m_history.begin());
    m_recalled = m_history.size();
    emit remembered();
}

void ComposePanel::recall(int step)
{
    if (m_recalled == m_history.size())
        m_written = draft();
    if (step < 0 ? m_recalled == 0 : m_recalled == m_history.size())
        return;
    m_recalled = step < 0 ? m_recalled - 1 : m_recalled + 1;
    show(m_recalled == m_history.size() ? m_written : m_history[m_recalled]);
}

void ComposePanel::restore(const QSettings &settings)
{
    m_history.clear();
    for (const QVariant &kept : settings.value(settings_keys::composeHistory).toList()) {
        const QVariantMap map = kept.toMap();
        const auto kind =
            std::find(std::begin(keptKinds), std::end(keptKinds), map.value(kindKey).toString());
        const QString text = map.value(textKey).toString().left(longestKept);
        if (kind != std::end(keptKinds) && !text.isEmpty() && m_history.size() < maxHistory)
            m_history.push_back({.kind = static_cast<Kind>(kind - std::begin(keptKinds)),
                                 .isHex = map.value(hexKey).toBool(),
                                 .text = text,
                                 .reason = {}});
    }
    m_recalled = m_history.size();
}

void ComposePanel::save(QSettings &settings) const
{
    QVariantList kept;
    for (const Draft &sent : m_history) {
        if (sent.text.size() <= longestKept)
            kept += QVariantMap{{kindKey, QString(keptKinds[static_cast<std::size_t>(sent.kind)])},
                                {hexKey, sent.isHex},
                                {textKey, sent.text}};
    }
    settings.setValue(settings_keys::composeHistory, kept);
}

bool ComposePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isControl = key->modifiers().testFlag(Qt::ControlModifier);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isEnter && (isControl || watched != m_payload)) {
            send();
            return true;
        }
        if (isControl && watched == m_payload && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            recall(key->key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
    }
    return SessionPanel::eventFilter(watched, event);
}

void ComposePanel::composeAgain(const Session &session, const LogRow &frame)
{
    const OctetBuffer payload = session.payload(frame, 0, composeLimit);
    if (frame.opcode() == Opcode::Close) {
        const ClosePayload close = parseClosePayload(payload);
        setKind(Kind::Close);
        m_code->setText(close.code ? QString::number(*close.code) : QString());
        m_reason->setText(toQString(charactersOf(close.reason)));
    } else {
        const bool isText = frame.opcode() == Opcode::Text || frame.opcode() == Opcode::Continuation;
        const bool isControlFrame = frame.opcode() == Opcode::Ping || frame.opcode() == Opcode::Pong;
        const bool asText = (isText || isControlFrame) && isUtf8(payload);
        if (isControlFrame)
            setKind(frame.opcode() == Opcode::Ping ? Kind::Ping : Kind::Pong);
        else
            setKind(asText ? Kind::Text : Kind::Binary);
        m_isHex->setChecked(!asText);
        m_payload->setPlainText(asText ? toQString(charactersOf(payload))
                                       : QString::fromStdString(toHex(payload)));
        // A text box changes some line ends; a payload that it would change is shown as hexadecimal.
        if (asText && bufferOf(payloadText().toStdString()) != payload) {
            if (kind() == Kind::Text)
                setKind(Kind::Binary);
            m_isHex->setChecked(true);
            m_payload->setPlainText(QString::fromStdString(toHex(payload)));
        }
        const bool isSameKind = frame.fin() && frame.rsv() == 0 && frame.opcode() != Opcode::Continuation
            && !isReserved(frame.opcode()) && (frame.opcode() != Opcode::Text || kind() == Kind::Text);
        if (!isSameKind)
            emit statusMessage(QStringLiteral(
                "The payload was copied; opcode, FIN or RSV of that frame cannot be chosen here."));
    }
    if (frame.length > payload.size())
        emit statusMessage(
            QStringLiteral("Only the first %1 octets of the payload were copied.").arg(payload.size()));
    focusInput();
}

void ComposePanel::focusInput()
{
    QWidget *input = m_payload;
    if (kind() == Kind::Close)
        input = m_code;
    input->setFocus(Qt::OtherFocusReason);
}

} // namespace fg
