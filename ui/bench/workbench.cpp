#include "ui/bench/workbench.h"

#include "protocol/session/live/interactive_session.h"
#include "protocol/session/live/replay_session.h"
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
constexpr int updateMilliseconds = 200;

// The address with its path, without what follows a question mark: a query may be long, and hold a token.
QString addressOf(const WebSocketUrl &url)
{
    const std::string path = url.resource.substr(0, url.resource.find('?'));
    return toQString(url.authority()) + (path == "/" ? QString() : toQString(path));
}

} // namespace

std::optional<Trouble> troubleOf(const SessionEntry &entry)
{
    // A session that was read from a file ended elsewhere.
    if (!entry.is<LiveConnection>() && !entry.is<CaseSession>())
        return std::nullopt;
    if (entry.summary.error) {
        Trouble trouble = troubleOf(*entry.summary.error, entry.url, entry.log->role());
        // The dialog of the agent allows faults for its cases.
        if (entry.isCase())
            trouble.kind = Trouble::Kind::Failure;
        return trouble;
    }
    // A case says so in its result.
    if (entry.summary.failedBy && !entry.isCase() && entry.log->closing().openedAt)
        return failureTrouble(*entry.log);
    return entry.hasEnded() ? openingTrouble(*entry.log, entry.url) : std::nullopt;
}

Workbench::Workbench(QObject *parent)
    : QObject(parent)
    , m_resolver(m_network)
    , m_bench(m_network, m_resolver, m_jobs)
    , m_vault(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QLatin1String("/sessions"))
{
    connect(&m_bench, &CaseBench::caseStarted, this, &Workbench::caseStarted);
    connect(&m_bench, &CaseBench::caseUnreached, this, &Workbench::show);
    connectRunnable();
    connect(&m_book, &SessionBook::described, this, [this](const EntryPtr &entry) {
        // An empty one takes back what was written before.
        if (entry->is<LiveConnection>())
            m_vault.describe(entry->heading,
                             {{std::string(nameRemark), entry->name.toStdString()},
                              {std::string(noteRemark), entry->note.toStdString()}});
    });
    connect(&m_timer, &QTimer::timeout, this, &Workbench::tick);
    m_sinceUpdate.start();
    m_timer.start(tickMilliseconds);
}

void Workbench::connectRunnable()
{
    connect(&m_bench.starter(), &RunStarter::startingChanged, this, &Workbench::runnableChanged);
    connect(&m_bench.runs(), &RunControl::progressed, this, &Workbench::runnableChanged);
    connect(&m_bench.steps(), &StepRun::changed, this, &Workbench::runnableChanged);
    connect(&m_bench.current(), &CurrentAgent::changed, this, &Workbench::runnableChanged);
    connect(&m_bench.agents(), &AgentBook::checksChanged, this, &Workbench::runnableChanged);
    connect(this, &Workbench::shownChanged, this, &Workbench::runnableChanged);
    connect(this, &Workbench::shownProgressed, this, &Workbench::runnableChanged);
}

// Entries may outlive the workbench, but their connections must end before the network thread.
Workbench::~Workbench()
{
    forEachLive([](const SessionEntry &, LiveConnection &live) { live.release(); });
}

// --- perspectives ---

void Workbench::setPerspective(Perspective perspective)
{
    if (perspective == m_perspective)
        return;
    m_perspective = perspective;
    m_progress = {};
    if (shown())
        shown()->updateSummary();
    emit perspectiveChanged();
    emit shownChanged();
}

// --- live sessions ---

template <typename Use> void Workbench::forEachLive(Use use) const
{
    for (const EntryPtr &entry : m_book.entries()) {
        if (auto *const live = entry->as<LiveConnection>())
            use(*entry, *live);
    }
}

void Workbench::connectTo(const ConnectRequest &request)
{
    const auto start = [this](SessionEntry &entry, const Target &target) {
        entry.heading = headingFor(target);
        auto session =
            std::make_unique<InteractiveSession>(m_network, target, Policies(), m_vault.begin(entry.heading));
        entry.log = session->log();
        entry.kind = LiveConnection(std::move(session));
    };
    startLive(request, start, [this](const ConnectRequest &other) { connectTo(other); });
}

void Workbench::replay(const RecordedSession &recorded, const ConnectRequest &request,
                       const ReplaySettings &settings)
{
    const auto start = [this, recorded, settings](SessionEntry &entry, const Target &resolved) {
        const Target target = replayTarget(resolved, *recorded.session);
        entry.title = m_book.freeTitle(QStringLiteral("%1 (replay)").arg(entry.title));
        entry.heading = headingFor(target);
        auto session = std::make_unique<ReplaySession>(m_network, recorded, target, settings,
                                                       m_vault.begin(entry.heading));
        entry.log = session->log();
        entry.kind = LiveConnection(std::move(session));
    };
    startLive(request, start,
              [this, recorded, settings](const ConnectRequest &other) { replay(recorded, other, settings); });
}

void Workbench::startLive(const ConnectRequest &request, const Start &start, const Again &again)
{
    m_resolver.resolve({request}, [this, request, start, again](const TargetResolver::Resolved &resolved) {
        if (const auto *trouble = std::get_if<Trouble>(&resolved)) {
            emit refused(*trouble, [again, request] { again(request); });
            return;
        }
        const Target &target = std::get<std::vector<Target>>(resolved).front();
        auto entry = std::make_shared<SessionEntry>();
        const bool isTrial = request.to.isEcho();
        entry->title = m_book.freeTitle(isTrial ? request.to.text() : addressOf(target.url));
        entry->url = target.url;
        start(*entry, target);
        auto &live = *entry->as<LiveConnection>();
        live.isTrial = isTrial;
        live.again = [again, request] { again(request); };
        live.againAllowing = [again, request](const std::vector<std::string> &faults) {
            ConnectRequest allowing = request;
            allowing.target.tls.verification = TlsClientSettings::Verification::AllowFaults;
            allowing.target.tls.allowedFaults = faults;
            again(allowing);
        };
        live.to = request.to;
        entry->started = entry->heading.started;
        m_book.add(entry);
        show(entry);
    });
}

void Workbench::disconnect(const EntryPtr &entry)
{
    auto *const live = entry ? entry->as<LiveConnection>() : nullptr;
    if (!live)
        return;
    if (entry->log->summary().state == SessionState::Open)
        live->startClose(close_code::normal);
    else
        live->drop();
}

InteractiveSession *Workbench::sendable() const
{
    const EntryPtr &entry = shownIn(Perspective::Connections);
    return entry ? entry->sendable() : nullptr;
}

void Workbench::closeAll()
{
    m_bench.stopAll();
    forEachLive([](const SessionEntry &entry, LiveConnection &live) {
        if (entry.log->summary().state == SessionState::Open)
            live.startClose(close_code::goingAway);
    });
}

bool Workbench::hasOpenSessions() const
{
    bool hasAny = false;
    forEachLive([&hasAny](const SessionEntry &entry, const LiveConnection &) {
        const SessionState state = entry.log->summary().state;
        hasAny = hasAny || state == SessionState::Open || state == SessionState::Closing;
    });
    return hasAny;
}

void Workbench::show(const EntryPtr &entry)
{
    if (entry)
        setShown(entry->isCase() ? Perspective::Conformance : Perspective::Connections, entry);
}

void Workbench::setShown(Perspective perspective, const EntryPtr &entry)
{
    EntryPtr &shown = m_shown[static_cast<std::size_t>(perspective)];
    if (entry == shown)
        return;
    shown = entry;
    if (shown)
        shown->updateSummary();
    if (perspective != m_perspective)
        return;
    m_progress = {};
    emit shownChanged();
}

void Workbench::addRecording(const EntryPtr &entry)
{
    entry->updateSummary();
    m_book.add(entry);
}

// The last rows may have been added since the last update of the list.
void Workbench::updateEntry(const EntryPtr &entry)
{
    entry->updateSummary();
    m_book.changed(*entry);
    if (entry == shown())
        emit shownProgressed();
}

void Workbench::remove(const EntryPtr &entry)
{
    const int row = m_book.rowOf(entry);
    const EntryPtr kept = entry; // `entry` may refer to an element of the book
    m_book.remove(kept);
    if (kept == shownIn(Perspective::Connections))
        setShown(Perspective::Connections, m_book.at(row < m_book.rowCount() ? row : row - 1));
}

// --- cases ---

void Workbench::caseStarted(const EntryPtr &entry, bool isSingle)
{
    const EntryPtr &now = shownIn(Perspective::Conformance);
    const bool isSameCase = now && now->spec() == entry->spec() && now->agent() == entry->agent();
    if (!now || isSameCase || isSingle)
        show(entry);
}

// --- timer ---

void Workbench::tick()
{
    m_bench.poll();
    emit rowsDue();
    if (m_sinceUpdate.elapsed() < updateMilliseconds)
        return;
    m_sinceUpdate.restart();
    m_book.poll();
    if (shown() && shown()->isCase())
        shown()->updateSummary();
    reportRecordingFaults();
    reportProgress();
}

void Workbench::reportRecordingFaults()
{
    forEachLive([this](const SessionEntry &entry, LiveConnection &live) {
        const std::optional<RecordingFault> &fault = entry.summary.recordingFault;
        if (!fault || std::exchange(live.isFaultReported, true))
            return;
        emit recordingStopped(
            {QStringLiteral("%1 is no longer recorded.").arg(entry.title).toStdString(),
             escaped(fault->file) + ": " + escaped(fault->reason) + '.',
             "The connection stays open, and its log is kept in memory. Free disk space there, or "
             "save the session elsewhere before the window is closed."});
    });
}

void Workbench::reportProgress()
{
    if (!shown())
        return;
    const SessionSummary &summary = shown()->summary;
    const auto *const ran = shown()->as<CaseSession>();
    const Progress progress{summary.rows, summary.findings, summary.state, ran && ran->result};
    if (progress == m_progress)
        return;
    m_progress = progress;
    emit shownProgressed();
}

} // namespace fg
