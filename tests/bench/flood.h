// A server that sends text frames to the first client that connects, at a fixed rate per second, until the
// client has gone.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace fg::bench {

class Flood
{
public:
    explicit Flood(std::size_t framesASecond);
    ~Flood();
    Flood(const Flood &) = delete;
    Flood &operator=(const Flood &) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    // Number of frames that the system has taken so far. It falls behind the rate if the client does not read
    // fast enough.
    [[nodiscard]] std::size_t sent() const { return m_sent; }

private:
    void serve();
    void sendFrames(int connection);

    std::size_t m_rate;
    int m_listening = -1;
    std::uint16_t m_port = 0;
    std::atomic<std::size_t> m_sent = 0;
    std::atomic<bool> m_stops = false;
    std::thread m_thread;
};

} // namespace fg::bench
