#include "protocol/report/import/session_import.h"

#include "protocol/report/export/session_schema.h"
#include "protocol/report/import/har_import.h"
#include "protocol/report/import/import_fault.h"
#include "protocol/report/import/json_import.h"
#include "protocol/text/escape.h"
#include "protocol/text/json_cursor.h"

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

// Reads a whole file. An error of the system has the system's message.
std::optional<ImportError> readWhole(const std::filesystem::path &path, std::uint64_t limit,
                                     std::string &text)
{
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
    if (!error && size > limit)
        return fault("expected at most " + std::to_string(limit) + " octets, found " + std::to_string(size));
    constexpr std::size_t block = 1024 * 1024;
    while (file && text.size() <= limit) {
        const std::size_t start = text.size();
        text.resize(start + block);
        file.read(text.data() + start, block);
        text.resize(start + static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad())
        return fault(escaped(std::generic_category().message(errno)));
    if (text.size() > limit)
        return fault("expected at most " + std::to_string(limit) + " octets");
    return std::nullopt;
}

} // namespace

// Only the first members are read, because what follows them may be damaged.
std::optional<ImportFormat> importFormatOf(std::string_view text)
{
    JsonCursor json(text);
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

SessionImport importSessions(std::string_view text, const ImportLimits &limits, const ImportWatch &watch)
{
    if (text.size() > limits.fileOctets)
        return failed("expected at most " + std::to_string(limits.fileOctets) + " octets");
    const std::optional<ImportFormat> format = importFormatOf(text);
    if (!format)
        return failed("expected a session in JSON (\"format\" is its first member), or an HTTP Archive "
                      "(\"log\" is its first member)");
    switch (*format) {
    case ImportFormat::Json:
        return importJson(text, limits, watch);
    case ImportFormat::Ndjson:
        return importNdjson(text, limits, watch);
    case ImportFormat::Har:
        break;
    }
    return importHar(text, limits, watch);
}

SessionImport importFile(const std::filesystem::path &path, const ImportLimits &limits,
                         const ImportWatch &watch)
{
    std::string text;
    SessionImport result;
    if (std::optional<ImportError> error = readWhole(path, limits.fileOctets, text))
        result.error = std::move(error);
    else
        result = importSessions(text, limits, watch);
    if (result.error)
        result.error->file = path.string();
    return result;
}

} // namespace fg
