// A report folder read back: its index, as the case set's own reports and ours have it (json_report.h).
#pragma once

#include "protocol/report/run_report.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace fg {

struct ImportedReport
{
    // Without urls, products and details: the index has none of them.
    RunReport report{TestedSide::Servers, {}};
    // Where each case's own file is, by agent and id; names inside the folder.
    std::map<std::string, std::map<std::string, std::string>> files;
    std::vector<std::string> notes; // what was left out; escaped
};

// Of the text of an index.json. A text in place of the report says why it is none; escaped.
[[nodiscard]] std::variant<ImportedReport, std::string> readReportIndex(std::string_view text);
// `path`: the folder, or its index.json.
[[nodiscard]] std::variant<ImportedReport, std::string> readReportFolder(const std::filesystem::path &path);

// What a case's file of such a folder says: why the verdicts are what they are. Empty where it says nothing;
// escaped, as the rest.
struct ImportedCase
{
    std::string result;
    std::string resultClose;
    std::string started; // as it is written
};
[[nodiscard]] std::variant<ImportedCase, std::string> readReportCase(const std::filesystem::path &file);

} // namespace fg
