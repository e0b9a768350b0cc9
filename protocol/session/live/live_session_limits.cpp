// What bounds a live session: replies that the peer does not read, the memory of all connections together,
// time limits, and writes that stand still.
#include "protocol/session/live/live_session.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/close_payload.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

std::string_view nameOf(TimerPurpose purpose)
{
    switch (purpose) {
    case TimerPurpose::FailConnection:
    case TimerPurpose::CloseConnection:
        return "The time limit of the case";
    case TimerPurpose::Wait:
        return "The wait";
    case TimerPurpose::OpeningHandshake:
        return "The time limit for the opening handshake";
    case TimerPurpose::CloseReply:
        return "The time limit for the answer to our close frame";
    case TimerPurpose::ServerDrop:
        break;
    }
    return "The time limit for the server to drop TCP";
}

} // namespace

void LiveSession::stopReadingIfDue()
{
    if (m_brake.limit == 0 || m_brake.isOn || m_brake.octets <= m_brake.limit || hasEnded())
        return;
    if (m_transport->isDrained()) {
        m_brake.octets = 0;
        return;
    }
    m_brake.isOn = true;
    followReading();
}

void LiveSession::followReading() { m_transport->setReading(!m_brake.isOn && m_reading == Reading::On); }

// --- for the budget ---

void LiveSession::measure()
{
    if (m_budget)
        m_budget->measure(*this);
}

Holding LiveSession::holding() const
{
    const std::size_t waiting = m_transport->waitingOctets();
    const std::size_t shared = m_transport->waitingSharedOctets();
    const std::size_t unread = m_transport->unreadOctets();
    const std::size_t context = m_endpoint.contextMemory();
    const std::size_t memory = m_endpoint.memory() + (m_log ? m_log->memory() : 0);
    return {.own = memory - context + waiting - shared + unread,
            .context = context,
            .shared = shared,
            .unread = unread,
            .owed = m_endpoint.waitingOctets() + waiting};
}

// What a compressed message inflates to is known only once it is inflated, and all connections may receive
// one at the same time. Therefore one read must not be able to take all the room that is left.
std::size_t LiveSession::mostToReceive() const
{
    // DEFLATE makes at most 1032 octets of one. They may be in the message and in the log, each in a buffer
    // that has just doubled.
    constexpr std::uint64_t mostForOne = 4 * 1032;
    constexpr std::uint64_t least = 256;
    if (!m_budget || !m_endpoint.canCompress())
        return SIZE_MAX;
    return static_cast<std::size_t>(std::max(least, m_budget->room() / mostForOne));
}

void LiveSession::releaseSpare()
{
    const bool isBorrowed = isBusy() || m_late.isDelivering;
    if (!isBorrowed)
        m_endpoint.releaseSpare();
}

void LiveSession::setReading(Reading reading)
{
    if (std::exchange(m_reading, reading) == reading || hasEnded())
        return;
    followReading();
    // A message that cannot grow now does not need the room for that.
    if (reading == Reading::Stopped)
        m_endpoint.shrinkUnfinished();
}

void LiveSession::dropForMemory()
{
    if (hasEnded())
        return;
    logNote("The connection was dropped because all connections together held more memory than they may.");
    // A close frame would follow what the peer does not read.
    if (waitingOctets() == 0)
        startClose(close_code::tryAgainLater, {});
    else
        m_transport->abort();
    drop();
}

// --- time limits ---

std::unique_ptr<Timer> LiveSession::startLimit(const NamedLimit &limit, Duration left,
                                               std::function<void()> passed)
{
    return fg::startLimit(m_time, left, std::move(passed),
                          [this, limit](const Stretch &stretch) { logStretch(limit, stretch); });
}

NamedLimit LiveSession::limitFor(TimerPurpose purpose, Duration whole) { return {nameOf(purpose), whole}; }

void LiveSession::transportStretched(const Stretch &stretch)
{
    logStretch({"The time limit for TCP and TLS to connect", stretch.limit}, stretch);
}

void LiveSession::logStretch(const NamedLimit &limit, const Stretch &stretch)
{
    if (hasEnded())
        return;
    m_longestStretch = std::max(m_longestStretch, stretch.by);
    logNote(stretchSentence(limit, stretch));
}

void LiveSession::watchStall()
{
    if (m_stall.limit == Duration{} || m_stall.timer || hasEnded() || waitingOctets() == 0)
        return;
    m_stall.taken = Standstill(m_transport->takenOctets());
    lookAtStallLater();
}

void LiveSession::lookAtStallLater()
{
    static_assert(Standstill::looks == 4, "the name says it");
    const NamedLimit limit{"The time limit for the peer to read", m_stall.limit};
    m_stall.timer = fg::startLimit(
        m_time, m_stall.limit / Standstill::looks, [this] { lookAtStall(); },
        [this, limit](const Stretch &stretch) {
            // If the peer has read everything meanwhile, there is no limit for it any more.
            if (waitingOctets() > 0)
                logStretch(limit, stretch);
        });
}

void LiveSession::lookAtStall()
{
    m_stall.timer.reset();
    const std::size_t waiting = waitingOctets();
    if (hasEnded() || waiting == 0)
        return;
    if (!m_stall.taken.look(m_transport->takenOctets())) {
        lookAtStallLater();
        return;
    }
    logNote("The peer had read nothing for " + secondsText(m_stall.limit) + " seconds, while "
            + counted(waiting, "octet") + " waited to be sent; the connection was dropped.");
    drop();
}

} // namespace fg
