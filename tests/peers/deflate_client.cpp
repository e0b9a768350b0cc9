// Our client against an independent echo server, with each agreement on compression that can be offered.
// Argument: URL. Prints one line for each agreement and exits with 0 if every message came back as sent.
#include "protocol/session/live/interactive_session.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>

#include <cstdio>
#include <string>

namespace fg {
namespace {

constexpr std::size_t sizes[] = {0, 1, 125, 126, 65'535, 65'536, 1 << 20};
constexpr int patienceMilliseconds = 20'000;

template <typename Condition> bool waitUntil(Condition condition)
{
    QElapsedTimer clock;
    clock.start();
    while (!condition()) {
        if (clock.elapsed() > patienceMilliseconds)
            return false;
        QThread::msleep(1);
    }
    return true;
}

OctetBuffer messageOf(std::size_t size, unsigned seed)
{
    OctetBuffer octets(size);
    std::uint32_t state = seed + 1;
    for (std::byte &octet : octets) {
        state = state * 1'664'525 + 1'013'904'223;
        octet = static_cast<std::byte>(seed % 3 == 0 ? state >> 24 : 'a' + (state >> 30));
    }
    return octets;
}

std::vector<DeflateOffer> offers()
{
    std::vector<DeflateOffer> all;
    for (const bool server : {false, true}) {
        for (const bool client : {false, true}) {
            for (const std::optional<WindowBits> bits : {std::optional<WindowBits>(), {9}, {12}, {15}})
                all.push_back({.serverNoContextTakeover = server,
                               .clientNoContextTakeover = client,
                               .serverMaxWindowBits = bits,
                               .clientMaxWindowBits = DeflateOffer::ClientWindow{bits}});
        }
    }
    return all;
}

// Returns what is wrong; empty if nothing is.
std::string converse(NetworkThread &network, Target target)
{
    InteractiveSession session(network, std::move(target));
    const Session &log = *session.log();
    if (!waitUntil([&log] { return log.summary().state == SessionState::Open; }))
        return "not opened";
    if (!log.handshake().deflate.agreement)
        return "not agreed";
    std::size_t came = 0;
    for (unsigned round = 0; round < 2; ++round) {
        for (const std::size_t size : sizes) {
            const OctetBuffer sent = messageOf(size, static_cast<unsigned>(came));
            session.sendBinary(sent);
            if (!waitUntil([&log, came] { return log.statistics().in.messages > came; }))
                return std::to_string(size) + " octets did not come back";
            ++came;
            const MessageRecord echo = log.messages().back();
            if (log.payload(echo, SIZE_MAX) != sent)
                return std::to_string(size) + " octets came back wrong";
        }
    }
    if (log.statistics().out.compressedMessages != came)
        return "not all was compressed";
    session.startClose(1000, {});
    if (!waitUntil([&log] { return log.summary().state == SessionState::Closed; }) || !log.closing().wasClean)
        return "not closed";
    return log.findings().empty() ? ""
                                  : "broken: " + std::string(ruleOf(log.findings()[0].violation.rule).name);
}

} // namespace
} // namespace fg

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    fg::NetworkThread network;
    const auto url = fg::parseWebSocketUrl(argc > 1 ? argv[1] : "");
    if (!std::holds_alternative<fg::WebSocketUrl>(url))
        return 2;
    int exitCode = 0;
    for (const fg::DeflateOffer &offer : fg::offers()) {
        fg::Target target;
        target.url = std::get<fg::WebSocketUrl>(url);
        target.extensions = fg::fieldValueOf({offer});
        const std::string fault = fg::converse(network, target);
        std::printf("%s  %s  %s\n", fault.empty() ? "passed" : "FAILED", target.extensions.c_str(),
                    fault.c_str());
        if (!fault.empty())
            exitCode = 1;
    }
    return exitCode;
}
