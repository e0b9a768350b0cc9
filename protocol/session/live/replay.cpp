#include "protocol/session/live/replay.h"

#include "protocol/handshake/secrets.h"
#include "protocol/session/live/live_recording.h"
#include "protocol/session/log/row_walk.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <array>
#include <utility>

namespace fg {
namespace {

using End = ReplayOutcome::End;

// Nothing more is read from the recording while more octets than this wait to be written.
constexpr std::size_t mostWaiting = 1024 * 1024;
// A longer payload is sent in parts.
constexpr std::uint64_t longestAtOnce = 256 * 1024;
constexpr std::size_t partSize = 64 * 1024;
// At most this many unanswered pings of the recorded server are remembered.
constexpr std::size_t mostPings = 1'000;
constexpr std::size_t longestControl = 125; // RFC 6455 5.5
// At the recorded pace, a frame that is sent so much later is named in the log. Timers are never exact.
constexpr Duration noticeablyLate = std::chrono::milliseconds(250);

Direction clientDirection(const Session &session)
{
    return session.role() == Role::Client ? Direction::Out : Direction::In;
}

// Header fields that the new connection sets itself, or for which the target has separate settings.
bool isOfHandshake(std::string_view name)
{
    constexpr std::array<std::string_view, 10> names{
        "Host",          "Upgrade", "Connection",        "User-Agent",     "Pragma",
        "Cache-Control", "Origin",  "Sec-WebSocket-Key", "Content-Length", "Transfer-Encoding"};
    constexpr std::string_view ours = "Sec-WebSocket-";
    return equalsIgnoringCase(name.substr(0, ours.size()), ours)
        || std::ranges::any_of(names,
                               [&](std::string_view known) { return equalsIgnoringCase(known, name); });
}

// Whether the client dropped the connection without a close frame.
bool hasClientDropped(const Session &recorded)
{
    const ClosingRecord closing = recorded.closing();
    const bool byClient = closing.droppedByMe == (recorded.role() == Role::Client);
    const auto &closeSent = recorded.role() == Role::Client ? closing.closeSentAt : closing.closeReceivedAt;
    return closing.hasEnded() && byClient && !closeSent;
}

} // namespace

std::optional<ReplayFault> replayFault(const Session &recorded)
{
    if (!recorded.handshake().isOpen())
        return ReplayFault::NeverOpened;
    const SessionSummary summary = recorded.summary();
    if (summary.hasDiscardedOctets)
        return ReplayFault::Discarded;
    bool isLeftOut = summary.isFull;
    forEachRow(recorded, [&](const LogRow &row, RowNumber) {
        isLeftOut = isLeftOut || (row.kind == RowKind::Recording && !row.has(RowFlag::On));
    });
    return isLeftOut ? std::optional(ReplayFault::LeftOut) : std::nullopt;
}

std::uint64_t framesOfClient(const Session &recorded)
{
    std::uint64_t frames = 0;
    const auto statistics = recorded.statistics();
    for (const std::uint64_t count : statistics[clientDirection(recorded)].frames)
        frames += count;
    return frames;
}

Target replayTarget(Target target, const Session &recorded)
{
    const HttpHead request = recorded.handshake().requestHead;
    if (target.extensions.empty())
        target.extensions = request.joined("Sec-WebSocket-Extensions");
    if (target.subprotocols.empty()) {
        // A subprotocol that carries a token is left out.
        const std::string offered = request.joined("Sec-WebSocket-Protocol");
        const std::vector<std::string_view> elements = listElements(offered);
        const std::vector<std::string> names(elements.begin(), elements.end());
        const std::vector<std::string> shown = discreetSubprotocols(names);
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == shown[i])
                target.subprotocols.push_back(names[i]);
        }
    }
    if (const std::string *const origin = request.find("Origin"); origin && target.origin.empty())
        target.origin = *origin;
    std::vector<HeaderField> fields;
    for (const HeaderField &field : request.fields) {
        const bool isGiven = std::ranges::any_of(target.headers, [&](const HeaderField &given) {
            return equalsIgnoringCase(given.name, field.name);
        });
        if (!isGiven && !isOfHandshake(field.name) && !hasSecrets(field.name, field.value))
            fields.push_back(field);
    }
    target.headers.insert(target.headers.begin(), fields.begin(), fields.end());
    return target;
}

LiveSettings replayLiveSettings(const Target &target, const ReplaySettings &settings)
{
    LiveSettings live = liveSettings(target);
    live.stallLimit = settings.patience;
    return live;
}

Replay::Replay(RecordedSession recorded, const ReplaySettings &settings, std::unique_ptr<LiveSession> session,
               TimeSource &time, Done done)
    : m_recorded(std::move(recorded.session))
    , m_settings(settings)
    , m_time(time)
    , m_session(std::move(session))
    , m_done(std::move(done))
    , m_client(clientDirection(*m_recorded))
    , m_recordedOpening(m_recorded->closing().openedAt.value_or(Duration{}))
    , m_clientEnd(m_recorded->handshake().request.size())
    , m_outcome{.end = End::NotOpened, .read = recorded.read}
{
    m_session->setListener(this);
}

Replay::~Replay() = default;

void Replay::stop()
{
    m_timer.reset();
    noteLateFrames();
    if (m_stage == Stage::Opening) {
        m_session->drop();
        return;
    }
    m_stage = Stage::Closing;
    m_session->startClose(close_code::normal, {});
}

void Replay::sessionEvent(LiveSession &, const EndpointEvent &event)
{
    if (event.kind == EndpointEvent::Kind::Opened) {
        opened();
        return;
    }
    const bool isReplyNow =
        event.kind == EndpointEvent::Kind::Message || event.kind == EndpointEvent::Kind::Pong;
    if (!isReplyNow)
        return;
    ++m_outcome.replies;
    if (m_stage == Stage::Lingering)
        linger();
    else
        sendDue();
}

void Replay::sessionDrained(LiveSession &) { sendDue(); }

void Replay::sessionEnded(LiveSession &)
{
    m_timer.reset();
    // This call may destroy the replay.
    const Done done = std::move(m_done);
    done(ReplayOutcome(m_outcome));
}

void Replay::opened()
{
    m_openedAt = m_time.now();
    if (!hasDeflateOfThen()) {
        abandon(End::OtherDeflate);
        return;
    }
    m_stage = Stage::Sending;
    m_outcome.end = End::ConnectionOver;
    sendDue();
}

bool Replay::hasDeflateOfThen() const
{
    if (m_recorded->statistics()[m_client].compressedMessages == 0)
        return true;
    const auto then = m_recorded->handshake().deflate.agreement;
    const auto &now = m_session->endpoint().deflate().agreement;
    return then && now && then->client == now->client;
}

void Replay::sendDue()
{
    while (m_stage == Stage::Sending && !m_session->hasEnded()) {
        // Nothing is sent that the server no longer reads; sessionEnded() reports this.
        if (m_session->endpoint().closeReceived() || m_session->waitingOctets() > mostWaiting)
            return;
        if (!m_step && !readStep()) {
            sentAll();
            return;
        }
        if (!m_stepSent && !isDue())
            return;
        if (!send())
            abandon(End::Unreadable);
    }
}

bool Replay::readStep()
{
    const StreamOffset size = m_recorded->streamSize(m_client);
    for (const RowNumber end = endOf(m_recorded->rowCount()); m_nextRow < end;) {
        const LogRow row = m_recorded->row(m_nextRow);
        ++m_nextRow;
        if (row.kind != RowKind::Frame)
            continue;
        if (row.direction != m_client) {
            countReply(row);
            continue;
        }
        const StreamOffset start = row.offset + row.header().size();
        // The frame was announced, but the connection ended before it was written.
        if (start > size)
            continue;
        const std::uint64_t octets = std::min(row.length, size - start);
        m_clientEnd = start + octets;
        if (isReply(row))
            continue;
        m_outcome.recordedReplies = m_repliesRead;
        m_step = Step{.row = row, .octets = octets, .repliesBefore = m_repliesRead};
        return true;
    }
    if (m_clientEnd >= size)
        return false;
    LogRow rest{.time = m_recorded->closing().endedAt.value_or(Duration{}), .offset = m_clientEnd};
    m_step =
        Step{.row = rest, .octets = size - m_clientEnd, .repliesBefore = m_repliesRead, .isFrame = false};
    m_clientEnd = size;
    return true;
}

// Counts the messages and pongs of the recorded server, and remembers what the recorded client replied to.
void Replay::countReply(const LogRow &row)
{
    if (m_serverMessages.add(row).endsMessage)
        ++m_repliesRead;
    if (row.has(RowFlag::Incomplete))
        return;
    const Opcode opcode = row.opcode();
    if (opcode == Opcode::Close)
        m_serverClosed = true;
    else if (opcode == Opcode::Ping && m_pings.size() < mostPings)
        m_pings.push_back(m_recorded->payload(row, 0, longestControl));
    else if (opcode == Opcode::Pong)
        ++m_repliesRead;
}

// Whether the frame is a reply to something that the recorded server sent.
bool Replay::isReply(const LogRow &row)
{
    if (row.opcode() == Opcode::Close)
        return m_serverClosed;
    if (row.opcode() != Opcode::Pong)
        return false;
    const auto ping = std::ranges::find(m_pings, m_recorded->payload(row, 0, longestControl));
    if (ping == m_pings.end())
        return false;
    // Earlier pings will not be answered any more (RFC 6455 5.5.3).
    m_pings.erase(m_pings.begin(), ping + 1);
    return true;
}

bool Replay::isDue()
{
    switch (m_settings.pace) {
    case ReplaySettings::Pace::Fast:
        return true;
    case ReplaySettings::Pace::Recorded:
        return isDueAsRecorded();
    case ReplaySettings::Pace::Replies:
        return hasReplies();
    }
    return true;
}

bool Replay::isDueAsRecorded()
{
    const Duration due = m_openedAt + std::max(Duration{}, m_step->row.time - m_recordedOpening);
    const Duration late = m_time.now() - due;
    m_timer.reset();
    if (late < Duration{}) {
        noteLateFrames();
        m_timer = m_time.startTimer(-late, [this] { sendDue(); });
        return false;
    }
    if (late >= noticeablyLate && m_step->isFrame) {
        ++m_lateFrames;
        m_latestBy = std::max(m_latestBy, late);
    }
    return true;
}

// A machine that did not let us run, or a server that did not read, has changed the pace.
void Replay::noteLateFrames()
{
    const std::uint64_t frames = std::exchange(m_lateFrames, 0);
    const Duration by = std::exchange(m_latestBy, {});
    if (frames > 0)
        m_session->logNote(counted(frames, "frame") + (frames == 1 ? " was" : " were")
                           + " sent later than recorded, by up to "
                           + secondsText(std::chrono::ceil<std::chrono::milliseconds>(by)) + " s.");
}

// Only a reply renews the patience: that an answer to a ping has left says nothing about what is waited for.
bool Replay::hasReplies()
{
    if (m_outcome.replies >= m_step->repliesBefore) {
        m_timer.reset();
        m_waitedSince.reset();
        return true;
    }
    if (m_waitedSince != m_outcome.replies) {
        m_waitedSince = m_outcome.replies;
        if (m_settings.patience > Duration{})
            m_timer = m_session->startLimit({"The patience for a reply", m_settings.patience},
                                            m_settings.patience, [this] { abandon(End::ReplyMissing); });
    }
    return false;
}

// Sends the step or its next part; returns false if the recording does not have its octets.
bool Replay::send()
{
    const Step &step = *m_step;
    const FrameHeader header = step.row.header();
    FrameSpec frame{.opcode = header.opcode, .fin = header.fin, .rsv = header.rsv};
    frame.masking = header.maskingKey ? Masking::On : Masking::Off;
    if (m_settings.masks == ReplaySettings::Masks::Recorded)
        frame.key = header.maskingKey;
    frame.lengthForm = header.lengthForm;
    frame.declaredLength = header.payloadLength;
    const bool isWhole = step.isFrame && step.octets == step.row.length && step.octets <= longestAtOnce;
    const std::uint64_t from = m_stepSent.value_or(0);
    const OctetBuffer part = octetsOfStep(from, isWhole ? longestAtOnce : partSize);
    if (part.empty() && from < step.octets)
        return false;
    if (isWhole) {
        if (part.size() < step.octets)
            return false;
        frame.payload = part;
        m_session->sendFrame(frame);
    } else if (step.isFrame) {
        if (!m_stepSent)
            m_session->beginFrame(frame);
        m_session->sendFrameData(part, WriteApart::No);
    } else {
        m_session->sendOctets(part, WriteApart::No);
    }
    m_stepSent = from + part.size();
    if (*m_stepSent < step.octets)
        return true;
    m_outcome.sent += step.isFrame ? 1 : 0;
    if (m_counter)
        *m_counter = m_outcome.sent;
    m_stepSent.reset();
    m_step.reset();
    return true;
}

OctetBuffer Replay::octetsOfStep(std::uint64_t from, std::size_t most) const
{
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(most, m_step->octets - from));
    return m_step->isFrame ? m_recorded->payload(m_step->row, from, length)
                           : m_recorded->octets(m_client, m_step->row.offset + from, length);
}

void Replay::sentAll()
{
    noteLateFrames();
    m_stage = Stage::Lingering;
    m_outcome.end = End::Complete;
    m_outcome.recordedReplies = m_repliesRead;
    linger();
}

// Waits for missing replies as long as octets are received.
void Replay::linger()
{
    const Endpoint &endpoint = m_session->endpoint();
    if (endpoint.closeSent() || endpoint.closeReceived())
        return;
    if (m_outcome.replies >= m_repliesRead)
        end();
    else
        m_timer = m_session->startLimit({"The wait for missing replies", m_settings.linger},
                                        m_settings.linger, [this] { end(); });
}

// Ends the connection in the way the recorded client did.
void Replay::end()
{
    m_timer.reset();
    m_stage = Stage::Closing;
    if (hasClientDropped(*m_recorded))
        m_session->drop();
    else
        m_session->startClose(close_code::normal, {});
}

void Replay::abandon(End why)
{
    m_outcome.end = why;
    m_stage = Stage::Closing;
    // A close frame after an incomplete frame would be read as its payload.
    if (m_stepSent)
        m_session->drop();
    else
        m_session->startClose(close_code::normal, {});
}

} // namespace fg
