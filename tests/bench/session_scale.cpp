// What a session of ten million frames costs: to write while it runs, to read again, to keep in memory; and
// for comparison, the time that tshark needs to read the same file. Times of reading are medians.
//
// Usage: session_scale FOLDER [FRAMES [compressed]]
#include "protocol/session/file/session_reader.h"
#include "tests/bench/many_frames.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <malloc.h>
#include <unistd.h>

namespace {

using namespace fg;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 5; // number of readings

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Octets of memory that the process uses.
double resident()
{
    std::ifstream file("/proc/self/statm");
    double all = 0;
    double here = 0;
    file >> all >> here;
    return here * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

struct Reading
{
    double first = 0; // seconds until there are rows
    double all = 0;
    double memory = 0; // octets per row
    std::size_t rows = 0;
    std::size_t messages = 0;
};

Reading read(const std::filesystem::path &path)
{
    malloc_trim(0);
    const double before = resident();
    const Clock::time_point start = Clock::now();
    auto opened = SessionReader::open(path);
    SessionReader &reader = *std::get<0>(opened);
    Reading reading;
    // The window reads the first part before it shows anything.
    bool hasMore = reader.readSome(256 * 1024);
    const Session &session = *reader.connections().front().session;
    if (session.rowCount() > RowCount())
        reading.first = secondsSince(start);
    while (hasMore)
        hasMore = reader.readSome(4 * 1024 * 1024);
    reading.all = secondsSince(start);
    reading.rows = session.rowCount().value();
    reading.messages = session.messageCount();
    reading.memory = (resident() - before) / static_cast<double>(reading.rows);
    return reading;
}

bool measureReading(const std::filesystem::path &path, std::size_t frames)
{
    std::vector<double> first;
    std::vector<double> all;
    std::vector<double> memory;
    Reading last;
    for (int round = 0; round < rounds; ++round) {
        last = read(path);
        first.push_back(last.first);
        all.push_back(last.all);
        memory.push_back(last.memory);
    }
    const auto rows = static_cast<double>(last.rows);
    std::printf("first rows after %.3f s\n", median(first));
    std::printf("all %zu rows (%zu messages) after %.3f s, %.1f million rows per second\n", last.rows,
                last.messages, median(all), rows / median(all) / 1e6);
    // Only the first reading starts without memory left over from another.
    std::printf("%.1f octets of memory per row\n", memory.front());
    const std::string folder = path.parent_path().string();
    const std::string command =
        "tshark -r '" + path.string() + "' > /dev/null 2> '" + folder + "/tshark.log'";
    const Clock::time_point start = Clock::now();
    if (std::system(command.c_str()) == 0) {
        const double other = secondsSince(start);
        std::printf("tshark -r takes %.3f s, %.1f times as long\n", other, other / median(all));
    } else {
        std::printf("tshark did not read it\n");
    }
    return last.messages >= frames;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: session_scale FOLDER [FRAMES [compressed]]\n");
        return 2;
    }
    const std::size_t frames = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000'000;
    const bool isCompressed = argc > 3 && std::string_view(argv[3]) == "compressed";
    const std::filesystem::path path = std::filesystem::path(argv[1]) / "scale.pcapng";
    const Clock::time_point start = Clock::now();
    fg::bench::recordFrames(path, frames,
                            isCompressed ? fg::bench::Messages::Compressed : fg::bench::Messages::Plain);
    std::printf("%zu frames recorded in %.3f s, a file of %.0f MB\n", frames, secondsSince(start),
                static_cast<double>(std::filesystem::file_size(path)) / 1e6);
    const bool isWhole = measureReading(path, frames);
    std::filesystem::remove(path);
    return isWhole ? 0 : 1;
}
