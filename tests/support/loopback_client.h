// A WebSocket client on this machine for tests of servers, and the event loop in which both run.
#pragma once

#include "protocol/session/live/live_session.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fg::test {

// Runs the event loop until `condition` is true; returns false if that takes longer than `limit`.
[[nodiscard]] bool waitUntil(const std::function<bool()> &condition,
                             std::chrono::milliseconds limit = std::chrono::seconds(20));
void runLoopFor(std::chrono::milliseconds time);

// Echoes every message, and replies to pings and close frames as the RFC requires.
class LoopbackClient final : private LiveSessionListener
{
public:
    LoopbackClient(std::uint16_t port, const std::string &target, std::vector<FieldTemplate> moreFields = {});
    ~LoopbackClient() override;

    // Runs the event loop until the connection has ended.
    LoopbackClient &finish();
    [[nodiscard]] bool hasOpened() const { return m_hasOpened; }
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }
    [[nodiscard]] const std::vector<std::string> &messages() const { return m_messages; }
    [[nodiscard]] const Session &log() const { return *m_log; }
    // The head of our request as it was sent.
    [[nodiscard]] std::string request() const { return m_log->handshake().request; }
    // The status code of an answer other than 101, and its body.
    [[nodiscard]] int status() const;
    [[nodiscard]] std::string body() const;
    // Stops echoing messages.
    void keepSilent() { m_isSilent = true; }
    void drop() { m_session->drop(); }

private:
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionEnded(LiveSession &session) override;

    QtTimeSource m_time;
    SystemEntropy m_entropy;
    std::shared_ptr<Session> m_log;
    std::unique_ptr<LiveSession> m_session;
    std::vector<std::string> m_messages;
    bool m_isSilent = false;
    bool m_hasOpened = false;
    bool m_hasEnded = false;
};

} // namespace fg::test
