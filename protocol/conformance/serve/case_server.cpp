#include "protocol/conformance/serve/case_server.h"

#include "protocol/session/live/target.h"
#include "protocol/text/product.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

namespace fg {

namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

// The status of a case that is excluded for the agent and therefore has no verdict.
constexpr std::string_view excludedWord = "EXCLUDED";

// The status of a case that did not run although its status was asked for.
constexpr std::string_view notRunWord = "NOT RUN";

// Drivers read the first member; the others are our addition.
std::string statusText(const CaseVerdict &verdict, bool isUnsure)
{
    QJsonObject status{{QStringLiteral("behavior"), text(wordOf(verdict.behavior))},
                       {QStringLiteral("behaviorClose"), text(wordOf(verdict.close))}};
    if (isUnsure)
        status.insert(QStringLiteral("runAgain"), true);
    return json(status);
}

} // namespace

// Cases whose bulk phases are kept in memory need more than the usual limit. A client may ask for any case of
// the set (casetuple=), not only for those that were chosen.
std::uint64_t memoryLimitOf(const CaseServerSettings &settings)
{
    if (settings.memoryOctets)
        return *settings.memoryOctets;
    std::uint64_t longestLog = 0;
    if (settings.record == CaseRunSettings::Record::Full && !settings.recorder) {
        for (const CaseSpec &spec : catalogue())
            longestLog = std::max(longestLog, mostOctetsOf(limitsFor(spec, settings.record)));
    }
    // Up to half of the limit, all connections are read.
    return ConnectionBudget::usualLimit + 2 * longestLog;
}

CaseServer::CaseServer(CaseServerSettings settings, TimeSource &time, Entropy &entropy, RunListener listener)
    : m_settings(std::move(settings))
    , m_time(time)
    , m_entropy(entropy)
    , m_notify(std::move(listener))
    , m_guard(m_settings.access, m_settings.listen.address)
    , m_budget(memoryLimitOf(m_settings), time, m_settings.onMemoryDrop)
    , m_lastHeard(time.now())
{
    if (m_settings.answer.fields.empty())
        m_settings.answer.fields = defaultAnswerFields(productToken());
}

CaseServer::~CaseServer() = default;

std::optional<TransportError> CaseServer::start()
{
    m_listener.setHandler([this](std::unique_ptr<Transport> transport) { accept(std::move(transport)); });
    return m_listener.start(m_settings.listen);
}

WebSocketUrl CaseServer::address() const
{
    return {.isSecure = m_settings.listen.tls.has_value(),
            .host = reachableAddress(m_settings.listen.address),
            .port = m_listener.port()};
}

std::string CaseServer::url() const
{
    WebSocketUrl url = address();
    url.resource.clear();
    return url.text();
}

TestedAgent CaseServer::testedAgent(const std::string &agent) const
{
    const auto known = m_agents.find(agent);
    return {known == m_agents.end() ? m_agents.size() : known->second.place, agent};
}

std::size_t CaseServer::running() const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        m_connections, [](const auto &connection) { return connection->caseSession() != nullptr; }));
}

Duration CaseServer::silence() const { return running() > 0 ? Duration{} : m_time.now() - m_lastHeard; }

// --- connections ---

void CaseServer::accept(std::unique_ptr<Transport> transport)
{
    CaseConnectionOwner &owner = *this;
    m_connections.push_back(
        std::make_unique<CaseConnection>(owner, runSettings(), std::move(transport), m_time, m_entropy));
    m_connections.back()->open();
}

CaseRunSettings CaseServer::runSettings()
{
    CaseRunSettings settings{.agent = {},
                             .endpoint = {},
                             .record = m_settings.record,
                             .timeScale = m_settings.timeScale,
                             .recorder = m_settings.recorder,
                             .budget = &m_budget,
                             .heading = {}};
    settings.endpoint.role = Role::Server;
    settings.endpoint.answer = m_settings.answer;
    return settings;
}

void CaseServer::requested(CaseConnection &connection, const HttpHead &request)
{
    if (const auto refusal = m_guard.refusalOf(request)) {
        connection.refuse(*refusal);
        return;
    }
    m_lastHeard = m_time.now();
    std::visit([&](const auto &asked) { perform(connection, asked); },
               parseCaseRequest(request, m_settings.choice.cases));
}

void CaseServer::caseEnded(CaseConnection &connection, CaseResult result)
{
    m_lastHeard = m_time.now();
    Agent &agent = m_agents[result.agent];
    if (--agent.running[result.spec] == 0)
        agent.running.erase(result.spec);
    keep(agent.ended, result);
    remove(connection);
    m_notify(CaseEnded{testedAgent(result.agent), std::move(result)});
    answerWaiting();
}

// Keeps the verdict, and writes into the result why the case ran a second time. A third time is the client's
// own wish.
void CaseServer::keep(std::map<const CaseSpec *, Ended> &ended, CaseResult &result)
{
    Ended &last = ended[result.spec];
    if (last.isUnsure) {
        result.again = CaseResult::Again::OutOfTime;
        result.firstVerdict = last.verdict;
    }
    last = {.verdict = result.verdict,
            .isUnsure = result.hasFailedByTime() && result.again == CaseResult::Again::No};
}

void CaseServer::connectionEnded(CaseConnection &connection)
{
    const bool stops = std::erase(m_stopping, &connection) > 0;
    remove(connection);
    if (stops)
        m_notify(StopRequested{});
}

void CaseServer::remove(CaseConnection &connection)
{
    m_waiting.remove_if([&](const Waiting &waiting) { return waiting.connection == &connection; });
    m_connections.remove_if([&](const auto &open) { return open.get() == &connection; });
}

// --- requests ---

void CaseServer::perform(CaseConnection &connection, const CountRequest &)
{
    connection.accept();
    connection.reply(std::to_string(m_settings.choice.cases.size()));
}

void CaseServer::perform(CaseConnection &connection, const InfoRequest &request)
{
    connection.accept();
    connection.reply(json({{QStringLiteral("id"), text(request.spec->id)},
                           {QStringLiteral("description"), text(request.spec->description)}}));
}

void CaseServer::perform(CaseConnection &connection, const StatusRequest &request)
{
    connection.accept();
    if (answer(connection, request))
        return;
    m_waiting.push_back({&connection, request});
    limitWait(m_waiting.back());
}

void CaseServer::perform(CaseConnection &connection, const RunRequest &request)
{
    if (isExcluded(request.agent, request.spec)) {
        connection.accept();
        connection.close();
        return;
    }
    const bool isNew = !m_agents.contains(request.agent);
    if (isNew && m_agents.size() >= m_settings.maxAgents) {
        connection.refuse(plainAnswer(HttpStatus::ServiceUnavailable,
                                      "This server has tested " + std::to_string(m_settings.maxAgents)
                                          + " agents and accepts no more."));
        return;
    }
    Agent &agent = m_agents.try_emplace(request.agent, Agent{.place = m_agents.size()}).first->second;
    ++agent.running[request.spec];
    connection.run(*request.spec, request.agent);
    m_notify(
        CaseStarted{testedAgent(request.agent), request.spec, connection.caseSession(), address(), nullptr});
}

void CaseServer::perform(CaseConnection &connection, const ReportRequest &request)
{
    connection.accept();
    if (!answer(connection, request))
        m_waiting.push_back({&connection, request});
}

void CaseServer::perform(CaseConnection &connection, const StopRequest &)
{
    m_stopping.push_back(&connection);
    connection.accept();
    connection.close();
}

void CaseServer::perform(CaseConnection &connection, const HttpAnswer &refusal)
{
    connection.refuse(refusal);
}

// --- answers that may have to wait ---

bool CaseServer::answer(CaseConnection &connection, const StatusRequest &request)
{
    if (isExcluded(request.agent, request.spec)) {
        connection.reply(json({{QStringLiteral("behavior"), text(excludedWord)}}));
        return true;
    }
    const auto agent = m_agents.find(request.agent);
    if (agent == m_agents.end() || agent->second.running.contains(request.spec))
        return false;
    const auto ended = agent->second.ended.find(request.spec);
    if (ended == agent->second.ended.end())
        return false;
    connection.reply(statusText(ended->second.verdict, ended->second.isUnsure));
    return true;
}

bool CaseServer::answer(CaseConnection &connection, const ReportRequest &request)
{
    const auto agent = m_agents.find(request.agent);
    if (agent != m_agents.end() && !agent->second.running.empty())
        return false;
    m_notify(AgentDone{testedAgent(request.agent), request.notRun});
    if (request.stopsServer)
        m_stopping.push_back(&connection);
    connection.close();
    return true;
}

void CaseServer::answerWaiting()
{
    m_waiting.remove_if([this](const Waiting &waiting) {
        return std::visit([&](const auto &request) { return answer(*waiting.connection, request); },
                          waiting.request);
    });
}

bool CaseServer::isRunning(const StatusRequest &request) const
{
    const auto agent = m_agents.find(request.agent);
    return agent != m_agents.end() && agent->second.running.contains(request.spec);
}

void CaseServer::limitWait(Waiting &waiting)
{
    waiting.limit = startLimit(
        m_time, scaled(m_settings.statusPatience, m_settings.timeScale),
        [this, &waiting] { waitEnded(waiting); }, withoutLog);
}

// A case that runs is waited for: its time is limited.
void CaseServer::waitEnded(Waiting &waiting)
{
    if (isRunning(std::get<StatusRequest>(waiting.request))) {
        limitWait(waiting);
        return;
    }
    CaseConnection &connection = *waiting.connection;
    m_waiting.remove_if([&](const Waiting &other) { return &other == &waiting; });
    connection.reply(json({{QStringLiteral("behavior"), text(notRunWord)}}));
}

bool CaseServer::isExcluded(const std::string &agent, const CaseSpec *spec) const
{
    const auto has = [&](const std::vector<const CaseSpec *> &cases) {
        return std::ranges::find(cases, spec) != cases.end();
    };
    return has(m_settings.choice.cases) && !has(m_settings.choice.casesFor(agent));
}

} // namespace fg
