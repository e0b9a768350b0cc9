#include "protocol/conformance/serve/case_connection.h"

#include <utility>

namespace fg {

namespace {

// The limits for the log of a connection that only asks something and waits for the answer.
constexpr SessionLimits requestLimits{
    .rows = RowCount(1'000), .findings = 100, .octets = 256 * 1024, .inflatedOctets = 64 * 1024};

} // namespace

CaseConnection::CaseConnection(CaseConnectionOwner &owner, CaseRunSettings settings,
                               std::unique_ptr<Transport> transport, TimeSource &time, Entropy &entropy)
    : m_owner(owner)
    , m_settings(std::move(settings))
    , m_time(time)
    , m_session(makeCaseSession(m_settings, std::move(transport), time, entropy, {.acceptsRequests = false}))
{
    m_session->setListener(this);
}

CaseConnection::~CaseConnection() = default;

void CaseConnection::refuse(const HttpAnswer &answer) { m_session->refuse(serialized(answer)); }

// Nobody looks at the log of a connection without a case.
void CaseConnection::accept()
{
    m_session->log()->setLimits(requestLimits);
    m_session->accept();
}

void CaseConnection::run(const CaseSpec &spec, const std::string &agent)
{
    m_settings.agent = agent;
    m_run =
        std::make_unique<CaseRun>(spec, m_settings, std::move(m_session), m_time,
                                  [this](CaseResult result) { m_owner.caseEnded(*this, std::move(result)); });
    m_run->start();
}

void CaseConnection::reply(std::string_view text)
{
    if (!m_session)
        return;
    m_session->sendFrame({.opcode = Opcode::Text, .payload = octetsOf(text)});
    close();
}

void CaseConnection::close()
{
    if (m_session)
        m_session->startClose(close_code::normal, {});
}

std::shared_ptr<const Session> CaseConnection::caseSession() const
{
    return m_run ? m_run->session() : nullptr;
}

void CaseConnection::sessionEvent(LiveSession &session, const EndpointEvent &event)
{
    if (event.kind == EndpointEvent::Kind::Requested)
        m_owner.requested(*this, session.endpoint().request());
    else if (event.kind == EndpointEvent::Kind::Refused)
        session.refuse(makeRefusal(session.endpoint().handshake().violations));
}

void CaseConnection::sessionEnded(LiveSession &) { m_owner.connectionEnded(*this); }

} // namespace fg
