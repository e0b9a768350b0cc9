// What is exported and how, as every writer of a session takes it: the formats, what is known of a session
// beside its log, the picked rows, and whether secrets stay.
#pragma once

#include "protocol/files/whole_file.h"
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
    std::string_view word; // on the command line: "ndjson"
    std::string_view name; // for people: "JSON, a line a row"
    std::string_view ending; // of files, without the dot
    // Reading it back gives an equal session.
    bool isLossless;
    // Rows can be picked; else it is all of them.
    bool canPick = true;
};
[[nodiscard]] std::span<const ExportFormatInfo> allExportFormats();
[[nodiscard]] const ExportFormatInfo &infoOf(ExportFormat format);
[[nodiscard]] std::optional<ExportFormat> exportFormatOf(std::string_view word);

// What is known about a session beside its log. Texts are UTF-8 and may come from outside: escape them.
struct SessionFacts
{
    std::string title; // what the window calls it
    std::string url; // empty: not known
    std::optional<std::chrono::system_clock::time_point> started; // when its time is 0

    bool operator==(const SessionFacts &) const = default;
};

struct ExportedSession
{
    std::shared_ptr<const Session> session;
    SessionFacts facts;
    // Of a case: text and HTML then have its sections too. Borrowed; may be null.
    const CaseResult *result = nullptr;
};

// Cookies, passwords and tokens in the opening handshake (handshake/secrets.h). Blanked octets become
// asterisks, as many as they were, so that every offset stays what it is.
enum class Secrets : std::uint8_t { Blanked, Kept };

struct ExportOptions
{
    RowSelection rows;
    Secrets secrets = Secrets::Blanked;
    // Told now and then how many rows of a session were read; false ends the export there.
    std::function<bool(RowCount)> goOn;
    // Why the export ended where no fault of the stream ended it: octets that are no longer there, or a file
    // that is written on the way. The stream is bad then, too.
    std::function<void(const RecordingFault &)> failed;
};

// Who is to read a file with what is exported so.
[[nodiscard]] inline FileReaders readersOf(const ExportOptions &options)
{
    return options.secrets == Secrets::Kept ? FileReaders::OwnerOnly : FileReaders::Usual;
}

} // namespace fg
