// Server mode: clients under test connect, each connection to a path that says which case to run on it, or
// what the client wants to know. Any number of clients at once. Lives in the thread that it is made in.
#pragma once

#include "protocol/conformance/run/case_events.h"
#include "protocol/conformance/serve/case_connection.h"
#include "protocol/conformance/serve/case_request.h"
#include "protocol/conformance/spec/spec_file.h"
#include "protocol/transport/socket_listener.h"

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fg {

struct CaseServerSettings
{
    ListenSettings listen; // bounds the connections at once; loopback unless told otherwise
    // case=N counts its cases from 1. One that is excluded for an agent is not run with it: the connection is
    // opened and closed with 1000 at once, and there is no result.
    CaseChoice choice;
    AnswerSettings answer; // to accepted requests; without fields: the default ones
    CaseRunSettings::Record record = CaseRunSettings::Record::Summary;
    double timeScale = 1; // of CaseRunSettings
    CaseRecorder *recorder = nullptr; // of CaseRunSettings
    std::size_t maxAgents = 100; // further ones are refused with 503
};

class CaseServer final : private CaseConnectionOwner
{
public:
    // It is told when cases start and end, when an agent is done and wants its reports (the client is told
    // when the listener returns), and when the server is to stop. The listener does not destroy the server.
    CaseServer(CaseServerSettings settings, TimeSource &time, Entropy &entropy, RunListener listener);
    ~CaseServer() override; // drops what is open

    // nullopt when it listens.
    [[nodiscard]] std::optional<TransportError> start();
    [[nodiscard]] std::uint16_t port() const { return m_listener.port(); }
    // "ws://127.0.0.1:9001": with a path after it, what a client on this machine connects to.
    [[nodiscard]] std::string url() const;
    // Cases under way.
    [[nodiscard]] std::size_t running() const;

private:
    struct Agent
    {
        std::size_t place = 0; // in the order in which they came
        std::map<const CaseSpec *, unsigned> running; // on so many connections
        std::map<const CaseSpec *, CaseVerdict> ended; // the last result of each
    };
    struct Waiting // an accepted request that is answered later
    {
        CaseConnection *connection;
        std::variant<StatusRequest, ReportRequest> request;
    };

    [[nodiscard]] WebSocketUrl address() const;
    void accept(std::unique_ptr<Transport> transport);
    void requested(CaseConnection &connection, const HttpHead &request) override;
    void caseEnded(CaseConnection &connection, CaseResult result) override;
    void connectionEnded(CaseConnection &connection) override;

    void perform(CaseConnection &connection, const CountRequest &request);
    void perform(CaseConnection &connection, const InfoRequest &request);
    void perform(CaseConnection &connection, const StatusRequest &request);
    void perform(CaseConnection &connection, const RunRequest &request);
    void perform(CaseConnection &connection, const ReportRequest &request);
    void perform(CaseConnection &connection, const StopRequest &request);
    void perform(CaseConnection &connection, const HttpAnswer &refusal);

    // Whether it could be answered already.
    [[nodiscard]] bool answer(CaseConnection &connection, const StatusRequest &request);
    [[nodiscard]] bool answer(CaseConnection &connection, const ReportRequest &request);
    void answerWaiting();
    // As events have it. One that has run no case is not kept: it takes the place after all others.
    [[nodiscard]] TestedAgent tested(const std::string &agent) const;
    [[nodiscard]] bool isExcluded(const std::string &agent, const CaseSpec *spec) const;
    [[nodiscard]] CaseRunSettings runSettings() const;
    void forget(CaseConnection &connection);

    CaseServerSettings m_settings;
    TimeSource &m_time;
    Entropy &m_entropy;
    RunListener m_tell;
    SocketListener m_listener;
    std::map<std::string, Agent> m_agents;
    std::list<Waiting> m_waiting;
    std::vector<const CaseConnection *> m_stopping; // the server is to stop when one of these is over
    std::list<std::unique_ptr<CaseConnection>> m_connections;
};

} // namespace fg
