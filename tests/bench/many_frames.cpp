#include "tests/bench/many_frames.h"

#include "protocol/deflate/codec.h"
#include "protocol/session/file/session_file.h"
#include "protocol/session/log/session.h"

#include <chrono>
#include <cstdio>
#include <string>

namespace fg::bench {
namespace {

constexpr std::size_t framesInRead = 64;
constexpr std::size_t characters = 30;
constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                     "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                     "Sec-WebSocket-Version: 13\r\n"
                                     "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
constexpr std::string_view answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                    "Connection: Upgrade\r\n"
                                    "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n";

std::string textOf(std::size_t number)
{
    char payload[characters + 1];
    std::snprintf(payload, sizeof payload, "message number %015zu", number);
    return payload;
}

void appendFrame(OctetBuffer &octets, std::byte firstOctet, OctetView payload)
{
    octets.push_back(firstOctet);
    octets.push_back(static_cast<std::byte>(payload.size()));
    octets.insert(octets.end(), payload.begin(), payload.end());
}

// Produces the frames of one read at a time.
class Source
{
public:
    explicit Source(Messages kind)
        : m_kind(kind)
    {
    }
    [[nodiscard]] OctetBuffer readOf(std::size_t first)
    {
        OctetBuffer octets;
        for (std::size_t i = 0; i < framesInRead; ++i) {
            const std::string text = textOf(first + i);
            if (m_kind == Messages::Plain) {
                appendFrame(octets, std::byte{0x81}, octetsOf(text));
                continue;
            }
            m_compressed.clear();
            m_deflater.compress(octetsOf(text), m_compressed);
            appendFrame(octets, std::byte{0xc1}, m_compressed);
        }
        return octets;
    }

private:
    Messages m_kind;
    Deflater m_deflater{DeflateDirection{}};
    OctetBuffer m_compressed;
};

LogRow rowAt(RowKind kind, Direction direction, std::size_t frame)
{
    LogRow row{.time = std::chrono::microseconds(frame)};
    row.kind = kind;
    row.direction = direction;
    return row;
}

} // namespace

OctetBuffer plainFrame(std::size_t number)
{
    OctetBuffer octets;
    appendFrame(octets, std::byte{0x81}, octetsOf(textOf(number)));
    return octets;
}

void recordFrames(const std::filesystem::path &path, std::size_t frames, Messages kind)
{
    const auto created = SessionFile::create(path);
    SessionHeading heading;
    heading.started = std::chrono::system_clock::now();
    heading.url = "ws://localhost/";
    Session log(Role::Client, SessionLimits::onFile(), std::get<0>(created)->addConnection(heading));
    log.append(
        rowAt(RowKind::Connected, Direction::Out, 0),
        PeerInfo{
            .localAddress = "127.0.0.1", .localPort = 40'000, .peerAddress = "127.0.0.1", .peerPort = 9'001});
    log.append(rowAt(RowKind::Octets, Direction::Out, 0), {}, octetsOf(request));
    const std::string agreed = std::string(answer)
        + (kind == Messages::Compressed ? "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n" : "\r\n");
    log.append(rowAt(RowKind::Octets, Direction::In, 0), {}, octetsOf(agreed));
    log.processReceived();
    Source source(kind);
    for (std::size_t frame = 0; frame < frames; frame += framesInRead) {
        const OctetBuffer octets = source.readOf(frame);
        log.append(rowAt(RowKind::Octets, Direction::In, frame), {}, octets);
        log.processReceived();
    }
    log.commit();
}

} // namespace fg::bench
