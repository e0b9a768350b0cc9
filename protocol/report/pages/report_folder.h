// A report as a folder, named as the case set's own: index.json, index.html, and for each case a JSON file
// and a page. Case files are written when a case has ended, the index whenever one asks for it, so that what
// ran is a valid report also when a run stops halfway. Files of earlier runs that are not written again stay.
#pragma once

#include "protocol/files/whole_file.h"
#include "protocol/report/results/run_report.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace fg {

// Names of files for agents whatever they are called: letters and digits of ASCII, the rest '_'. No two
// agents share a name, on file systems that know no case either: the later one has a number behind it.
class AgentFileNames
{
public:
    // "ws-node": "ws_node".
    [[nodiscard]] std::string stemOf(std::string_view agent);
    // "ws_node_case_1_1_1".
    [[nodiscard]] std::string stemOf(std::string_view agent, const CaseSpec &spec);

private:
    std::map<std::string, std::string, std::less<>> m_stems; // by agent
    std::set<std::string, std::less<>> m_taken; // in lower case
};

class ReportFolder
{
public:
    explicit ReportFolder(std::filesystem::path path)
        : m_path(std::move(path))
    {
    }

    // Makes the folder, and those above it, where they are not there.
    [[nodiscard]] std::optional<FileError> create();
    // The files of one case; none for one that was stopped. Afterwards its session is not needed any more.
    [[nodiscard]] std::optional<FileError> writeCase(const CaseResult &result);
    // index.json and index.html. All cases in the report must have been written.
    [[nodiscard]] std::optional<FileError> writeIndex(const RunReport &report);

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    // Of the case as text: "my-peer_case_1.2.1.txt". No two agents share it.
    [[nodiscard]] std::filesystem::path textFile(const CaseResult &result);
    [[nodiscard]] std::filesystem::path indexPage() const { return m_path / "index.html"; }

private:
    std::filesystem::path m_path;
    AgentFileNames m_names;
    std::map<std::string, std::string> m_texts; // name of the file in lower case: the agent that it is of
};

} // namespace fg
