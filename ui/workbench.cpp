#include "ui/workbench.h"

#include "protocol/conformance/catalogue.h"
#include "protocol/wire/close_payload.h"
#include "ui/text.h"

#include <chrono>

namespace fg {

namespace {

constexpr int tickMilliseconds = 33;
constexpr int lookMilliseconds = 200;

} // namespace

std::optional<Trouble> troubleOf(const SessionEntry &entry)
{
    if (entry.summary.error)
        return troubleOf(*entry.summary.error, entry.url);
    if (!entry.hasEnded() || entry.reported)
        return std::nullopt;
    return openingTrouble(*entry.log, entry.url);
}

Workbench::Workbench(QObject *parent)
    : QObject(parent)
    , m_resolver(m_network)
    , m_bench(m_network, m_resolver, m_jobs)
{
    connect(&m_bench, &CaseBench::caseStarted, this, &Workbench::caseStarted);
    connect(&m_bench, &CaseBench::caseEnded, this, [this](const EntryPtr &entry) { m_book.changed(*entry); });
    connect(&m_bench, &CaseBench::caseUnreached, this, &Workbench::show);
    connect(&m_bench, &CaseBench::currentAgentChanged, this, &Workbench::listCases);
    connect(&m_bench, &CaseBench::refused, this, &Workbench::refused);
    connect(&m_timer, &QTimer::timeout, this, &Workbench::tick);
    m_sinceLook.start();
    m_timer.start(tickMilliseconds);
}

// Whoever still holds an entry holds no connection any more: those end before their thread.
Workbench::~Workbench()
{
    for (const EntryPtr &entry : m_book.entries())
        entry->live.reset();
}

// --- live sessions ---

void Workbench::connectTo(const ConnectRequest &request)
{
    m_resolver.resolve({request}, [this, request](const TargetResolver::Resolved &resolved) {
        if (const auto *trouble = std::get_if<Trouble>(&resolved)) {
            emit refused(*trouble);
            return;
        }
        const Target &target = std::get<std::vector<Target>>(resolved).front();
        const bool isEcho = TargetResolver::isEcho(request.text);
        startLive(isEcho ? TargetResolver::echoName() : toQString(target.url.authority()), target);
    });
}

void Workbench::startLive(const QString &name, Target target)
{
    auto entry = std::make_shared<SessionEntry>();
    entry->title = QStringLiteral("%1  %2").arg(++m_liveCount).arg(name);
    entry->url = target.url;
    entry->started = std::chrono::system_clock::now();
    entry->live = std::make_unique<InteractiveSession>(m_network, std::move(target));
    entry->log = entry->live->log();
    m_book.add(entry);
    show(entry);
}

void Workbench::disconnectShown()
{
    if (!m_shown || !m_shown->live)
        return;
    if (m_shown->log->summary().state == SessionState::Open)
        m_shown->live->startClose(close_code::normal, {});
    else
        m_shown->live->drop();
}

InteractiveSession *Workbench::sendable() const
{
    return m_shown && m_shown->isOpen() ? m_shown->live.get() : nullptr;
}

void Workbench::closeAll()
{
    m_bench.stopAll();
    for (const EntryPtr &entry : m_book.entries()) {
        if (entry->live && entry->log->summary().state == SessionState::Open)
            entry->live->startClose(close_code::goingAway, {});
    }
}

bool Workbench::hasOpenSessions() const
{
    for (const EntryPtr &entry : m_book.entries()) {
        const SessionState state = entry->log->summary().state;
        if (entry->live && (state == SessionState::Open || state == SessionState::Closing))
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
        if (const EntryPtr entry = m_bench.entryOf(&spec))
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
    lookAtShown();
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
