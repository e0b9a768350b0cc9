// A case of an opened report, as an entry that the window can show.
#pragma once

#include "protocol/report/results/report_import.h"
#include "ui/bench/session_entry.h"

#include <filesystem>
#include <string>
#include <variant>

namespace fg {

// Of the case's file in the report's folder. A text in place of the entry says why it cannot be read;
// escaped.
[[nodiscard]] std::variant<EntryPtr, std::string>
readReportedEntry(const QString &agent, const CaseSpec &spec, const CaseVerdict &verdict,
                  const std::filesystem::path &file, const ReadingWatch &watch = {});

} // namespace fg
