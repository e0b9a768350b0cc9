// What filters cost in a session of ten million frames: those by header fields, which look at nothing but the
// rows, and those that read payloads. Times are medians of five.
//
// Usage: filter_scale FOLDER [FRAMES [compressed]]
#include "protocol/session/file/session_reader.h"
#include "protocol/session/look/filter_parser.h"
#include "protocol/session/look/filter_run.h"
#include "tests/bench/many_frames.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace fg;
using Clock = std::chrono::steady_clock;

struct Measured
{
    double median = 0; // seconds
    double longestSlice = 0; // seconds
    std::size_t found = 0;
    std::size_t memory = 0; // octets
};

Measured measure(const std::shared_ptr<const Session> &session, std::string_view filter, FilterView view,
                 int rounds)
{
    const FilterReading reading = readFilter(filter);
    std::vector<double> times;
    Measured measured;
    for (int round = 0; round < rounds; ++round) {
        FilterRun run(session, *reading.tree, view, {});
        const Clock::time_point start = Clock::now();
        for (bool hasMore = true; hasMore;) {
            const Clock::time_point slice = Clock::now();
            hasMore = run.runSome();
            measured.longestSlice =
                std::max(measured.longestSlice, std::chrono::duration<double>(Clock::now() - slice).count());
        }
        times.push_back(std::chrono::duration<double>(Clock::now() - start).count());
        measured.found = run.found().size();
        measured.memory = run.found().memory();
    }
    std::ranges::sort(times);
    measured.median = times[times.size() / 2];
    return measured;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: filter_scale FOLDER [FRAMES [compressed]]\n");
        return 2;
    }
    const std::size_t frames = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000'000;
    const bool isCompressed = argc > 3 && std::string_view(argv[3]) == "compressed";
    const std::filesystem::path path = std::filesystem::path(argv[1]) / "filter_scale.pcapng";
    bench::recordFrames(path, frames, isCompressed ? bench::Messages::Compressed : bench::Messages::Plain);
    auto opened = SessionReader::open(path);
    SessionReader &reader = *std::get<0>(opened);
    while (reader.readSome(4 * 1024 * 1024)) { }
    const std::shared_ptr<const Session> session = reader.connections().front().session;
    const std::size_t all = session->messageCount();
    std::printf("%zu rows, %zu messages\n", session->rowCount().value(), all);

    struct Tried
    {
        std::string_view filter;
        int rounds;
        std::size_t found;
    };
    const std::array tried{
        Tried{"dir == rx && op == text && len > 1k", 5, 0},
        Tried{"dir == rx && op == text && len < 1k", 5, all},
        Tried{"masked || rsv2 || time > 1000min", 5, 0},
        Tried{"finding", 5, 0},
        Tried{"text ~ \"000000000000007\"", 1, 1},
        Tried{"text matches \"number 0+7$\"", 1, 1},
    };
    bool isRight = true;
    for (const FilterView view : {FilterView::Frames, FilterView::Messages}) {
        std::printf("%s\n", view == FilterView::Frames ? "view of frames" : "view of messages");
        for (const Tried &filter : tried) {
            const Measured measured = measure(session, filter.filter, view, filter.rounds);
            std::printf("  %8.3f s  slice %5.1f ms  %8zu found  %6zu KiB  %s\n", measured.median,
                        measured.longestSlice * 1e3, measured.found, measured.memory / 1024,
                        std::string(filter.filter).c_str());
            isRight = isRight && measured.found == filter.found;
        }
    }
    std::filesystem::remove(path);
    std::printf("%s\n", isRight ? "all found what they should" : "WRONG NUMBERS");
    return isRight ? 0 : 1;
}
