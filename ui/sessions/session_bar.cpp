#include "ui/sessions/session_bar.h"

#include "ui/base/text.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace fg {

namespace {

constexpr qsizetype longestFact = 300; // characters

QString recordingWords(const SessionEntry &entry)
{
    return entry.isUnsaved() ? QStringLiteral("recording, not saved") : QStringLiteral("recording");
}

QStringList factsOf(const SessionEntry &entry)
{
    QStringList facts;
    if (!entry.url.host.empty())
        facts += toQString(entry.url.text());
    if (const auto &peer = entry.summary.peer; peer && !peer->tlsVersion.empty())
        facts += toQString(peer->tlsVersion)
            + (peer->proof == PeerProof::Waived ? QStringLiteral(", certificate not verified") : QString());
    if (entry.is<Recording>())
        facts += recordingWords(entry);
    if (!entry.note.isEmpty())
        facts += QStringLiteral("Note: %1").arg(entry.note);
    for (QString &fact : facts)
        fact = shortened(fact, longestFact);
    return facts;
}

} // namespace

SessionBar::SessionBar(const QList<QAction *> &actions, QWidget *parent)
    : QWidget(parent)
    , m_facts(new QLabel(this))
{
    setObjectName(QStringLiteral("sessionBar"));
    m_facts->setObjectName(QStringLiteral("sessionFacts"));
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 2, 4, 2);
    layout->addWidget(m_facts, 1);
    for (QAction *action : actions) {
        auto *button = new QToolButton(this);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
    }
    showEntry(nullptr);
}

void SessionBar::showEntry(const SessionEntry *entry)
{
    setVisible(entry != nullptr);
    if (!entry)
        return;
    const QString text = factsOf(*entry).join(QStringLiteral("  ·  "));
    if (text == m_facts->text())
        return;
    m_facts->setText(text);
    m_facts->setToolTip(plainToolTip(text));
}

} // namespace fg
