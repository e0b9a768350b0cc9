#include "ui/bench/serve_control.h"

#include "protocol/report/wording/outcome_words.h"
#include "protocol/report/wording/troubles.h"
#include "protocol/text/escape.h"
#include "protocol/wire/overloaded.h"
#include "ui/base/process_news.h"
#include "ui/base/text.h"
#include "ui/bench/agent_book.h"

namespace fg {

namespace {

Trouble troubleOfServing(const ServeFailed &failed)
{
    const bool isPage = failed.part == ServeFailed::Part::Page;
    return {isPage ? "Cannot listen for browsers." : "Cannot listen for clients.",
            "The system says: " + escaped(failed.error.detail) + '.',
            isPage ? "Choose another port for the web page, or 0 for none."
                   : "Choose another port (0 for any free one), or check the address."};
}

Trouble noticeOf(const ServeRefused &refused)
{
    return {"The server for clients has refused a request.", refused.sentence, {}};
}

// The window has no such option.
std::string serveCommandFor(std::string_view origin)
{
    const std::string value = origin == "*" ? "\"*\"" : escaped(origin);
    return "The window lets in no others; the command frameglass serve --allow-origin " + value + " does.";
}

} // namespace

ServeControl::ServeControl(NetworkThread &network, AgentBook &agents, QObject *parent)
    : QObject(parent)
    , m_agents(agents)
    , m_controller(network)
{
}

void ServeControl::start(ServeSettings settings)
{
    if (m_state != State::Off)
        return;
    m_state = State::On;
    m_settings = std::move(settings);
    m_settings.advice = serveCommandFor;
    m_controller.start(m_settings);
    emit changed();
}

void ServeControl::stop()
{
    if (m_state != State::On)
        return;
    m_state = State::Stopping;
    m_controller.stop();
    emit changed();
}

void ServeControl::endNow()
{
    if (m_state == State::Off)
        return;
    m_controller.stop();
    for (const ServeEvent &event : m_controller.fetchNews().events)
        process(event);
    finish();
}

bool ServeControl::poll()
{
    if (m_state == State::Off)
        return false;
    const ProcessedNews processed =
        processNews(m_controller, [this](const ServeEvent &event) { process(event); });
    if (processed.isOver)
        finish();
    return processed.hasMore;
}

void ServeControl::finish()
{
    m_state = State::Off;
    while (!m_reports.empty())
        endClient(m_reports.begin()->first);
    m_clients.clear();
    m_url.clear();
    m_pageUrl.clear();
    emit changed();
}

void ServeControl::process(const ServeEvent &event)
{
    std::visit(Overloaded{
                   [this](const ServeListening &listening) {
                       m_url = toQString(listening.url);
                       m_pageUrl = toQString(listening.pageUrl);
                       emit changed();
                   },
                   [this](const ServeFailed &what) { fail(what); },
                   [this](const ServeRefused &refused) { emit noticed(noticeOf(refused)); },
                   [this](const ServeMemoryDrop &dropped) {
                       emit noticed(memoryDropTrouble("The server for clients", dropped.drop));
                   },
                   [this](const RunEvent &ofCases) { processCaseEvent(ofCases); },
               },
               event);
}

void ServeControl::fail(const ServeFailed &what)
{
    std::function<void()> again;
    if (what.part == ServeFailed::Part::Clients) {
        stop();
        again = [this] { start(m_settings); };
    }
    emit failed(troubleOfServing(what), again);
}

AgentId ServeControl::idOf(const TestedAgent &client)
{
    AgentId &id = m_clients[client.place];
    if (m_agents.find(id))
        return id;
    id = m_agents.addClient(toQString(client.name));
    if (m_clients.size() == 1)
        emit firstClientConnected(id);
    return id;
}

RunReport &ServeControl::reportOf(const TestedAgent &client)
{
    const auto now = std::chrono::system_clock::now();
    return m_reports.try_emplace(client.place, TestedSide::Clients, now).first->second;
}

void ServeControl::processCaseEvent(const RunEvent &event)
{
    std::visit(Overloaded{[this](const CaseStarted &started) {
                              const bool isNew = m_reports.count(started.agent.place) == 0;
                              reportOf(started.agent);
                              emit caseStarted(idOf(started.agent), started);
                              if (isNew)
                                  emit changed();
                          },
                          [this](const CaseEnded &ended) {
                              reportOf(ended.agent).add(ended.result);
                              emit caseEnded(idOf(ended.agent), ended);
                          },
                          [this](const AgentDone &done) {
                              keepNotRun(done);
                              endClient(done.agent.place);
                          },
                          [this](const StopRequested &) { stop(); },
                          IgnoredEvents<CaseWaits, CaseRunsAgain, AgentOneAtATime, AgentLost>()},
               event);
}

// Of a client that has run no case there is nothing to say it with.
void ServeControl::keepNotRun(const AgentDone &done)
{
    if (done.notRun.empty() || !m_reports.contains(done.agent.place))
        return;
    AgentResults &results = reportOf(done.agent).agent(done.agent.name);
    results.notes.push_back(couldNotRunSentence("The client", done.notRun));
    emit agentMessage(idOf(done.agent), results, toQString(results.notes.back()));
}

void ServeControl::endClient(std::size_t place)
{
    const auto ended = m_reports.extract(place);
    if (ended)
        emit clientEnded(ended.mapped());
}

} // namespace fg
