#include "protocol/report/export/pcapng_export.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/view/session_view.h"
#include "protocol/session/file/session_file.h"
#include "protocol/session/log/session_copy.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <system_error>

namespace fg {
namespace {

// A folder that no other user may read. The destructor removes it.
class PrivateFolder
{
public:
    PrivateFolder()
    {
        std::error_code ignored;
        std::string path = std::filesystem::temp_directory_path(ignored) / "frameglass-export-XXXXXX";
        if (mkdtemp(path.data()))
            m_path = path;
        else
            m_fault = {path, std::generic_category().message(errno)};
    }
    ~PrivateFolder()
    {
        std::error_code ignored;
        if (!m_path.empty())
            std::filesystem::remove(m_path, ignored);
    }
    PrivateFolder(const PrivateFolder &) = delete;
    PrivateFolder &operator=(const PrivateFolder &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; } // empty: it could not be made
    [[nodiscard]] const RecordingFault &fault() const { return m_fault; }

private:
    std::filesystem::path m_path;
    RecordingFault m_fault;
};

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
    Fault fault = copySession(*exported.session, backing, mayContinue, read);
    if (wasStopped)
        return Ending::Stopped;
    if (!fault && exported.result)
        fault = addVerdictRemarks(file, number, exported.result->verdict);
    if (fault && options.failed)
        options.failed({file.path().string(), fault->reason});
    return fault ? Ending::Failed : Ending::Complete;
}

Ending addAll(const SessionFile::Created &created, std::span<const ExportedSession> sessions,
              const ExportOptions &options)
{
    if (const auto *const fault = std::get_if<RecordingFault>(&created)) {
        if (options.failed)
            options.failed(*fault);
        return Ending::Failed;
    }
    Ending ending = Ending::Complete;
    for (std::uint32_t number = 0; number < sessions.size() && ending == Ending::Complete; ++number)
        ending = addSession(*std::get<0>(created), number, sessions[number], options);
    return ending;
}

// Copies up to `most` octets, rounded up to a block. Returns false if `mayContinue` stopped it.
bool copyFile(const std::filesystem::path &path, std::ostream &out, std::uint64_t most,
              const std::function<bool()> &mayContinue)
{
    std::ifstream in(path, std::ios::binary);
    std::array<char, 64 * 1024> block;
    for (std::uint64_t copied = 0; in && out && copied < most; copied += block.size()) {
        if (!mayContinue())
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
    const PrivateFolder folder;
    const std::filesystem::path path = folder.path() / "export.pcapng";
    const SessionFile::Created created = folder.path().empty()
        ? SessionFile::Created(folder.fault())
        : SessionFile::create(path, SessionFile::Life::UntilEnd);
    RowCount rows;
    for (const ExportedSession &exported : sessions)
        rows += exported.session->rowCount();
    switch (addAll(created, sessions, options)) {
    case Ending::Failed:
        out.setstate(std::ios::badbit);
        return false;
    case Ending::Stopped:
        (void)copyFile(path, out, beginningOctets, [] { return true; });
        return false;
    case Ending::Complete:
        break;
    }
    return copyFile(path, out, UINT64_MAX, [&] { return !options.mayContinue || options.mayContinue(rows); });
}

} // namespace fg
