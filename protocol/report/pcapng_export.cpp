#include "protocol/report/pcapng_export.h"

#include "protocol/report/session_view.h"
#include "protocol/session/session_copy.h"
#include "protocol/session/session_file.h"

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>

#include <unistd.h>

namespace fg {
namespace {

// A name that no other export of this or another program uses now.
std::filesystem::path temporaryPath()
{
    static std::atomic<unsigned> number = 0;
    std::error_code ignored;
    return std::filesystem::temp_directory_path(ignored)
        / ("frameglass-export-" + std::to_string(getpid()) + '-' + std::to_string(++number) + ".pcapng");
}

SessionHeading headingOf(const ExportedSession &exported, const SessionView &view)
{
    const SessionFacts &facts = exported.facts;
    SessionHeading heading;
    heading.role = view.session().role();
    heading.started = facts.started.value_or(std::chrono::system_clock::time_point{});
    heading.url = view.blankedUrl(facts.url);
    if (exported.result && exported.result->spec) {
        heading.agent = exported.result->agent;
        heading.caseId = exported.result->spec->id;
    } else if (facts.title != facts.url) {
        heading.agent = view.blankedUrl(facts.title);
    }
    return heading;
}

// Of an export that was stopped: enough to look at, and soon there.
constexpr std::uint64_t beginningOctets = 1024 * 1024;

enum class Ending : std::uint8_t { Complete, Stopped, Failed };

Ending addSession(SessionFile &file, std::uint32_t number, const ExportedSession &exported,
                  const ExportOptions &options)
{
    const SessionView view(*exported.session, options);
    SessionBacking backing = file.addConnection(headingOf(exported, view));
    bool wasStopped = false;
    const auto goOn = [&](RowNumber done, RowNumber) {
        wasStopped = options.goOn && !options.goOn(done);
        return !wasStopped;
    };
    const auto read = [&view](Direction direction, std::uint64_t offset, std::size_t length) {
        return view.octets(direction, offset, length);
    };
    if (copySession(*exported.session, backing, goOn, read))
        return wasStopped ? Ending::Stopped : Ending::Failed;
    if (!exported.result)
        return Ending::Complete;
    const CaseVerdict &verdict = exported.result->verdict;
    const bool isSaid = !file.addRemark(number, {"verdict", std::string(wordOf(verdict.behavior))})
        && !file.addRemark(number, {"verdict on the closing", std::string(wordOf(verdict.close))});
    return isSaid ? Ending::Complete : Ending::Failed;
}

// Up to so many octets. False: `goOn` ended it.
bool copyFile(const std::filesystem::path &path, std::ostream &out, std::uint64_t most,
              const std::function<bool()> &goOn)
{
    std::ifstream in(path, std::ios::binary);
    std::array<char, 64 * 1024> block;
    for (std::uint64_t copied = 0; in && out && copied < most; copied += block.size()) {
        if (!goOn())
            return false;
        in.read(block.data(), block.size());
        out.write(block.data(), in.gcount());
    }
    if (in.bad())
        out.setstate(std::ios::badbit);
    return true;
}

} // namespace

bool writePcapng(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options)
{
    const std::filesystem::path path = temporaryPath();
    const SessionFile::Created created = SessionFile::create(path, SessionFile::Life::UntilEnd);
    const auto *const file = std::get_if<0>(&created);
    Ending ending = file ? Ending::Complete : Ending::Failed;
    for (std::uint32_t number = 0; number < sessions.size() && ending == Ending::Complete; ++number)
        ending = addSession(**file, number, sessions[number], options);
    RowNumber rows = 0;
    for (const ExportedSession &exported : sessions)
        rows += exported.session->rowCount();
    switch (ending) {
    case Ending::Failed:
        out.setstate(std::ios::badbit);
        return false;
    case Ending::Stopped:
        (void)copyFile(path, out, beginningOctets, [] { return true; });
        return false;
    case Ending::Complete:
        break;
    }
    return copyFile(path, out, UINT64_MAX, [&] { return !options.goOn || options.goOn(rows); });
}

} // namespace fg
