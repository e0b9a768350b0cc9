// Server mode as the window sees it: where it listens, and the clients that run their cases against it, each
// an agent among the others.
#pragma once

#include "protocol/conformance/serve/serve_controller.h"
#include "protocol/report/results/run_report.h"
#include "ui/bench/agent_id.h"

#include <QObject>
#include <QString>

#include <map>

namespace fg {

class AgentBook;

class ServeControl final : public QObject
{
    Q_OBJECT

public:
    // Both must outlive it. Clients that come become agents of the book.
    ServeControl(NetworkThread &network, AgentBook &agents, QObject *parent = nullptr);

    // Nothing while one is on, or on its way to its end.
    void start(ServeSettings settings);
    // It ends when what has happened so far is told.
    void stop();
    // Ends it at once with what has been told so far. For when nothing will ask any more.
    void conclude();
    // Takes what has happened, for at most a few milliseconds. True: there is more already.
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
    // Since it was started.
    void firstClientCame(fg::AgentId agent);
    void caseStarted(fg::AgentId agent, const fg::CaseStarted &started);
    void caseEnded(fg::AgentId agent, const fg::CaseEnded &ended);
    // An agent is done, as far as is known: it said so, or the server was stopped.
    void clientEnded(const fg::RunReport &report);
    void failed(const fg::Trouble &trouble);

private:
    enum class State { Off, On, Stopping };

    void take(const ServeEvent &event);
    void takeOfCases(const RunEvent &event);
    void ended();
    // Made when the client first appears, or when its agent was removed meanwhile.
    [[nodiscard]] AgentId idOf(const TestedAgent &client);
    RunReport &reportOf(const TestedAgent &client);
    void endClient(std::size_t place);

    AgentBook &m_agents;
    ServeController m_controller;
    QString m_url;
    QString m_pageUrl;
    State m_state = State::Off;
    // These by the place of the client among all that have come.
    std::map<std::size_t, AgentId> m_clients;
    std::map<std::size_t, RunReport> m_reports; // what it ran since it last said that it was done
};

} // namespace fg
