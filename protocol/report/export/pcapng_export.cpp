#include "protocol/report/export/pcapng_export.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/view/session_view.h"
#include "protocol/session/file/session_file.h"
#include "protocol/session/log/session_copy.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>
#include <system_error>

namespace fg {
namespace {

SessionHeading headingOf(const ExportedSession &exported, const SessionView &view)
{
    const SessionFacts &facts = exported.facts;
    SessionHeading heading;
    heading.role = view.role();
    heading.started = facts.started.value_or(std::chrono::system_clock::time_point{});
    heading.url = view.shown(facts.url);
    if (exported.result && exported.result->spec) {
        heading.agent = discreet(exported.result->agent);
        heading.caseId = exported.result->spec->id;
    } else if (facts.title != facts.url) {
        heading.agent = view.shown(facts.title);
    }
    return heading;
}

using Fault = std::optional<RecordingFault>;

Fault addVerdictRemarks(SessionFile &file, std::uint32_t number, const CaseVerdict &verdict)
{
    Fault fault = file.addRemark(number, {"verdict", std::string(wordOf(verdict.behavior))});
    return fault ? fault
                 : file.addRemark(number, {"verdict on the closing", std::string(wordOf(verdict.close))});
}

// How much is copied of an export that was stopped: enough to look at, and copied in a moment.
constexpr std::uint64_t beginningOctets = 1024 * 1024;

enum class Ending : std::uint8_t { Complete, Stopped, Failed };

Ending addSession(SessionFile &file, std::uint32_t number, const ExportedSession &exported,
                  const ExportOptions &options)
{
    const SessionView view(*exported.session, options);
    SessionBacking backing = file.addConnection(headingOf(exported, view));
    bool wasStopped = false;
    const auto mayContinue = [&](RowCount done, RowCount) {
        wasStopped = options.mayContinue && !options.mayContinue(done);
        return !wasStopped;
    };
    const auto read = [&view](Direction direction, StreamOffset offset, std::size_t length) {
        return view.octets(direction, offset, length);
    };
    const auto extras = [&view](const LogRow &row) { return view.extra(row); };
    Fault fault = copySession(*exported.session, backing, mayContinue, read, extras);
    if (wasStopped)
        return Ending::Stopped;
    if (!fault && exported.result)
        fault = addVerdictRemarks(file, number, exported.result->verdict);
    for (const auto &[row, text] : view.notes()) {
        if (!fault)
            fault = file.addNote(number, row, text);
    }
    if (fault && options.failed)
        options.failed({file.path().string(), fault->reason});
    return fault ? Ending::Failed : Ending::Complete;
}

Ending addAll(SessionFile &file, std::span<const ExportedSession> sessions, const ExportOptions &options)
{
    Ending ending = Ending::Complete;
    for (std::uint32_t number = 0; number < sessions.size() && ending == Ending::Complete; ++number)
        ending = addSession(file, number, sessions[number], options);
    return ending;
}

// Copies up to `most` octets, rounded up to a block. Returns false if `mayContinue` stopped it.
bool copyFile(const SessionFile &file, std::ostream &out, std::uint64_t most,
              const std::function<bool()> &mayContinue)
{
    std::array<std::byte, 64 * 1024> block;
    for (std::uint64_t copied = 0; out && copied < std::min(most, file.size());) {
        if (!mayContinue())
            return false;
        const OctetView octets = OctetView(block).first(file.read(copied, block));
        if (octets.empty())
            out.setstate(std::ios::badbit);
        const std::string_view characters = charactersOf(octets);
        out.write(characters.data(), static_cast<std::streamsize>(characters.size()));
        copied += octets.size();
    }
    return true;
}

// `out` may be a pipe, but a session file is written with the positions in it known.
SessionFile::Created createTemporaryFile()
{
    std::error_code failure;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(failure);
    if (failure)
        return RecordingFault{"The folder for temporary files (TMPDIR)", failure.message()};
    return SessionFile::createBeside(folder / "export.pcapng");
}

} // namespace

bool writePcapng(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options)
{
    const SessionFile::Created created = createTemporaryFile();
    if (const auto *const fault = std::get_if<RecordingFault>(&created)) {
        if (options.failed)
            options.failed(*fault);
        out.setstate(std::ios::badbit);
        return false;
    }
    SessionFile &file = *std::get<0>(created);
    RowCount rows;
    for (const ExportedSession &exported : sessions)
        rows += exported.session->rowCount();
    switch (addAll(file, sessions, options)) {
    case Ending::Failed:
        out.setstate(std::ios::badbit);
        return false;
    case Ending::Stopped:
        (void)copyFile(file, out, beginningOctets, [] { return true; });
        return false;
    case Ending::Complete:
        break;
    }
    return copyFile(file, out, UINT64_MAX, [&] { return !options.mayContinue || options.mayContinue(rows); });
}

} // namespace fg
