#include "protocol/report/import/session_open.h"

#include "protocol/report/import/foreign_file.h"
#include "protocol/report/import/session_import.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/session/file/pcapng.h"
#include "protocol/session/file/session_reader.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

#include <array>
#include <fstream>

#include <sys/stat.h>

namespace fg {
namespace {

// Octets of a session file that are read between two calls of OpeningWatch::mayContinue. The first part is
// small, so that the window shows something at once.
constexpr std::size_t firstPart = 256 * 1024;
constexpr std::size_t part = 4 * 1024 * 1024;
// If more octets than this follow the damage, they cannot just be a block that its writer did not finish.
constexpr std::uint64_t longestRest = 256 * 1024;

std::string problemOf(const FileDamage &damage, std::uint64_t memory)
{
    switch (damage.kind) {
    case FileDamage::Kind::NotASession:
        return damage.reason.empty()
            ? "it begins like a capture (pcapng), but not like a recording of this program"
            : "it is a capture that " + inQuotes(damage.reason)
                + " has written, without a session in it: only recordings of this program can be opened";
    case FileDamage::Kind::Torn:
        return "it ends inside a block, because its writer was killed or the file was cut";
    case FileDamage::Kind::BadLength:
        return "a block has an impossible length";
    case FileDamage::Kind::BadBlock:
        return "a block is malformed";
    case FileDamage::Kind::MissingOctets:
        return "octets are missing before a packet";
    case FileDamage::Kind::TooManyConnections:
        return "it contains more than " + std::to_string(SessionReader::mostConnections) + " connections";
    case FileDamage::Kind::MemoryUsedUp:
        return memoryUsedUp(memory, SentencePlace::Inside);
    case FileDamage::Kind::Unreadable:
        return "it cannot be read: " + escaped(damage.reason);
    }
    return {};
}

// `memory`: the limit for the file.
std::string sentenceOf(const std::filesystem::path &path, const FileDamage &damage, std::uint64_t memory)
{
    std::string text = escaped(path.string());
    const bool hasPlace =
        damage.kind != FileDamage::Kind::Unreadable && damage.kind != FileDamage::Kind::NotASession;
    if (hasPlace)
        text += ", offset " + std::to_string(damage.offset);
    text += ": " + problemOf(damage, memory) + '.';
    if (hasPlace && damage.kind != FileDamage::Kind::MemoryUsedUp)
        text += " Everything before it was read.";
    return text;
}

OpenedSession openedFrom(const RecordedConnection &connection)
{
    const SessionHeading &heading = connection.heading;
    std::string title = heading.url.empty() ? heading.agent : heading.url;
    if (!heading.caseId.empty())
        title = heading.agent.empty() ? heading.caseId : heading.agent + ' ' + heading.caseId;
    return {.session = connection.session,
            .facts = {.title = std::move(title), .url = heading.url, .started = heading.started},
            .heading = heading,
            .remarks = connection.remarks};
}

OpenedSession openedFrom(const ImportedSession &imported)
{
    OpenedSession opened{.session = imported.session, .facts = imported.facts, .heading = {}, .remarks = {}};
    opened.heading.role = imported.session->role();
    opened.heading.started = imported.facts.started.value_or(std::chrono::system_clock::time_point());
    opened.heading.url = imported.facts.url;
    return opened;
}

// Whether `rest` contains valid blocks after its start. If so, its first block is not cut but has a wrong
// length.
bool holdsBlocks(OctetView rest)
{
    constexpr std::size_t alignment = 4;
    for (std::size_t at = alignment; at + pcapng::emptyBlock <= rest.size(); at += alignment) {
        const auto length = pcapng::readLength(rest.subspan(at));
        if (std::holds_alternative<std::uint32_t>(length)
            && std::holds_alternative<pcapng::Block>(pcapng::readBlock(rest.subspan(at))))
            return true;
    }
    return false;
}

bool isWhole(const std::filesystem::path &path, const SessionReader &reader)
{
    const std::optional<FileDamage> &damage = reader.damage();
    if (!damage)
        return true;
    if (damage->kind != FileDamage::Kind::Torn || reader.size() - damage->offset > longestRest)
        return false;
    OctetBuffer rest(static_cast<std::size_t>(reader.size() - damage->offset));
    std::ifstream file(path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(damage->offset));
    file.read(reinterpret_cast<char *>(rest.data()), static_cast<std::streamsize>(rest.size()));
    return file && !holdsBlocks(rest);
}

OpenedFile readSessionFile(SessionReader &reader, const std::filesystem::path &path,
                           const OpeningWatch &watch)
{
    OpenedFile opened;
    std::size_t reported = 0;
    for (bool hasMore = true; hasMore && !opened.wasStopped;) {
        hasMore = reader.readSome(reported == 0 ? firstPart : part);
        for (; reported < reader.connections().size(); ++reported) {
            if (watch.found)
                watch.found(openedFrom(reader.connections()[reported]));
        }
        opened.wasStopped =
            hasMore && watch.mayContinue && !watch.mayContinue(reader.position(), reader.size());
    }
    opened.sessions.reserve(reader.connections().size());
    for (const RecordedConnection &connection : reader.connections())
        opened.sessions.push_back(openedFrom(connection));
    if (reader.foreignPackets() > 0 && !reader.connections().empty())
        opened.notes.push_back(escaped(path.string()) + ": " + counted(reader.foreignPackets(), "packet")
                               + " of other captures " + (reader.foreignPackets() == 1 ? "is" : "are")
                               + " not shown.");
    if (const std::uint64_t lost = reader.lostNotes(); lost > 0)
        opened.notes.push_back(
            escaped(path.string()) + ": " + counted(lost, "note")
            + (lost == 1 ? " is left out, because its row is" : " are left out, because their rows are")
            + " not in the file or a session has too many notes.");
    if (reader.damage())
        opened.error = sentenceOf(path, *reader.damage(), reader.memory().limit());
    opened.hasReachedLimit = reader.damage() && reader.damage()->kind == FileDamage::Kind::MemoryUsedUp;
    opened.isWhole = !opened.wasStopped && isWhole(path, reader);
    // Their blocks lie between each other.
    for (OpenedSession &session : opened.sessions)
        session.isComplete = session.session->closing().hasEnded();
    return opened;
}

bool beginsAsPcapng(const std::filesystem::path &path)
{
    std::array<char, 4> start{};
    std::ifstream file(path, std::ios::binary);
    return file.read(start.data(), start.size()) && std::string_view(start.data(), 4) == "\n\r\r\n";
}

OpenedFile import(const std::filesystem::path &path, const OpeningWatch &watch, std::uint64_t memory)
{
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::file_size(path, unknown);
    ImportWatch importWatch;
    if (watch.found)
        importWatch.found = [&](const ImportedSession &session) { watch.found(openedFrom(session)); };
    if (watch.mayContinue)
        importWatch.mayContinue = [&](std::uint64_t done) {
            return watch.mayContinue(done, unknown ? done : size);
        };
    OpenedFile opened;
    const ImportLimits limits{.fileOctets = UINT64_MAX, .memory = std::make_shared<MemoryBudget>(memory)};
    SessionImport read = importFile(path, limits, importWatch);
    for (const ImportedSession &session : read.sessions)
        opened.sessions.push_back(openedFrom(session));
    opened.wasStopped = read.wasStopped;
    if (read.error)
        opened.error = read.error->sentence();
    opened.hasReachedLimit = read.error && read.error->cause == ImportError::Cause::MemoryUsedUp;
    opened.notes = std::move(read.notes);
    opened.isWhole = !opened.wasStopped && !opened.error;
    // They follow each other.
    for (OpenedSession &session : opened.sessions)
        session.isComplete = &session != &opened.sessions.back() || session.session->closing().hasEnded();
    return opened;
}

std::string whyNotAFile(const std::filesystem::path &path)
{
    std::error_code unknown;
    if (std::filesystem::is_directory(path, unknown))
        return "it is a folder: name a file that is in it";
    struct stat file
    {
    };
    struct stat nothing
    {
    };
    if (stat(path.c_str(), &file) == 0 && S_ISFIFO(file.st_mode))
        return "it is a pipe, which can be read only once: save what comes out of it as a file";
    const bool isNothing = stat(path.c_str(), &file) == 0 && stat("/dev/null", &nothing) == 0
        && S_ISCHR(file.st_mode) && file.st_rdev == nothing.st_rdev;
    return isNothing ? whyNoSession({}) : "it is not a regular file";
}

bool isOtherThanFile(const std::filesystem::path &path)
{
    std::error_code unknown;
    return std::filesystem::exists(path, unknown) && !std::filesystem::is_regular_file(path, unknown);
}

OpenedFile openAny(const std::filesystem::path &path, const OpeningWatch &watch, std::uint64_t memory)
{
    // Reading a pipe could wait forever.
    if (isOtherThanFile(path)) {
        OpenedFile opened;
        opened.error = escaped(path.string()) + ": " + whyNotAFile(path) + '.';
        opened.isWhole = false;
        return opened;
    }
    if (!beginsAsPcapng(path))
        return import(path, watch, memory);
    auto read = SessionReader::open(path, memory);
    if (const auto *const damage = std::get_if<FileDamage>(&read)) {
        OpenedFile opened;
        opened.error = sentenceOf(path, *damage, memory);
        opened.hasReachedLimit = damage->kind == FileDamage::Kind::MemoryUsedUp;
        opened.isWhole = false;
        return opened;
    }
    return readSessionFile(*std::get<0>(read), path, watch);
}

// What was read before the memory was used up.
std::string sentenceOfPart(const std::vector<OpenedSession> &sessions)
{
    std::uint64_t rows = 0;
    for (const OpenedSession &session : sessions)
        rows += session.session->rowCount().value();
    return "Everything before it was read: " + counted(sessions.size(), "session") + " with "
        + counted(rows, "row") + '.';
}

} // namespace

RecordingRead OpenedFile::readOf(const OpenedSession &session) const
{
    if (session.isComplete)
        return RecordingRead::Whole;
    if (hasReachedLimit || wasStopped)
        return RecordingRead::NotToEnd;
    return error ? RecordingRead::UpToDamage : RecordingRead::Whole;
}

OpenedFile openSessions(const std::filesystem::path &path, const OpeningWatch &watch, std::uint64_t memory)
{
    OpenedFile opened = openAny(path, watch, memory);
    if (opened.hasReachedLimit)
        *opened.error += ' ' + sentenceOfPart(opened.sessions);
    const bool isSilent = !opened.error && opened.notes.empty() && !opened.wasStopped;
    if (opened.sessions.empty() && isSilent)
        opened.notes.push_back(escaped(path.string()) + ": it contains no session.");
    return opened;
}

std::string whyNoSessionIn(const std::filesystem::path &path)
{
    if (isOtherThanFile(path))
        return whyNotAFile(path);
    constexpr std::size_t looked = 64 * 1024;
    std::string start(looked, '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return "it cannot be read";
    file.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(file.gcount()));
    return whyNoSession(start);
}

} // namespace fg
