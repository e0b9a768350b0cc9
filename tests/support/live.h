// A live session on a scripted stream whose other end is the test, and its log in words.
#pragma once

#include "protocol/session/live/live_session.h"
#include "tests/support/fixed_entropy.h"
#include "tests/support/manual_time.h"
#include "tests/support/scripted_transport.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fg::test {

using Words = std::vector<std::string>;

inline constexpr std::string_view liveRequest = "GET / HTTP/1.1\r\n"
                                                "Host: localhost\r\n"
                                                "Upgrade: websocket\r\n"
                                                "Connection: Upgrade\r\n"
                                                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                                "Sec-WebSocket-Version: 13\r\n\r\n";
[[nodiscard]] std::string liveAnswer(std::string_view extensions = {});

class Live final : public LiveSessionListener
{
public:
    // `extensions`: what a client offers, and what its peer answers.
    explicit Live(Role role, Policies policies = {}, SessionLimits limits = {}, std::size_t replyLimit = 0,
                  std::string extensions = {});
    // Logs to a session that the test provides.
    Live(std::shared_ptr<Session> log, Policies policies, std::size_t replyLimit = 0,
         std::string extensions = {});

    // Completes the opening handshake.
    Live &open();
    // Octets of the peer, in hexadecimal.
    Live &peer(std::string_view hex);
    Live &peerEachOctet(std::string_view hex);
    [[nodiscard]] ClosingRecord closing() const { return log->closing(); }
    [[nodiscard]] Words findings() const; // names of the rules, with the row's number
    // Octets written since the opening handshake, in hexadecimal.
    [[nodiscard]] std::string written() const;

    ManualTime time;
    FixedEntropy entropy;
    ScriptedStream stream;
    std::shared_ptr<Session> log;
    std::unique_ptr<LiveSession> session;
    std::function<void(LiveSession &, const EndpointEvent &)> onEvent = [](auto &, const auto &) {};
    std::function<void()> onEnded = [] {};
    int ended = 0;

private:
    void sessionEvent(LiveSession &told, const EndpointEvent &event) override { onEvent(told, event); }
    void sessionEnded(LiveSession &) override
    {
        ++ended;
        onEnded();
    }
    std::string m_extensions;
    std::size_t m_opening = 0;
};

enum class Rows : std::uint8_t { All, WithoutOctets };

// "in text F 3 @129 after 129": direction, kind, FIN, length, offset, octets of the peer read before.
[[nodiscard]] Words rowsOf(const Session &log, Rows which = Rows::All);
// Findings, messages, closing values and the counts that do not depend on the sizes of reads.
[[nodiscard]] Words derivedOf(const Session &log);

} // namespace fg::test
