#include "ui/sessions/replay_bar.h"

#include "protocol/report/wording/replay_words.h"
#include "protocol/session/live/replay_session.h"
#include "ui/base/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

namespace fg {

namespace {

constexpr int progressWidth = 160;
constexpr int wholeProgress = 1'000;

} // namespace

ReplayBar::ReplayBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_stop(new QToolButton(this))
{
    setObjectName(QStringLiteral("replayBar"));
    setFrameShape(StyledPanel);
    m_text->setObjectName(QStringLiteral("replayText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_progress->setRange(0, wholeProgress);
    m_progress->setFixedWidth(progressWidth);
    m_progress->setAccessibleName(QStringLiteral("Frames replayed"));
    m_stop->setObjectName(QStringLiteral("stopReplayButton"));
    m_stop->setText(QStringLiteral("Stop"));
    m_stop->setToolTip(
        QStringLiteral("Close the connection with a close frame; the remaining frames are not sent"));
    connect(m_stop, &QToolButton::clicked, this, [this] {
        if (ReplaySession *const replay = session())
            replay->stop();
    });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_stop);
    hide();
}

ReplaySession *ReplayBar::session() const
{
    const auto *const live = m_entry ? m_entry->as<LiveConnection>() : nullptr;
    return live ? live->replay() : nullptr;
}

void ReplayBar::setEntry(const EntryPtr &entry)
{
    m_entry = entry;
    setVisible(session() != nullptr);
    showProgress();
}

void ReplayBar::showProgress()
{
    const ReplaySession *const replay = session();
    if (!replay)
        return;
    const std::optional<ReplayOutcome> outcome = replay->outcome();
    m_progress->setVisible(!outcome);
    m_stop->setVisible(!outcome);
    if (outcome) {
        m_text->setText(toQString(replaySentence(*outcome)));
        return;
    }
    const std::uint64_t all = std::max<std::uint64_t>(1, replay->recordedFrames());
    m_text->setText(
        QStringLiteral("Replaying: %1 of %2 sent").arg(grouped(replay->sent()), quantity(all, "frame")));
    m_progress->setValue(static_cast<int>(std::min(replay->sent(), all) * wholeProgress / all));
}

} // namespace fg
