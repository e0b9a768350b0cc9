// A folder with a session file for each case that runs. As in a report, the files are named after the agent
// and the case. Files of earlier runs that are not written again are kept; the others are replaced when the
// case has a connection.
#pragma once

#include "protocol/conformance/run/case_recorder.h"
#include "protocol/report/pages/report_folder.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace fg {

class RecordFolder final : public CaseRecorder
{
public:
    explicit RecordFolder(std::filesystem::path path)
        : m_path(std::move(path))
    {
    }

    // Creates the folder and its parents if they do not exist.
    [[nodiscard]] std::optional<FileError> create();
    // Creates, for example, "ws_node_case_1_1_1.pcapng". The name has a number at its end if the case already
    // runs with this agent on another connection.
    [[nodiscard]] SessionFile::Created begin(const std::string &agent, const CaseSpec &spec,
                                             const std::shared_ptr<const Session> &log) override;

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }

private:
    [[nodiscard]] bool isInUse(const std::string &name) const;

    std::filesystem::path m_path;
    AgentFileNames m_names;
    std::map<std::string, std::weak_ptr<const Session>> m_logs; // by the name of the file that each is in
};

} // namespace fg
