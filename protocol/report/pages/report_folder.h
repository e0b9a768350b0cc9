// A report as a folder, with the file names of the case set's own reports: index.json, index.html, and a JSON
// file and a page for each case. The files of a case are written when it has ended, and the index as often as
// it is asked for, so that the folder is a valid report even if the run stops halfway. Files of earlier runs
// that are not written again are kept.
#pragma once

#include "protocol/files/whole_file.h"
#include "protocol/handshake/secrets.h"
#include "protocol/report/results/run_report.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace fg {

// File names for agents of any name, without secrets, by the rule of the case set's own reports: lower case,
// and '_' for each character that is neither a letter from a to z nor a digit, but not at the ends. No two
// agents share a file name; the later agent's has a number at its end.
class AgentFileNames
{
public:
    // Returns, for example, "ws_node" for "WS node!", and "" for a name without letters and digits.
    [[nodiscard]] std::string stemOf(std::string_view agent);
    // For example "ws_node_case_1_1_1".
    [[nodiscard]] std::string stemOf(std::string_view agent, const CaseSpec &spec);

private:
    std::map<std::string, std::string, std::less<>> m_stems; // by agent
    std::set<std::string, std::less<>> m_taken;
};

class ReportFolder
{
public:
    ReportFolder(std::filesystem::path path, Secrets secrets)
        : m_path(std::move(path))
        , m_secrets(secrets)
    {
    }

    // Creates the folder and its parents if they do not exist. A folder with secrets is for its owner only.
    [[nodiscard]] std::optional<FileError> create();
    [[nodiscard]] Secrets secrets() const { return m_secrets; }
    // Writes the files of one case, but none for a case that was stopped. Afterwards the report does not need
    // the case's session any more.
    [[nodiscard]] std::optional<FileError> writeCase(const CaseResult &result);
    // Writes index.json and index.html. All cases in the report must have been written. Without a case, for
    // example because no server could be reached, an older index stays.
    [[nodiscard]] std::optional<FileError> writeIndex(const RunReport &report);

    // The last writeIndex() left the index of an earlier run as it was.
    [[nodiscard]] bool keptOlderIndex() const { return m_keptOlderIndex; }

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    // The file for a case as text, for example "my-peer_case_1.2.1.txt". No two agents share it.
    [[nodiscard]] std::filesystem::path textFile(const CaseResult &result);
    [[nodiscard]] std::filesystem::path indexPage() const { return m_path / "index.html"; }

private:
    [[nodiscard]] bool hasIndex() const;

    std::filesystem::path m_path;
    Secrets m_secrets;
    AgentFileNames m_names;
    std::map<std::string, std::string>
        m_texts; // the agent that a file belongs to, by the file's name in lower case
    bool m_hasCases = false; // One was written.
    bool m_hasWrittenIndex = false; // The index is of this run.
    bool m_keptOlderIndex = false;
};

} // namespace fg
