// A report folder read back: its index and its cases' files, as the case set's own reports and ours have them
// (json_report.h).
#pragma once

#include "protocol/report/run_report.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

// By agent and id.
using CaseFiles = std::map<std::string, std::map<std::string, std::filesystem::path>>;

struct ImportedReport
{
    // Without urls, products and details: the index has none of them.
    RunReport report{TestedSide::Servers, {}};
    // Each case's own file, whether it is there or not: in the folder itself, wherever the index points.
    CaseFiles files;
    std::vector<std::string> notes; // what was left out; escaped
};

// Of the text of an index.json. A text in place of the report says why it is none; escaped.
[[nodiscard]] std::variant<ImportedReport, std::string>
readReportIndex(std::string_view text, const std::filesystem::path &folder = {});
// `path`: the folder, or its index.json.
[[nodiscard]] std::variant<ImportedReport, std::string> readReportFolder(const std::filesystem::path &path);

// What a case's file of such a folder says: why the verdicts are what they are, and what passed. Empty where
// it says nothing. As it is written: not escaped.
struct ImportedCase
{
    std::string result;
    std::string resultClose;
    std::string started;
    // A line for each row: octets and payloads as far as the report keeps them.
    std::vector<std::string> wireLog;
};
inline constexpr std::size_t mostImportedRows = 20'000;
[[nodiscard]] std::variant<ImportedCase, std::string> readReportCase(const std::filesystem::path &file);

} // namespace fg
