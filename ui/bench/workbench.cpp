#include "ui/bench/workbench.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/session/live/target_heading.h"
#include "protocol/text/escape.h"
#include "protocol/wire/close_payload.h"
#include "ui/base/text.h"

#include <QStandardPaths>

#include <chrono>
#include <utility>

namespace fg {

namespace {

constexpr int tickMilliseconds = 33;
constexpr int lookMilliseconds = 200;

} // namespace

std::optional<Trouble> troubleOf(const SessionEntry &entry)
{
    if (entry.summary.error && !entry.recording)
        return troubleOf(*entry.summary.error, entry.url);
    if (!entry.hasEnded() || entry.reported || entry.recording)
        return std::nullopt;
    return openingTrouble(*entry.log, entry.url);
}

Workbench::Workbench(QObject *parent)
    : QObject(parent)
    , m_resolver(m_network)
    , m_bench(m_network, m_resolver, m_jobs)
    , m_vault(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QLatin1String("/sessions"))
{
    connect(&m_bench, &CaseBench::caseStarted, this, &Workbench::caseStarted);
    connect(&m_bench, &CaseBench::caseEnded, this, [this](const EntryPtr &entry) { m_book.changed(*entry); });
    connect(&m_bench, &CaseBench::caseUnreached, this, &Workbench::show);
    connect(&m_bench.current(), &CurrentAgent::changed, this, &Workbench::listCases);
    connect(&m_bench, &CaseBench::refused, this, &Workbench::refused);
    connect(&m_timer, &QTimer::timeout, this, &Workbench::tick);
    m_sinceLook.start();
    m_timer.start(tickMilliseconds);
}

// Whoever still holds an entry holds no connection any more: those end before their thread.
Workbench::~Workbench()
{
    for (const EntryPtr &entry : m_book.entries())
        entry->letGo();
}

// --- live sessions ---

void Workbench::connectTo(const ConnectRequest &request)
{
    startLive(request, [this](SessionEntry &entry, const Target &target) {
        entry.heading = headingFor(target);
        entry.live =
            std::make_unique<InteractiveSession>(m_network, target, Policies(), m_vault.begin(entry.heading));
        entry.log = entry.live->log();
    });
}

void Workbench::replay(const EntryPtr &recorded, const ConnectRequest &request,
                       const ReplaySettings &settings)
{
    startLive(request, [this, recorded, settings](SessionEntry &entry, const Target &resolved) {
        const Target target = replayTarget(resolved, *recorded->log);
        entry.title = tr("%1 (replay)").arg(entry.title);
        entry.heading = headingFor(target);
        entry.replay = std::make_unique<ReplaySession>(m_network, recorded->log, target, settings,
                                                       m_vault.begin(entry.heading));
        entry.log = entry.replay->log();
    });
}

void Workbench::startLive(const ConnectRequest &request, const Start &start)
{
    m_resolver.resolve({request}, [this, request, start](const TargetResolver::Resolved &resolved) {
        if (const auto *trouble = std::get_if<Trouble>(&resolved)) {
            emit refused(*trouble);
            return;
        }
        const Target &target = std::get<std::vector<Target>>(resolved).front();
        auto entry = std::make_shared<SessionEntry>();
        entry->isTrial = request.to.isEcho();
        entry->title = QStringLiteral("%1  %2")
                           .arg(++m_liveCount)
                           .arg(entry->isTrial ? request.to.text() : toQString(target.url.authority()));
        entry->url = target.url;
        start(*entry, target);
        entry->started = entry->heading.started;
        m_book.add(entry);
        show(entry);
    });
}

void Workbench::disconnectShown()
{
    if (!m_shown)
        return;
    if (m_shown->log->summary().state == SessionState::Open)
        m_shown->startClose(close_code::normal);
    else
        m_shown->drop();
}

InteractiveSession *Workbench::sendable() const
{
    return m_shown && m_shown->isOpen() ? m_shown->live.get() : nullptr;
}

void Workbench::closeAll()
{
    m_bench.stopAll();
    for (const EntryPtr &entry : m_book.entries()) {
        if (entry->isLive() && entry->log->summary().state == SessionState::Open)
            entry->startClose(close_code::goingAway);
    }
}

bool Workbench::hasOpenSessions() const
{
    for (const EntryPtr &entry : m_book.entries()) {
        const SessionState state = entry->log->summary().state;
        if (entry->isLive() && (state == SessionState::Open || state == SessionState::Closing))
            return true;
    }
    return false;
}

void Workbench::show(const EntryPtr &entry)
{
    if (entry == m_shown)
        return;
    m_shown = entry;
    m_progress = {};
    if (m_shown)
        m_shown->look();
    emit shownChanged();
}

void Workbench::addRecording(const EntryPtr &entry)
{
    entry->look();
    m_book.add(entry);
}

// Its last rows may have come since the list was looked at.
void Workbench::settled(const EntryPtr &entry)
{
    entry->look();
    m_book.changed(*entry);
    if (entry == m_shown)
        emit shownProgressed();
}

void Workbench::remove(const EntryPtr &entry)
{
    const int row = m_book.rowOf(entry);
    const EntryPtr kept = entry; // the caller's may be one of the book's own
    m_book.remove(kept);
    if (kept == m_shown)
        show(m_book.at(row < m_book.rowCount() ? row : row - 1));
}

// --- cases ---

void Workbench::caseStarted(const EntryPtr &entry, bool isSingle)
{
    const EntryPtr earlier = m_book.ofCase(entry->spec);
    m_book.add(entry);
    if (!m_shown || m_shown == earlier || isSingle)
        show(entry);
}

void Workbench::listCases()
{
    std::vector<EntryPtr> cases;
    for (const CaseSpec &spec : catalogue()) {
        if (const EntryPtr entry = m_bench.current().entryOf(&spec))
            cases.push_back(entry);
    }
    m_book.setCases(std::move(cases));
}

// --- time ---

void Workbench::tick()
{
    m_bench.poll();
    emit rowsDue();
    if (m_sinceLook.elapsed() < lookMilliseconds)
        return;
    m_sinceLook.restart();
    m_book.poll();
    lookAtRecordings();
    lookAtShown();
}

void Workbench::lookAtRecordings()
{
    for (const EntryPtr &entry : m_book.entries()) {
        const std::optional<RecordingFault> &fault = entry->summary.recordingFault;
        if (!entry->isLive() || !fault || std::exchange(entry->isFaultTold, true))
            continue;
        emit recordingStopped(
            {tr("%1 is not recorded any more.").arg(entry->title).toStdString(),
             escaped(fault->file) + ": " + escaped(fault->reason) + '.',
             tr("The connection goes on, and what comes is kept in memory. Make room there, or "
                "save the session elsewhere before the window is closed.")
                 .toStdString()});
    }
}

void Workbench::lookAtShown()
{
    if (!m_shown)
        return;
    const SessionSummary &summary = m_shown->summary;
    const Progress progress{summary.rows, summary.findings, summary.state, m_shown->result.has_value()};
    if (progress == m_progress)
        return;
    m_progress = progress;
    emit shownProgressed();
}

} // namespace fg
