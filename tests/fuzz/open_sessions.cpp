// Opens session files that are damaged in every way: whatever they contain, the program does not crash, takes
// at most seconds, and shows what it could read.
//
// Usage: fuzz_open_sessions [--seconds N] [--seed N] [--round N]
//        fuzz_open_sessions FILE...
// A round that fails prints its number; --seed N --round N repeats it.
#include "protocol/report/export/session_export.h"
#include "protocol/report/import/session_open.h"
#include "protocol/report/view/export_options.h"
#include "protocol/session/file/session_save.h"
#include "protocol/session/log/row_walk.h"
#include "protocol/session/log/session_copy.h"
#include "tests/support/random_session.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <sys/mman.h>
#include <unistd.h>

namespace {

using namespace fg;
using Clock = std::chrono::steady_clock;
using test::RandomSource;

constexpr unsigned seedSessions = 12;
constexpr std::size_t longestSeed = 60'000;
constexpr double longestRound = 20; // seconds; a sanitized build on a busy machine is slow

// A file in memory that can be opened by its name.
class MemoryFile
{
public:
    MemoryFile()
        : m_descriptor(memfd_create("session", MFD_CLOEXEC))
    {
        if (m_descriptor < 0)
            std::abort();
    }
    ~MemoryFile() { close(m_descriptor); }
    MemoryFile(const MemoryFile &) = delete;
    MemoryFile &operator=(const MemoryFile &) = delete;

    void write(const std::string &content)
    {
        if (ftruncate(m_descriptor, 0) != 0
            || pwrite(m_descriptor, content.data(), content.size(), 0)
                != static_cast<ssize_t>(content.size()))
            std::abort();
    }
    [[nodiscard]] std::filesystem::path path() const
    {
        return "/proc/self/fd/" + std::to_string(m_descriptor);
    }

private:
    int m_descriptor;
};

// Does what users do with a session that was opened.
void useSessions(const OpenedFile &opened)
{
    std::ostringstream out;
    for (const OpenedSession &session : opened.sessions) {
        forEachRow(*session.session, [&](const LogRow &row, RowNumber) {
            if (row.kind == RowKind::Frame)
                (void)session.session->payload(row, 0, 1'000);
        });
        for (const MessageRecord &message : session.session->messages(0, 100))
            (void)session.session->payload(message, 1'000);
        const ExportedSession exported{session.session, session.facts, nullptr};
        for (const ExportFormat format : {ExportFormat::Ndjson, ExportFormat::Har, ExportFormat::Text})
            (void)exportSessions(out, format, std::span(&exported, 1), {});
        out.str({});
    }
    // A user must see either a session or a message.
    if (opened.sessions.empty() && !opened.error && opened.notes.empty()) {
        std::fprintf(stderr, "nothing was read, and no message says why\n");
        std::abort();
    }
}

void open(const std::string &content, MemoryFile &file)
{
    file.write(content);
    useSessions(openSessions(file.path()));
}

std::string contentOf(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> seeds()
{
    std::vector<std::string> all;
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("frameglass-fuzz-" + std::to_string(getpid()));
    std::filesystem::create_directory(folder);
    for (unsigned seed = 0; all.size() < 4 * seedSessions; ++seed) {
        const std::shared_ptr<Session> session = test::randomSession(seed);
        const ExportedSession exported{session, {.title = "a session", .url = {}, .started = {}}, nullptr};
        std::vector<std::string> forms;
        for (const ExportFormat format : {ExportFormat::Json, ExportFormat::Ndjson, ExportFormat::Har}) {
            std::ostringstream out;
            (void)exportSessions(out, format, std::span(&exported, 1), {.secrets = Secrets::Kept});
            forms.push_back(out.str());
        }
        SessionHeading heading;
        heading.role = session->role();
        const std::filesystem::path path = folder / "seed.pcapng";
        if (saveSession(*session, heading, {{"remark", "a remark"}}, path))
            continue;
        forms.push_back(contentOf(path));
        for (std::string &form : forms) {
            if (form.size() <= longestSeed)
                all.push_back(std::move(form));
        }
    }
    std::filesystem::remove_all(folder);
    return all;
}

// The positions where the parts of a file begin: blocks of a session file, lines of other files.
std::vector<std::size_t> partsOf(const std::string &content)
{
    std::vector<std::size_t> starts{0};
    const bool hasBlocks = content.starts_with("\n\r\r\n");
    while (starts.back() < content.size()) {
        const std::size_t at = starts.back();
        std::uint32_t length = 0;
        if (hasBlocks && at + 8 <= content.size())
            std::memcpy(&length, content.data() + at + 4, 4);
        const std::size_t line = content.find('\n', at);
        const std::size_t next = hasBlocks ? at + length
            : line == std::string::npos    ? content.size()
                                           : line + 1;
        if (next <= at || next > content.size())
            break;
        starts.push_back(next);
    }
    return starts;
}

// A number, word or bracket that has a meaning for readers.
std::string spice(RandomSource &random)
{
    static const char *const words[] = {"-1",
                                        "0",
                                        "1",
                                        "18446744073709551615",
                                        "9223372036854775808",
                                        "1e99",
                                        "null",
                                        "true",
                                        "[",
                                        "{",
                                        "]",
                                        "}",
                                        "\"",
                                        "\\ud800",
                                        "\\u0000",
                                        "\n",
                                        "=",
                                        "",
                                        "4294967295",
                                        "text"};
    return words[random.below(std::size(words))];
}

void damage(std::string &content, RandomSource &random, const std::vector<std::string> &all)
{
    if (content.empty())
        return;
    const std::size_t at = random.below(content.size());
    switch (random.below(9)) {
    case 0:
        content[at] = static_cast<char>(random.below(256));
        break;
    case 1:
        content[at] = static_cast<char>(content[at] ^ (1 << random.below(8)));
        break;
    case 2:
        content.resize(at);
        break;
    case 3:
        content.erase(at, random.below(40));
        break;
    case 4:
        content.insert(at, spice(random));
        break;
    case 5: {
        const std::string other = spice(random);
        content.replace(at, std::min(other.size(), content.size() - at), other);
        break;
    }
    case 6: { // a part is left out, duplicated or moved
        const std::vector<std::size_t> starts = partsOf(content);
        if (starts.size() < 2)
            break;
        const std::size_t number = random.below(starts.size() - 1);
        const std::string part = content.substr(starts[number], starts[number + 1] - starts[number]);
        if (random.oneIn(2))
            content.erase(starts[number], part.size());
        if (random.oneIn(2))
            content.insert(std::min(content.size(), starts[random.below(starts.size())]), part);
        break;
    }
    case 7: { // the end of another file
        const std::string &other = all[random.below(all.size())];
        content.resize(at);
        content += std::string_view(other).substr(random.below(other.size() + 1));
        break;
    }
    case 8: // numbers of four octets, in the blocks of a session file
        if (at + 4 <= content.size()) {
            const auto number = static_cast<std::uint32_t>(random.below(1ull << 32) >> random.below(32));
            std::memcpy(content.data() + at - at % 4, &number, sizeof number);
        }
        break;
    default:
        break;
    }
}

std::string inputOf(unsigned seed, unsigned round, const std::vector<std::string> &all)
{
    RandomSource random(seed * 1'000'003U + round);
    std::string content = all[random.below(all.size())];
    for (std::size_t damages = random.below(5); damages < 5; ++damages)
        damage(content, random, all);
    return content;
}

int runRounds(double seconds, unsigned seed, std::optional<unsigned> only)
{
    MemoryFile file;
    const std::vector<std::string> all = seeds();
    const Clock::time_point start = Clock::now();
    const auto passed = [](Clock::time_point since) {
        return std::chrono::duration<double>(Clock::now() - since).count();
    };
    unsigned round = only.value_or(0);
    do {
        // Printed before each round, so that the round is known if the program crashes.
        std::fprintf(stderr, "\rseed %u, round %u ", seed, round);
        const Clock::time_point began = Clock::now();
        open(inputOf(seed, round, all), file);
        if (passed(began) > longestRound) {
            std::fprintf(stderr, "took %.1f s\n", passed(began));
            return 1;
        }
        ++round;
    } while (!only && passed(start) < seconds);
    std::printf("\n%u files opened in %.1f s\n", only ? 1 : round, passed(start));
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    double seconds = 10;
    unsigned seed = 1;
    std::optional<unsigned> only;
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const bool hasValue = i + 1 < argc;
        if (word == "--seconds" && hasValue) {
            seconds = std::strtod(argv[++i], nullptr);
        } else if (word == "--seed" && hasValue) {
            seed = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
        } else if (word == "--round" && hasValue) {
            only = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
        } else {
            useSessions(openSessions(word));
            ++files;
        }
    }
    return files > 0 ? 0 : runRounds(seconds, seed, only);
}
