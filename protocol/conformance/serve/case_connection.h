// A client's connection to the server of cases. Its request is read first; then the owner decides how to
// answer it: with a refusal, with a message, or by running a case.
#pragma once

#include "protocol/conformance/run/case_run.h"
#include "protocol/handshake/http_answer.h"

#include <memory>
#include <string_view>

namespace fg {

class CaseConnection;

class CaseConnectionOwner
{
public:
    virtual ~CaseConnectionOwner() = default;
    // The request is complete and valid; the owner must answer it in this call.
    virtual void requested(CaseConnection &connection, const HttpHead &request) = 0;
    // The case that ran on the connection and the connection itself have ended. May destroy the connection.
    virtual void caseEnded(CaseConnection &connection, CaseResult result) = 0;
    // The connection has ended without a case. May destroy the connection.
    virtual void connectionEnded(CaseConnection &connection) = 0;
};

class CaseConnection final : private LiveSessionListener
{
public:
    // The owner, `time` and `entropy` must outlive the connection. The settings are complete except for the
    // agent, which the request names.
    CaseConnection(CaseConnectionOwner &owner, CaseRunSettings settings, std::unique_ptr<Transport> transport,
                   TimeSource &time, Entropy &entropy);
    ~CaseConnection() override;

    void open() { m_session->open(); }

    // The owner calls one of these three from inside requested().
    void refuse(const HttpAnswer &answer);
    // Completes the opening handshake; reply() or close() must follow, at once or later.
    void accept();
    // Starts a case; caseEnded() reports its result.
    void run(const CaseSpec &spec, const std::string &agent);

    // Sends a text message, then a Close frame with 1000.
    void reply(std::string_view text);
    void close();

    // The session of the case that runs on this connection; null without a case.
    [[nodiscard]] std::shared_ptr<const Session> caseSession() const;

private:
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionEnded(LiveSession &session) override;

    CaseConnectionOwner &m_owner;
    CaseRunSettings m_settings;
    TimeSource &m_time;
    std::unique_ptr<LiveSession> m_session; // Null once a case runs on it.
    std::unique_ptr<CaseRun> m_run;
};

} // namespace fg
