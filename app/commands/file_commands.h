// The commands that read a file with sessions: they show it, or write it in another form.
#pragma once

#include "app/terminal/exit_code.h"
#include "protocol/report/export/session_export.h"

#include <optional>
#include <string>

namespace fg {

// Texts are UTF-8.
struct ShowCommand
{
    std::string file;
    bool showsOctets = false;
    std::optional<unsigned> only; // number of one session in the file, from 1
};

struct ExportCommand
{
    std::string file;
    std::string into; // empty: standard output
    ExportFormat format = ExportFormat::Text;
    ExportOptions options;
    std::optional<unsigned> only;
};

// A file that is damaged is shown as far as it is good, and then ends with ExitCode::Usage.
[[nodiscard]] ExitCode runShow(const ShowCommand &command);
[[nodiscard]] ExitCode runExport(const ExportCommand &command);

// Nobody can read a file and write it at once: what is wrong, in a sentence. `into` may name none, or
// another.
[[nodiscard]] std::optional<std::string> sameFile(const std::string &file, const std::string &into);

} // namespace fg
