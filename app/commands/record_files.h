// The session files of a run of cases, where they are asked for (--record-dir).
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/pages/record_folder.h"

#include <optional>
#include <string>

namespace fg {

class RecordFiles
{
public:
    // Without a folder there are none.
    explicit RecordFiles(const std::optional<std::string> &folder);

    [[nodiscard]] std::optional<FileError> create();
    // Null where no files are asked for.
    [[nodiscard]] CaseRecorder *recorder() { return m_folder ? &*m_folder : nullptr; }
    // Of a case that ended: what there is to tell at once where its file could not be written, the first
    // time. The cases go on.
    [[nodiscard]] std::optional<std::string> note(const CaseResult &result);
    [[nodiscard]] bool isIncomplete() const { return m_isIncomplete; }

private:
    std::optional<RecordFolder> m_folder;
    bool m_isIncomplete = false;
};

} // namespace fg
