// Reads a report folder: its index and the files of its cases, in the format of json_report.h, which is also
// the format of the case set's own reports.
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

// The file of each case, by agent and by id of the case.
using CaseFiles = std::map<std::string, std::map<std::string, std::filesystem::path>>;

// At most this many agents of an index are read.
inline constexpr std::size_t mostImportedAgents = 100;

// Called in the thread that reads, with the progress in octets. If it returns false, reading stops with the
// reason stoppedReading. May be empty.
using ReadingWatch = std::function<bool(std::uint64_t done, std::uint64_t all)>;
inline constexpr std::string_view stoppedReading = "Reading was stopped.";

struct ImportedReport
{
    // URLs, products and details are empty, because the index does not have them. A case has the number that
    // the set has for it (see forbidden_codes.h).
    RunReport report{TestedSide::Servers, {}};
    // The file of each case, always in the report's own folder, even if the index gives another one. The file
    // need not exist.
    CaseFiles files;
    std::vector<std::string> notes; // what was left out; escaped
};

// Reads the text of an index.json. If it is not one, the result is a text that says why; escaped.
[[nodiscard]] std::variant<ImportedReport, std::string>
readReportIndex(std::string_view text, const std::filesystem::path &folder = {},
                const ReadingWatch &watch = {});
// Reads the index from a file. `path` is the folder or its index.json.
[[nodiscard]] std::variant<ImportedReport, std::string> readReportFolder(const std::filesystem::path &path,
                                                                         const ReadingWatch &watch = {});

// The content of a case's file in such a folder: the reasons for its verdicts, and what passed the wire. What
// the file does not have is empty. The texts are those of the file, not escaped.
struct ImportedCase
{
    std::string result;
    std::string resultClose;
    std::string started;
    // One line for each row, with the octets and payloads that the report keeps, cut at longestImportedRow.
    std::vector<std::string> wireLog;
};
inline constexpr std::size_t mostImportedRows = 20'000;
inline constexpr std::size_t longestImportedRow = 2'000; // octets
[[nodiscard]] std::variant<ImportedCase, std::string> readReportCase(const std::filesystem::path &file,
                                                                     const ReadingWatch &watch = {});

} // namespace fg
