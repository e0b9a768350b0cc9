#include "protocol/transport/one_way_sender.h"

#include <utility>

namespace fg {
namespace {

constexpr std::size_t longestPart = 64 * 1024;

} // namespace

OneWaySender::OneWaySender(PlainStream stream, Source source, TimeSource &time, Duration limit,
                           std::function<void()> done)
    : m_stream(std::move(stream))
    , m_source(std::move(source))
    , m_time(time)
    , m_patience(limit)
    , m_done(std::move(done))
    , m_notifier(std::make_unique<QSocketNotifier>(m_stream.twin.descriptor(), QSocketNotifier::Write))
{
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { sendMore(); });
    waitForPeer();
}

OneWaySender::~OneWaySender() = default;

// One part, then other connections have their turn.
void OneWaySender::sendMore()
{
    if (m_sent == m_part.size() && !hasNextPart())
        return;
    const auto taken = m_stream.twin.write(std::span(m_part).subspan(m_sent));
    if (!taken) {
        endSoon();
        return;
    }
    m_sent += *taken;
    if (*taken > 0)
        waitForPeer();
}

// Starts what comes after the sending if there is none.
bool OneWaySender::hasNextPart()
{
    m_part.resize(longestPart);
    m_sent = 0;
    const std::optional<std::size_t> size = m_source(m_part);
    m_part.resize(size.value_or(0));
    if (!size) {
        endSoon();
    } else if (*size == 0) {
        stopSending();
        m_tail = std::make_unique<TailWatch>(std::move(m_stream.twin), [this](TcpEnd) { endSoon(); });
    }
    return !m_part.empty();
}

void OneWaySender::waitForPeer()
{
    m_timer = startLimit(
        m_time, m_patience, [this] { endSoon(); }, withoutLog);
}

// In another turn of the event loop, because this may run inside a signal of what is destroyed then.
void OneWaySender::endSoon()
{
    stopSending();
    m_timer = m_time.startTimer({}, [this] { std::exchange(m_done, {})(); });
}

void OneWaySender::stopSending()
{
    m_timer.reset();
    if (m_notifier) { // this may run inside its signal
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater();
    }
}

} // namespace fg
