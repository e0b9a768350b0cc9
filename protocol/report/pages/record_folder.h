// A folder with a session file for each case that runs, named as the report's files are: the agent and the
// case. Files of earlier runs that are not written again stay.
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

    // Makes the folder, and those above it, where they are not there.
    [[nodiscard]] std::optional<FileError> create();
    // "ws_node_case_1_1_1.pcapng"; with a number behind it where the case already runs with this agent on
    // another connection.
    [[nodiscard]] SessionFile::Created begin(const std::string &agent, const CaseSpec &spec,
                                             const std::shared_ptr<const Session> &log) override;

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }

private:
    [[nodiscard]] bool isInUse(const std::string &name) const;

    std::filesystem::path m_path;
    AgentFileNames m_names;
    std::map<std::string, std::weak_ptr<const Session>> m_logs; // by the file that each is in
};

} // namespace fg
