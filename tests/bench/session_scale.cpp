// How a session of ten million frames costs: written while it runs, read again, kept in memory. Beside it,
// what tshark takes to read the same file.
//
// Usage: session_scale FOLDER [FRAMES]
#include "protocol/session/session_file.h"
#include "protocol/session/session_reader.h"
#include "protocol/wire/masking.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <malloc.h>
#include <unistd.h>

namespace {

using namespace fg;
using Clock = std::chrono::steady_clock;

constexpr std::size_t framesInRead = 64;
constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                     "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                     "Sec-WebSocket-Version: 13\r\n\r\n";
constexpr std::string_view answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                    "Connection: Upgrade\r\n"
                                    "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n";

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Octets that the process keeps in memory.
double resident()
{
    std::ifstream file("/proc/self/statm");
    double all = 0;
    double here = 0;
    file >> all >> here;
    return here * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// One read's worth: text messages of 30 octets.
OctetBuffer readOf(std::size_t first)
{
    OctetBuffer octets;
    for (std::size_t i = 0; i < framesInRead; ++i) {
        char payload[31];
        std::snprintf(payload, sizeof payload, "message number %015zu", first + i);
        octets.push_back(std::byte{0x81});
        octets.push_back(std::byte{30});
        const OctetView text = octetsOf(std::string_view(payload, 30));
        octets.insert(octets.end(), text.begin(), text.end());
    }
    return octets;
}

LogRow rowAt(RowKind kind, Direction direction, std::size_t frame)
{
    LogRow row{.time = std::chrono::microseconds(frame)};
    row.kind = kind;
    row.direction = direction;
    return row;
}

void record(const std::filesystem::path &path, std::size_t frames)
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
    log.append(rowAt(RowKind::Octets, Direction::In, 0), {}, octetsOf(answer));
    log.settle();
    for (std::size_t frame = 0; frame < frames; frame += framesInRead) {
        const OctetBuffer octets = readOf(frame);
        log.append(rowAt(RowKind::Octets, Direction::In, frame), {}, octets);
        log.settle();
    }
    log.commit();
}

bool read(const std::filesystem::path &path, std::size_t frames)
{
    malloc_trim(0);
    const double before = resident();
    const Clock::time_point start = Clock::now();
    auto opened = SessionReader::open(path);
    SessionReader &reader = *std::get<0>(opened);
    // The window reads the first part before it looks for the first time.
    bool hasMore = reader.readSome(256 * 1024);
    std::printf("first %zu rows after %.3f s\n", reader.connections().front().session->rowCount(),
                secondsSince(start));
    while (hasMore)
        hasMore = reader.readSome(4 * 1024 * 1024);
    const double seconds = secondsSince(start);
    const Session &session = *reader.connections().front().session;
    const double rows = static_cast<double>(session.rowCount());
    std::printf("all %.0f rows (%zu messages) after %.3f s, %.1f million rows a second\n", rows,
                session.messageCount(), seconds, rows / seconds / 1e6);
    std::printf("%.1f octets of memory a row\n", (resident() - before) / rows);
    const std::string folder = path.parent_path().string();
    const std::string command =
        "tshark -r '" + path.string() + "' > /dev/null 2> '" + folder + "/tshark.log'";
    const Clock::time_point tsharkStart = Clock::now();
    if (std::system(command.c_str()) == 0) {
        const double other = secondsSince(tsharkStart);
        std::printf("tshark -r takes %.3f s, %.1f times as long\n", other, other / seconds);
    } else {
        std::printf("tshark did not read it\n");
    }
    return session.messageCount() >= frames;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: session_scale FOLDER [FRAMES]\n");
        return 2;
    }
    const std::size_t frames = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000'000;
    const std::filesystem::path path = std::filesystem::path(argv[1]) / "scale.pcapng";
    const Clock::time_point start = Clock::now();
    record(path, frames);
    std::printf("%zu frames recorded in %.3f s, a file of %.0f MB\n", frames, secondsSince(start),
                static_cast<double>(std::filesystem::file_size(path)) / 1e6);
    const bool isWhole = read(path, frames);
    std::filesystem::remove(path);
    return isWhole ? 0 : 1;
}
