#include "ui/log/log_jumps.h"

#include "ui/base/text.h"

namespace fg {

namespace {

// Rows searched before other events are processed: this takes some milliseconds.
constexpr RowCount sliceRows{128 * 1024};

} // namespace

LogJumps::LogJumps(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &LogJumps::search);
}

void LogJumps::goTo(std::shared_ptr<const Session> session, std::optional<RowNumber> from, Toward toward,
                    const WantedRow &wanted)
{
    m_toward = toward;
    m_what = wanted.kind == WantedRow::Kind::Close
        ? QStringLiteral("close frame")
        : QStringLiteral("pause of %1 or more").arg(shortDuration(wanted.pause));
    m_quest.emplace(std::move(session), from, toward, wanted);
    search();
}

void LogJumps::cancel()
{
    m_timer.stop();
    m_quest.reset();
}

void LogJumps::search()
{
    switch (m_quest->search(sliceRows)) {
    case RowQuest::State::UnderWay:
        m_timer.start();
        return;
    case RowQuest::State::Found:
        emit rowFound(m_quest->row());
        break;
    case RowQuest::State::NotFound:
        reportNone(m_toward, m_what);
        break;
    }
    cancel();
}

void LogJumps::reportNone(Toward toward, const QString &what)
{
    emit statusMessage(toward == Toward::Newer
                           ? QStringLiteral("No further %1 down to the end of the log.").arg(what)
                           : QStringLiteral("No further %1 up to the start of the log.").arg(what));
}

} // namespace fg
