#include "app/commands/record_files.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/text/escape.h"

#include <utility>

namespace fg {

RecordFiles::RecordFiles(const std::optional<std::string> &folder)
{
    if (folder)
        m_folder.emplace(*folder);
}

std::optional<FileError> RecordFiles::create() { return m_folder ? m_folder->create() : std::nullopt; }

std::optional<std::string> RecordFiles::firstFault(const CaseResult &result)
{
    if (!m_folder || !result.session)
        return std::nullopt;
    const auto fault = result.session->summary().recordingFault;
    if (!fault || std::exchange(m_isIncomplete, true))
        return std::nullopt;
    return escaped(fault->file) + " cannot be written: " + escaped(fault->reason)
        + ". The cases continue without it.";
}

} // namespace fg
