// Sessions read back from files: our own JSON, and HTTP Archives with WebSocket messages. A file that is cut
// or broken gives an error that says where, and the sessions as far as they were good.
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
    std::string file; // as the user would name it; empty: the text came from elsewhere. Escape it.
    std::optional<std::uint64_t> offset; // octets before what is wrong
    unsigned line = 0; // from 1, as the column; 0: it has no lines
    unsigned column = 0;
    std::string problem; // what was expected, or what is wrong; escaped

    [[nodiscard]] std::string sentence() const; // escaped
};

struct ImportedSession
{
    std::shared_ptr<Session> session;
    SessionFacts facts;
};

struct SessionImport
{
    std::vector<ImportedSession> sessions; // in the order of the file; the last may be cut
    std::optional<ImportError> error; // reading ended there
    std::vector<std::string> notes; // what else the reader should know; escaped
    bool wasStopped = false;
};

struct ImportLimits
{
    std::uint64_t fileOctets = 1024ull * 1024 * 1024;
    std::size_t sessions = 10'000;
    SessionLimits session;
};

// What the one who imports is told while it goes on, in the same thread.
struct ImportWatch
{
    // A session has begun; rows are added to it until the import ends.
    std::function<void(const ImportedSession &)> found;
    // How far it is, in octets of the text. False: what was read so far is enough.
    std::function<bool(std::uint64_t)> goOn;
};

enum class ImportFormat : std::uint8_t { Json, Ndjson, Har };
// By what the text holds; nullopt where it is none of them.
[[nodiscard]] std::optional<ImportFormat> importFormatOf(std::string_view text);

// The whole text of a file. The format is found out.
[[nodiscard]] SessionImport importSessions(std::string_view text, const ImportLimits &limits = {},
                                           const ImportWatch &watch = {});
[[nodiscard]] SessionImport importFile(const std::filesystem::path &path, const ImportLimits &limits = {},
                                       const ImportWatch &watch = {});

} // namespace fg
