// Server mode as the window sees it: where it listens, and the clients that run their cases against it, each
// an agent among the others.
#pragma once

#include "protocol/conformance/serve/serve_controller.h"
#include "protocol/report/results/run_report.h"

#include <QObject>
#include <QString>

#include <map>

namespace fg {

class ServeControl final : public QObject
{
    Q_OBJECT

public:
    // The thread must outlive it.
    explicit ServeControl(NetworkThread &network, QObject *parent = nullptr);

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
    void caseStarted(const QString &agent, const fg::CaseSpec &spec,
                     const std::shared_ptr<const fg::Session> &session);
    void caseFinished(const QString &agent, const fg::CaseResult &result);
    // An agent is done, as far as is known: it said so, or the server was stopped.
    void clientEnded(const fg::RunReport &report);
    void failed(const fg::Trouble &trouble);

private:
    enum class State { Off, On, Stopping };

    void take(const ServeEvent &event);
    void ended();
    void endClient(const std::string &agent);

    ServeController m_controller;
    QString m_url;
    QString m_pageUrl;
    State m_state = State::Off;
    // By agent, what it ran since it last said that it was done.
    std::map<std::string, RunReport> m_reports;
};

} // namespace fg
