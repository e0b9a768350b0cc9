// A report folder read back: its index and its cases' files, as the case set's own reports and ours have them
// (json_report.h).
#pragma once

#include "protocol/report/results/run_report.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

// By agent and id.
using CaseFiles = std::map<std::string, std::map<std::string, std::filesystem::path>>;

// Agents of an index that are taken.
inline constexpr std::size_t mostImportedAgents = 100;

// Told in the thread that reads: how far it is, in octets. False: it is to stop, and gives the reason
// stoppedReading. May be empty.
using ReadingWatch = std::function<bool(std::uint64_t done, std::uint64_t all)>;
inline constexpr std::string_view stoppedReading = "It was stopped.";

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
readReportIndex(std::string_view text, const std::filesystem::path &folder = {},
                const ReadingWatch &watch = {});
// `path`: the folder, or its index.json.
[[nodiscard]] std::variant<ImportedReport, std::string> readReportFolder(const std::filesystem::path &path,
                                                                         const ReadingWatch &watch = {});

// What a case's file of such a folder says: why the verdicts are what they are, and what passed. Empty where
// it says nothing. As it is written: not escaped.
struct ImportedCase
{
    std::string result;
    std::string resultClose;
    std::string started;
    // A line for each row: octets and payloads as far as the report keeps them, and no longer than that.
    std::vector<std::string> wireLog;
};
inline constexpr std::size_t mostImportedRows = 20'000;
inline constexpr std::size_t longestImportedRow = 2'000; // octets
[[nodiscard]] std::variant<ImportedCase, std::string> readReportCase(const std::filesystem::path &file,
                                                                     const ReadingWatch &watch = {});

} // namespace fg
