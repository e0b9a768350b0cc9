// The session files of a run of cases, if they were requested (--record-dir).
#pragma once

#include "protocol/report/pages/record_folder.h"

#include <optional>
#include <string>

namespace fg {

struct CaseResult;

class RecordFiles
{
public:
    // Without a folder no files are written.
    explicit RecordFiles(const std::optional<std::string> &folder);

    [[nodiscard]] std::optional<FileError> create();
    // Null if no files were requested.
    [[nodiscard]] CaseRecorder *recorder() { return m_folder ? &*m_folder : nullptr; }
    // A sentence if the file of a case that has ended could not be written; only the first time. The cases
    // continue.
    [[nodiscard]] std::optional<std::string> firstFault(const CaseResult &result);
    [[nodiscard]] bool isIncomplete() const { return m_isIncomplete; }

private:
    std::optional<RecordFolder> m_folder;
    bool m_isIncomplete = false;
};

} // namespace fg
