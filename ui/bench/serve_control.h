// Server mode as the window sees it: where it listens, and the clients that run their cases against it. Each
// client becomes an agent.
#pragma once

#include "protocol/conformance/serve/serve_controller.h"
#include "protocol/report/results/run_report.h"
#include "ui/bench/agent_id.h"

#include <QObject>
#include <QString>

#include <functional>
#include <map>

namespace fg {

class AgentBook;

class ServeControl final : public QObject
{
    Q_OBJECT

public:
    // Both must outlive it. Clients that connect become agents of the book.
    ServeControl(NetworkThread &network, AgentBook &agents, QObject *parent = nullptr);

    // Does nothing while the server is on or stopping.
    void start(ServeSettings settings);
    // The server ends after the events so far have been processed.
    void stop();
    // Ends it at once with the results so far, for when the window closes and poll() is not called again.
    void endNow();
    // Processes events for at most a few milliseconds. True if there are more already.
    bool poll();

    [[nodiscard]] bool isOn() const { return m_state == State::On; }
    [[nodiscard]] bool isStopping() const { return m_state == State::Stopping; }
    // Empty until it listens.
    [[nodiscard]] const QString &url() const { return m_url; }
    [[nodiscard]] const QString &pageUrl() const { return m_pageUrl; }
    // Agents that have run a case since it was started.
    [[nodiscard]] std::size_t clients() const { return m_reports.size(); }

signals:
    void changed();
    // The first client since the server was started has connected.
    void firstClientConnected(fg::AgentId agent);
    void caseStarted(fg::AgentId agent, const fg::CaseStarted &started);
    void caseEnded(fg::AgentId agent, const fg::CaseEnded &ended);
    // An agent is done: it said so, or the server was stopped.
    void clientEnded(const fg::RunReport &report);
    // `again` starts it once more with the same settings; none if it goes on without its page.
    void failed(const fg::Trouble &trouble, const std::function<void()> &again);
    // A request was refused, or a client was disconnected; the server goes on.
    void noticed(const fg::Trouble &trouble);
    // A client has said something about all its cases. It is also in its results.
    void agentMessage(fg::AgentId agent, const fg::AgentResults &results, const QString &note);

private:
    enum class State { Off, On, Stopping };

    void process(const ServeEvent &event);
    void processCaseEvent(const RunEvent &event);
    void fail(const ServeFailed &what);
    void finish();
    // The agent is added when the client first appears, and again if it was removed.
    [[nodiscard]] AgentId idOf(const TestedAgent &client);
    RunReport &reportOf(const TestedAgent &client);
    void keepNotRun(const AgentDone &done);
    void endClient(std::size_t place);

    AgentBook &m_agents;
    ServeController m_controller;
    ServeSettings m_settings; // those of the last start
    QString m_url;
    QString m_pageUrl;
    State m_state = State::Off;
    // The key of both maps is the place of the client among all that have connected.
    std::map<std::size_t, AgentId> m_clients;
    std::map<std::size_t, RunReport> m_reports; // what the client ran since it last said that it was done
};

} // namespace fg
