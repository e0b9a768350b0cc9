// What is exported and how. All writers of a session share these options: the formats, facts about a session
// that are not in its log, the picked rows, and whether secrets are kept.
#pragma once

#include "protocol/files/whole_file.h"
#include "protocol/handshake/secrets.h"
#include "protocol/report/view/row_selection.h"
#include "protocol/session/log/session.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fg {

struct CaseResult;

enum class ExportFormat : std::uint8_t { Text, Html, Json, Ndjson, Csv, Har, Markdown, Pcapng };

struct ExportFormatInfo
{
    ExportFormat format;
    std::string_view word; // On the command line: "ndjson".
    std::string_view name; // For people: "JSON, one line for each row".
    std::string_view ending; // Of files, without the dot.
    // Importing the file results in an equal session.
    bool isLossless;
    // Rows can be picked; otherwise all rows are exported.
    bool canPick = true;
};
[[nodiscard]] std::span<const ExportFormatInfo> allExportFormats();
[[nodiscard]] const ExportFormatInfo &infoOf(ExportFormat format);
[[nodiscard]] std::optional<ExportFormat> exportFormatOf(std::string_view word);

// Facts about a session that are not in its log. The texts are UTF-8 and may come from outside: escape them.
struct SessionFacts
{
    std::string title; // The session's title in the window.
    std::string url; // Empty if unknown.
    std::optional<std::chrono::system_clock::time_point> started; // The time of day at row time 0.

    bool operator==(const SessionFacts &) const = default;
};

struct ExportedSession
{
    std::shared_ptr<const Session> session;
    SessionFacts facts;
    // The result of a case; text and HTML then include its sections. Borrowed; may be null.
    const CaseResult *result = nullptr;
};

struct ExportOptions
{
    RowSelection rows;
    Secrets secrets = Secrets::Blanked;
    // Called from time to time with the number of rows read of a session; a result of false ends the export.
    std::function<bool(RowCount)> mayContinue;
    // Called with the reason if the export ended without a fault of the stream: octets are no longer kept, or
    // a temporary file could not be written. The stream is bad in that case, too.
    std::function<void(const RecordingFault &)> failed;
};

// Who may read a file that is written with these secrets.
[[nodiscard]] inline FileReaders readersOf(Secrets secrets)
{
    return secrets == Secrets::Kept ? FileReaders::OwnerOnly : FileReaders::Usual;
}

} // namespace fg
