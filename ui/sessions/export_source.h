// The part of an entry that an export needs. A writing thread owns its copy, because entries belong to the
// window's thread.
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
// The proposed name for a file about an entry, without its suffix.
[[nodiscard]] QString fileNameFor(const SessionEntry &entry);
// The folder to which a file about a session was written last.
[[nodiscard]] QString exportFolder();
void rememberExportFolder(const QString &file);

// The first lines that an export would write; for a session file, its first octets in hexadecimal. Empty if
// it was stopped.
[[nodiscard]] QString exportPreview(const ExportSource &source, ExportFormat format, ExportOptions options,
                                    const BackgroundJobs::Progress &progress);

} // namespace fg
