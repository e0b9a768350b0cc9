// Server mode: clients under test connect, and the path of each connection names the case to run on it, or
// the question of the client. Several clients may be connected at once. Lives in the thread in which it was
// made.
//
// Which case runs when is the client's decision. A verdict that time alone has made
// (CaseResult::hasFailedByTime) can therefore only be offered to be made again: the answer to the question
// for it has "runAgain", which our page follows, and if the client runs the case again, that result counts
// and says why it did.
#pragma once

#include "protocol/conformance/run/case_events.h"
#include "protocol/conformance/serve/case_connection.h"
#include "protocol/conformance/serve/case_request.h"
#include "protocol/conformance/spec/spec_file.h"
#include "protocol/handshake/access.h"
#include "protocol/transport/socket_listener.h"

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fg {

struct CaseServerSettings
{
    ListenSettings listen; // Limits the number of connections at once; the address is loopback by default.
    AccessSettings access;
    // case=N counts these cases from 1. A case that is excluded for an agent is not run with it: the
    // connection is opened and closed with 1000 at once, and there is no result.
    CaseChoice choice;
    AnswerSettings answer; // The answer to accepted requests; if it has no fields, they are the default ones.
    CaseRunSettings::Record record = CaseRunSettings::Record::Summary;
    double timeScale = 1; // As in CaseRunSettings.
    CaseRecorder *recorder = nullptr; // As in CaseRunSettings.
    static constexpr std::size_t usualMostAgents = 100;
    std::size_t maxAgents = usualMostAgents; // Further agents are refused with 503.
    // Limit for everything that all connections hold together, in octets of memory: see ConnectionBudget.
    // nullopt: the usual limit, and if every octet is kept in memory, twice the log of the longest case.
    std::optional<std::uint64_t> memoryOctets;
    // Called when a connection was dropped because of that limit; may be empty.
    ConnectionBudget::Report onMemoryDrop;
    // How long the question for the verdict of a case waits while the case does not run, multiplied by
    // `timeScale`. After it the answer is that the case did not run.
    Duration statusPatience = std::chrono::seconds(10);
};

// The limit that a server with these settings has for the memory of its connections, in octets.
[[nodiscard]] std::uint64_t memoryLimitOf(const CaseServerSettings &settings);

class CaseServer final : private CaseConnectionOwner
{
public:
    // `listener` is called when a case starts or ends, when an agent has ended and wants its reports (the
    // client gets its answer when the listener has returned), and when the server is to stop. The listener
    // must not destroy the server.
    CaseServer(CaseServerSettings settings, TimeSource &time, Entropy &entropy, RunListener listener);
    ~CaseServer() override; // Drops all open connections.

    // nullopt if the server listens.
    [[nodiscard]] std::optional<TransportError> start();
    [[nodiscard]] std::uint16_t port() const { return m_listener.port(); }
    // "ws://127.0.0.1:9001": with a path appended, the URL for clients on this machine.
    [[nodiscard]] std::string url() const;
    // The number of running cases.
    [[nodiscard]] std::size_t running() const;
    // The time since a client has last requested something or has ended a case; 0 while a case runs, because
    // its time is limited.
    [[nodiscard]] Duration silence() const;
    // Accepts no more connections; those that are open go on.
    void stopListening() { m_listener.stop(); }

private:
    struct Ended
    {
        CaseVerdict verdict;
        bool isUnsure = false; // By time alone; the client may run the case again.
    };
    struct Agent
    {
        std::size_t place = 0; // In the order in which agents first ran a case.
        std::map<const CaseSpec *, unsigned> running; // With the number of connections.
        std::map<const CaseSpec *, Ended> ended; // The last result of each case.
    };
    struct Waiting // An accepted request that is answered later.
    {
        CaseConnection *connection;
        std::variant<StatusRequest, ReportRequest> request;
        std::unique_ptr<Timer> limit = nullptr; // Of a StatusRequest.
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

    // True if the request could be answered now.
    [[nodiscard]] bool answer(CaseConnection &connection, const StatusRequest &request);
    [[nodiscard]] bool answer(CaseConnection &connection, const ReportRequest &request);
    void answerWaiting();
    void limitWait(Waiting &waiting);
    void waitEnded(Waiting &waiting);
    [[nodiscard]] bool isRunning(const StatusRequest &request) const;
    // An agent as it is named in events. One that has run no case is not stored: it gets the number after all
    // others.
    [[nodiscard]] TestedAgent testedAgent(const std::string &agent) const;
    [[nodiscard]] bool isExcluded(const std::string &agent, const CaseSpec *spec) const;
    static void keep(std::map<const CaseSpec *, Ended> &ended, CaseResult &result);
    [[nodiscard]] CaseRunSettings runSettings();
    void remove(CaseConnection &connection);

    CaseServerSettings m_settings;
    TimeSource &m_time;
    Entropy &m_entropy;
    RunListener m_notify;
    AccessGuard m_guard;
    SocketListener m_listener;
    ConnectionBudget m_budget; // Outlives the connections.
    Duration m_lastHeard; // When a client last requested something or ended a case.
    std::map<std::string, Agent> m_agents;
    std::list<Waiting> m_waiting;
    std::vector<const CaseConnection *> m_stopping; // The server is to stop when one of these has ended.
    std::list<std::unique_ptr<CaseConnection>> m_connections;
};

} // namespace fg
