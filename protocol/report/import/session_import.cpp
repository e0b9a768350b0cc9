#include "protocol/report/import/session_import.h"

#include "protocol/report/export/session_schema.h"
#include "protocol/report/import/foreign_file.h"
#include "protocol/report/import/har_import.h"
#include "protocol/report/import/import_fault.h"
#include "protocol/report/import/json_import.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/text/escape.h"
#include "protocol/text/json_cursor.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace fg {
namespace {

SessionImport failed(std::string problem)
{
    SessionImport result;
    result.error = ImportError{.file = {}, .offset = {}, .problem = std::move(problem)};
    return result;
}

// A text that is cut breaks off at most this many octets after the fault that shows it: inside an escaped
// character.
constexpr std::size_t longestToken = 16;

// The octets of memory that one name, or the value of "format", may take while the format is looked for.
constexpr std::size_t mostForFormat = 1024;

// The text of a file, and whether the file has more.
struct FileText
{
    std::string text;
    MemoryShare share;
    bool isCut = false;
};

// Reads a file: all of it, or as much as half of the memory for it holds. An error of the system has the
// system's message.
std::optional<ImportError> readText(const std::filesystem::path &path, const ImportLimits &limits,
                                    FileText &into)
{
    std::string &text = into.text;
    const std::uint64_t limit = limits.fileOctets;
    const std::uint64_t room = limits.memory ? std::min(limit, limits.memory->left() / 2) : limit;
    const auto fault = [&path](std::string problem) {
        return ImportError{.file = path.string(), .offset = {}, .problem = std::move(problem)};
    };
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return fault("expected a file, found a folder");
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fault(escaped(std::generic_category().message(errno)));
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error && size > limit && room == limit)
        return fault("expected at most " + std::to_string(limit) + " octets, found " + std::to_string(size));
    constexpr std::size_t block = 1024 * 1024;
    // A text that grows by itself would take twice its size.
    text.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(error ? 0 : size, room) + block));
    while (file && text.size() <= room) {
        const std::size_t start = text.size();
        text.resize(start + block);
        file.read(text.data() + start, block);
        text.resize(start + static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad())
        return fault(escaped(std::generic_category().message(errno)));
    if (text.size() > room && room == limit)
        return fault("expected at most " + std::to_string(limit) + " octets");
    into.isCut = text.size() > room;
    text.resize(std::min<std::size_t>(text.size(), static_cast<std::size_t>(room)));
    into.share.set(text.capacity());
    return std::nullopt;
}

// Where only the beginning of the text was read, its end is no fault of the file.
void explainCut(SessionImport &read, std::size_t textSize, MemoryBudget &memory)
{
    if (!read.error || read.error->offset.value_or(0) + longestToken < textSize)
        return;
    memory.exhaust();
    read.error->problem = memoryUsedUp(memory.limit(), SentencePlace::Inside);
    read.error->cause = ImportError::Cause::MemoryUsedUp;
}

} // namespace

// Only the first members are read, because what follows them may be damaged.
std::optional<ImportFormat> importFormatOf(std::string_view text)
{
    JsonCursor json(text, JsonForm::Lenient);
    json.limitMemory(mostForFormat);
    std::string name;
    if (!json.enterObject())
        return std::nullopt;
    while (json.nextMember(name)) {
        if (name == "log")
            return ImportFormat::Har;
        if (name == "format") {
            JsonValue value;
            if (!json.readValue(value))
                return std::nullopt;
            return value.text == schema::linesFormat ? ImportFormat::Ndjson : ImportFormat::Json;
        }
        if (!json.skipValue())
            return std::nullopt;
    }
    return std::nullopt;
}

SessionImport importSessions(std::string_view text, const ImportLimits &limits, const ImportWatch &watch,
                             const std::filesystem::path &folder)
{
    if (text.size() > limits.fileOctets)
        return failed("expected at most " + std::to_string(limits.fileOctets) + " octets");
    const std::optional<ImportFormat> format = importFormatOf(text);
    if (!format)
        return failed(whyNoSession(text));
    switch (*format) {
    case ImportFormat::Json:
        return importJson(text, limits, watch);
    case ImportFormat::Ndjson:
        return importNdjson(text, limits, watch);
    case ImportFormat::Har:
        break;
    }
    return importHar(text, limits, watch, folder);
}

SessionImport importFile(const std::filesystem::path &path, const ImportLimits &limits,
                         const ImportWatch &watch)
{
    FileText file{.text = {}, .share = MemoryShare(limits.memory)};
    SessionImport result;
    if (std::optional<ImportError> error = readText(path, limits, file))
        result.error = std::move(error);
    else
        result = importSessions(file.text, limits, watch, path.has_parent_path() ? path.parent_path() : ".");
    for (std::string &note : result.notes)
        note = escaped(path.string()) + ": " + note;
    if (!result.error)
        return result;
    if (file.isCut)
        explainCut(result, file.text.size(), *limits.memory);
    result.error->file = path.string();
    const bool isCutShort =
        result.error->cause == ImportError::Cause::MemoryUsedUp && !result.sessions.empty();
    if (isCutShort && !result.sessions.back().session->closing().hasEnded())
        result.sessions.back().session->cutShort();
    return result;
}

} // namespace fg
