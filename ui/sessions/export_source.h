// What an export needs of an entry. A thread that writes has it for itself: entries belong to the window's.
#pragma once

#include "protocol/report/view/export_options.h"
#include "ui/base/background_jobs.h"
#include "ui/bench/session_entry.h"

#include <QString>

#include <memory>
#include <optional>

namespace fg {

struct ExportSource
{
    std::shared_ptr<const Session> log;
    SessionFacts facts;
    std::optional<CaseResult> result;

    [[nodiscard]] ExportedSession exported() const { return {log, facts, result ? &*result : nullptr}; }
};

[[nodiscard]] ExportSource exportSourceOf(const SessionEntry &entry);
// A name for a file about an entry, without its ending.
[[nodiscard]] QString fileNameFor(const SessionEntry &entry);
// Where files about sessions were written last.
[[nodiscard]] QString exportFolder();
void rememberExportFolder(const QString &file);

// The first lines that an export would write; of a session file, its first octets in hexadecimal. Empty where
// it was stopped.
[[nodiscard]] QString exportPreview(const ExportSource &source, ExportFormat format, ExportOptions options,
                                    const BackgroundJobs::Progress &progress);

} // namespace fg
