// Reads sessions from files: our own JSON, and HTTP Archives with WebSocket messages. If a file is cut or
// damaged, the result has an error that says where, and the sessions up to there.
#pragma once

#include "protocol/report/view/export_options.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct ImportError
{
    enum class Cause : std::uint8_t {
        Content, // The file is damaged, is not what it should be, or cannot be read.
        MemoryUsedUp, // ImportLimits::memory
    };

    std::string file; // its path, not escaped; empty: the text did not come from a file
    std::optional<std::uint64_t> offset; // number of octets before the error
    unsigned line = 0; // from 1; 0: the place is unknown
    unsigned column = 0; // from 1
    std::string problem; // what was expected, or what is wrong; escaped
    Cause cause = Cause::Content;

    [[nodiscard]] std::string sentence() const; // escaped
};

struct ImportedSession
{
    std::shared_ptr<Session> session;
    SessionFacts facts;
};

struct SessionImport
{
    std::vector<ImportedSession> sessions; // in the order of the file; the last may be incomplete
    std::optional<ImportError> error; // reading ended at it
    std::vector<std::string> notes; // sentences for the user about what was read; escaped
    bool wasStopped = false;
};

struct ImportLimits
{
    std::uint64_t fileOctets = 1024ull * 1024 * 1024;
    std::size_t sessions = 10'000;
    SessionLimits session;
    // What all sessions and the text of the file count against; null: only the limits above apply.
    std::shared_ptr<MemoryBudget> memory;
};

// Callbacks during an import, in the same thread.
struct ImportWatch
{
    // A session has begun; rows are added to it until the import ends.
    std::function<void(const ImportedSession &)> found;
    // The argument is the number of octets read so far. A result of false stops the import.
    std::function<bool(std::uint64_t)> mayContinue;
};

enum class ImportFormat : std::uint8_t { Json, Ndjson, Har };
// Finds the format by the content of the text; nullopt if it is none of them (foreign_file.h).
[[nodiscard]] std::optional<ImportFormat> importFormatOf(std::string_view text);

// Both find the format by the content. `text`: the whole content of a file. `folder`: where that file is; an
// archive may name files there that have its messages. Empty: these are not read.
[[nodiscard]] SessionImport importSessions(std::string_view text, const ImportLimits &limits = {},
                                           const ImportWatch &watch = {},
                                           const std::filesystem::path &folder = {});
[[nodiscard]] SessionImport importFile(const std::filesystem::path &path, const ImportLimits &limits = {},
                                       const ImportWatch &watch = {});

} // namespace fg
