// A client's connection to the server of cases. Its request is read first; then the owner says what becomes
// of it: a refusal, an answer in a message, or a case.
#pragma once

#include "protocol/conformance/run/case_run.h"
#include "protocol/conformance/serve/http_answer.h"

#include <memory>
#include <string_view>

namespace fg {

class CaseConnection;

class CaseConnectionOwner
{
public:
    virtual ~CaseConnectionOwner() = default;
    // The request is complete and rightly formed; it gets its answer now.
    virtual void requested(CaseConnection &connection, const HttpHead &request) = 0;
    // The case that ran on it has ended, and the connection with it. May destroy the connection.
    virtual void caseEnded(CaseConnection &connection, CaseResult result) = 0;
    // It is over without a case. May destroy the connection.
    virtual void connectionEnded(CaseConnection &connection) = 0;
};

class CaseConnection final : private LiveSessionListener
{
public:
    // The owner, `time` and `entropy` must outlive it.
    // Of the settings all but the agent, which the request names.
    CaseConnection(CaseConnectionOwner &owner, CaseRunSettings settings, std::unique_ptr<Transport> transport,
                   TimeSource &time, Entropy &entropy);
    ~CaseConnection() override;

    void open() { m_session->open(); }

    // From inside requested(), one of these three.
    void refuse(const HttpAnswer &answer);
    // The opening handshake is completed; reply() or close() follows, now or later.
    void accept();
    // The case is told to caseEnded().
    void run(const CaseSpec &spec, const std::string &agent);

    // A text message, then a close with 1000.
    void reply(std::string_view text);
    void close();

    // Of the case that runs on it; null without one.
    [[nodiscard]] std::shared_ptr<const Session> caseSession() const;

private:
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionEnded(LiveSession &session) override;

    CaseConnectionOwner &m_owner;
    CaseRunSettings m_settings;
    TimeSource &m_time;
    std::unique_ptr<LiveSession> m_session; // until a case runs on it
    std::unique_ptr<CaseRun> m_run;
};

} // namespace fg
