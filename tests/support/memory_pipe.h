// Both ends of a stream in memory, for a client and a server in one test.
#pragma once

#include "protocol/transport/time_source.h"
#include "protocol/transport/transport.h"

#include <memory>
#include <utility>

namespace fg::test {

// Octets written at one end are reported at the other in a turn of `time`, once that end was opened.
class PipeEnd final : public Transport
{
public:
    explicit PipeEnd(TimeSource &time)
        : m_time(time)
    {
    }
    ~PipeEnd() override { drop(); }

    static std::pair<std::unique_ptr<PipeEnd>, std::unique_ptr<PipeEnd>> pair(TimeSource &time)
    {
        auto ends = std::pair(std::make_unique<PipeEnd>(time), std::make_unique<PipeEnd>(time));
        ends.first->m_other = ends.second.get();
        ends.second->m_other = ends.first.get();
        return ends;
    }

    void setListener(TransportListener *listener) override { m_listener = listener; }
    void open() override
    {
        m_isOpen = true;
        reportLater();
    }
    void write(OctetView octets, WriteMode) override
    {
        if (!m_other)
            return;
        m_other->m_inbox.insert(m_other->m_inbox.end(), octets.begin(), octets.end());
        m_other->reportLater();
    }
    [[nodiscard]] bool isDrained() const override { return true; }
    [[nodiscard]] std::size_t waitingOctets() const override { return 0; }
    [[nodiscard]] std::uint64_t takenOctets() const override { return 0; }
    void drop() override
    {
        m_isOpen = false;
        m_timer.reset();
        if (PipeEnd *const other = std::exchange(m_other, nullptr)) {
            other->m_other = nullptr;
            other->reportLater();
        }
    }
    void setReading(bool) override { }

private:
    void reportLater()
    {
        if (m_isOpen && !m_timer)
            m_timer = m_time.startTimer({}, [this] { reportNext(); });
    }
    // Sends one notice, which may destroy this object.
    void reportNext()
    {
        m_timer.reset();
        const bool isOver = !m_other && m_inbox.empty();
        if (!isOver || !m_isReady)
            reportLater();
        if (!std::exchange(m_isReady, true))
            return m_listener->transportReady({});
        if (!m_inbox.empty())
            return m_listener->transportReceived(std::exchange(m_inbox, {}));
        m_timer.reset();
        if (isOver) {
            m_isOpen = false;
            m_listener->transportEnded(TcpEnd::Fin, TlsEnd::NotTls);
        }
    }

    TimeSource &m_time;
    PipeEnd *m_other = nullptr; // null once the other end has gone
    TransportListener *m_listener = nullptr;
    std::unique_ptr<Timer> m_timer;
    OctetBuffer m_inbox;
    bool m_isOpen = false;
    bool m_isReady = false; // transportReady has been called
};

} // namespace fg::test
