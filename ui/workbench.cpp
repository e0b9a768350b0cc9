#include "ui/workbench.h"

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
    if (!entry.hasEnded())
        return std::nullopt;
    return openingTrouble(*entry.log, entry.url);
}

Workbench::Workbench(QObject *parent)
    : QObject(parent)
    , m_echo(m_network)
    , m_suite(m_network)
{
    connect(&m_echo, &EchoHost::settled, this, [this] {
        for (const std::function<void()> &action : std::exchange(m_whenEchoSettled, {}))
            action();
    });
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

QString Workbench::echoName() { return tr("Built-in echo peer"); }

bool Workbench::isEcho(const QString &text)
{
    return text.trimmed().compare(echoName(), Qt::CaseInsensitive) == 0;
}

Workbench::Resolved Workbench::resolve(const ConnectRequest &request) const
{
    Target target = request.target;
    std::string text = request.text.trimmed().toStdString();
    if (isEcho(request.text)) {
        if (m_echo.error())
            return troubleOf(*m_echo.error(), WebSocketUrl{});
        text = m_echo.url();
        target.agent = echoName().toStdString();
    }
    auto parsed = parseWebSocketUrl(text);
    if (const auto *fault = std::get_if<UrlFault>(&parsed))
        return Trouble{urlFaultSentence(*fault, text), {}, {}};
    target.url = std::get<WebSocketUrl>(std::move(parsed));
    return target;
}

void Workbench::withTarget(const ConnectRequest &request, std::function<void(Target)> use)
{
    const auto go = [this, request, use = std::move(use)] {
        Resolved resolved = resolve(request);
        if (const auto *trouble = std::get_if<Trouble>(&resolved))
            emit refused(*trouble);
        else
            use(std::get<Target>(std::move(resolved)));
    };
    if (isEcho(request.text) && !m_echo.isSettled())
        m_whenEchoSettled.emplace_back(go);
    else
        go();
}

// --- live sessions ---

void Workbench::connectTo(const ConnectRequest &request)
{
    withTarget(request, [this, request](Target target) {
        const QString name = isEcho(request.text) ? echoName() : toQString(target.url.authority());
        startLive(name, std::move(target));
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

bool Workbench::closeAll()
{
    m_suite.stop();
    bool any = false;
    for (const EntryPtr &entry : m_book.entries()) {
        if (entry->live && entry->log->summary().state == SessionState::Open) {
            entry->live->startClose(close_code::goingAway, {});
            any = true;
        }
    }
    return any;
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

void Workbench::runCases(const ConnectRequest &request, std::vector<const CaseSpec *> cases)
{
    if (cases.empty())
        return;
    withTarget(request,
               [this, cases = std::move(cases)](Target target) { startRun(cases, std::move(target)); });
}

void Workbench::runAgain()
{
    if (hasRun())
        startRun(m_lastCases, m_lastTarget);
}

void Workbench::startRun(std::vector<const CaseSpec *> cases, Target target)
{
    // One run at a time: stopping it is a decision of its own.
    if (m_isRunning)
        return;
    m_cases.clearRunning();
    m_lastCases = std::move(cases);
    m_lastTarget = std::move(target);
    m_runDone = 0;
    m_runFailed = 0;
    m_isRunning = true;
    m_suite.run(m_lastCases, m_lastTarget);
    emit runProgressed();
}

void Workbench::stopCases() { m_suite.stop(); }

void Workbench::caseStarted(const SuiteNews::Started &started)
{
    const EntryPtr earlier = m_book.ofCase(started.spec);
    auto entry = std::make_shared<SessionEntry>();
    entry->title = toQString(started.spec->id);
    entry->url = m_lastTarget.url;
    entry->started = std::chrono::system_clock::now();
    entry->log = started.session;
    entry->spec = started.spec;
    m_book.add(entry);
    m_cases.setRunning(*started.spec);
    if (!m_shown || m_shown == earlier || m_lastCases.size() == 1)
        show(entry);
}

void Workbench::caseFinished(const CaseResult &result)
{
    m_cases.setResult(result);
    ++m_runDone;
    m_runFailed += !result.wasStopped && result.verdict.hasFailed() ? 1 : 0;
    const EntryPtr entry = m_book.ofCase(result.spec);
    if (!entry || entry->log != result.session)
        return;
    entry->result = result;
    m_book.changed(*entry);
    // Where nobody answers, the reason is what is to be seen.
    if (result.connectError() && m_runDone == 1)
        show(entry);
}

void Workbench::takeNews()
{
    const SuiteNews news = m_suite.takeNews();
    for (const SuiteNews::Started &started : news.started)
        caseStarted(started);
    for (const CaseResult &result : news.finished)
        caseFinished(result);
    const bool stateChanged = m_isRunning != news.isRunning;
    m_isRunning = news.isRunning;
    if (stateChanged && !m_isRunning)
        m_cases.clearRunning();
    if (stateChanged || !news.started.empty() || !news.finished.empty())
        emit runProgressed();
}

// --- time ---

void Workbench::tick()
{
    takeNews();
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
