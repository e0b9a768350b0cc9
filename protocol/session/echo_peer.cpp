#include "protocol/session/echo_peer.h"

#include "protocol/session/target.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// Beyond this the peer has to read before more of it is read.
constexpr std::size_t replyLimit = 16 * 1024 * 1024;

} // namespace

EchoPeer::EchoPeer(EchoSettings settings, TimeSource &time, Entropy &entropy)
    : m_settings(std::move(settings))
    , m_time(time)
    , m_entropy(entropy)
{
}

EchoPeer::~EchoPeer() = default;

std::optional<TransportError> EchoPeer::start()
{
    m_listener.setHandler([this](std::unique_ptr<Transport> transport) { accept(std::move(transport)); });
    return m_listener.start(m_settings.listen);
}

std::string EchoPeer::url() const
{
    const bool isSecure = m_settings.listen.tls.has_value();
    return WebSocketUrl{.isSecure = isSecure, .host = m_settings.listen.address, .port = m_listener.port()}
        .text();
}

void EchoPeer::accept(std::unique_ptr<Transport> transport)
{
    LiveSettings settings;
    settings.endpoint.role = Role::Server;
    settings.endpoint.messageLimit = m_settings.messageLimit;
    settings.endpoint.deflate = m_settings.deflate;
    settings.replyLimit = replyLimit;
    settings.endpoint.answer.fields = defaultAnswerFields(productToken());
    m_sessions.push_back(
        std::make_unique<LiveSession>(std::move(settings), std::move(transport), m_time, m_entropy, nullptr));
    m_sessions.back()->setListener(this);
    m_sessions.back()->open();
}

void EchoPeer::sessionEvent(LiveSession &session, const EndpointEvent &event)
{
    // After our close frame nothing more is sent (RFC 6455 5.5.1).
    const bool isOpen = session.endpoint().state() == ConnectionState::Open;
    if (event.kind == EndpointEvent::Kind::Message && isOpen)
        session.sendMessage({.opcode = event.opcode,
                             .payload = event.payload,
                             .compression = event.isCompressed ? Compression::On : Compression::Off});
}

void EchoPeer::sessionEnded(LiveSession &session)
{
    const auto found = std::ranges::find(m_sessions, &session, &std::unique_ptr<LiveSession>::get);
    if (found == m_sessions.end())
        return;
    m_sessions.erase(found);
}

} // namespace fg
