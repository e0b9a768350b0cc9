#include "protocol/session/live/plain_peer.h"

#include "protocol/session/live/target.h"
#include "protocol/text/product.h"
#include "protocol/wire/close_payload.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

// What the contexts of a connection usually take once it has sent and received compressed messages: 256 KiB
// to compress and about 40 KiB to inflate, with the largest windows.
constexpr std::uint64_t contextsOfOne = 300 * 1024;

} // namespace

PlainPeer::PlainPeer(PeerSettings settings, std::size_t replyLimit, TimeSource &time, Entropy &entropy)
    : m_settings(std::move(settings))
    , m_replyLimit(replyLimit)
    , m_time(time)
    , m_entropy(entropy)
    , m_guard(m_settings.access, m_settings.listen.address)
    , m_budget(m_settings.limits.memoryOctets, time, m_settings.onMemoryDrop)
{
}

PlainPeer::~PlainPeer() = default;

std::optional<TransportError> PlainPeer::start()
{
    m_listener.setHandler([this](std::unique_ptr<Transport> transport) { accept(std::move(transport)); });
    if (auto error = m_listener.start(m_settings.listen))
        return error;
    if (m_settings.limits.idle > Duration{})
        watchIdle();
    return std::nullopt;
}

std::string PlainPeer::url() const
{
    return WebSocketUrl{.isSecure = m_settings.listen.tls.has_value(),
                        .host = reachableAddress(m_settings.listen.address),
                        .port = m_listener.port()}
        .text();
}

void PlainPeer::accept(std::unique_ptr<Transport> transport)
{
    LiveSettings settings;
    settings.endpoint.role = Role::Server;
    settings.endpoint.messageLimit = m_settings.limits.messageOctets;
    settings.endpoint.deflate = m_settings.deflate;
    settings.endpoint.answer.fields = defaultAnswerFields(productToken());
    settings.policies.acceptsRequests = false; // answer() does.
    settings.replyLimit = m_replyLimit;
    settings.budget = &m_budget;
    settings.stallLimit = m_settings.limits.idle;
    auto session =
        std::make_unique<LiveSession>(std::move(settings), std::move(transport), m_time, m_entropy, nullptr);
    LiveSession &opened = *session;
    m_connections[&opened].session = std::move(session);
    opened.setListener(this);
    opened.open();
}

MessageSpec PlainPeer::sameAs(const EndpointEvent &message)
{
    return {.opcode = message.opcode,
            .payload = message.payload,
            .compression = message.isCompressed ? Compression::On : Compression::Off};
}

void PlainPeer::sessionEvent(LiveSession &session, const EndpointEvent &event)
{
    // Nothing is sent after our close frame (RFC 6455 5.5.1).
    const bool isOpen = session.endpoint().state() == ConnectionState::Open;
    if (event.kind == EndpointEvent::Kind::Message && isOpen)
        messageReceived(session, event);
    else if (event.kind == EndpointEvent::Kind::Requested)
        answer(session);
    else if (event.kind == EndpointEvent::Kind::Refused)
        session.refuse(makeRefusal(session.endpoint().handshake().violations));
}

void PlainPeer::answer(LiveSession &session)
{
    if (const auto refusal = m_guard.refusalOf(session.endpoint().request()))
        session.refuse(serialized(*refusal));
    else if (hasRoomForContexts())
        session.accept();
    else
        session.acceptWithoutCompression();
}

// A connection counts as soon as it may compress, because its contexts come with its first messages.
bool PlainPeer::hasRoomForContexts() const
{
    std::uint64_t contexts = contextsOfOne;
    for (const auto &[session, connection] : m_connections) {
        const Endpoint &endpoint = connection.session->endpoint();
        if (endpoint.canCompress())
            contexts += std::max<std::uint64_t>(contextsOfOne, endpoint.contextMemory());
    }
    return contexts <= m_budget.mostForContexts();
}

void PlainPeer::sessionReceived(LiveSession &session)
{
    readEnded();
    const std::uint64_t unfinished = session.endpoint().unfinishedOctets();
    Connection &connection = m_connections.at(&session);
    m_unfinished += unfinished - connection.unfinished;
    connection.unfinished = unfinished;
    const std::optional<std::uint64_t> &limit = m_settings.limits.unfinishedOctets;
    if (unfinished == 0 || !limit || m_unfinished <= *limit)
        return;
    session.startClose(close_code::tryAgainLater, {});
    // Further octets of this peer would have to be kept, too.
    session.drop();
}

void PlainPeer::sessionEnded(LiveSession &session)
{
    readEnded();
    const auto ended = m_connections.find(&session);
    m_unfinished -= ended->second.unfinished;
    m_connections.erase(ended);
}

void PlainPeer::watchIdle()
{
    static_assert(Standstill::looks == 4, "the name says it");
    const NamedLimit limit{"The time without a whole frame", m_settings.limits.idle};
    m_idleTimer = startLimit(
        m_time, m_settings.limits.idle / Standstill::looks,
        [this] {
            closeIdle();
            watchIdle();
        },
        [this, limit](const Stretch &stretch) {
            if (m_settings.onStretch)
                m_settings.onStretch(stretchSentence(limit, stretch));
        });
}

void PlainPeer::closeIdle()
{
    for (auto &[session, connection] : m_connections) {
        if (connection.received.look(connection.session->endpoint().wholeFramesEnd()))
            connection.session->startClose(close_code::goingAway, {});
    }
}

} // namespace fg
