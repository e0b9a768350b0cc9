// The files beside an archive that it names, as Playwright writes them: the messages of a WebSocket, one
// object in JSON on each line, or the payload of one message. Internal to report/.
#pragma once

#include "protocol/report/import/har_remarks.h"
#include "protocol/report/import/import_fault.h"

#include <filesystem>
#include <optional>
#include <string>

namespace fg {

struct HarAttachment
{
    std::string name;
    std::string text;
    MemoryShare share; // What the text takes.
};

class HarAttachments
{
public:
    // `folder`: empty if no files may be read. Both are borrowed.
    HarAttachments(const std::filesystem::path &folder, const ImportLimits &limits)
        : m_folder(folder)
        , m_limits(limits)
    {
    }

    // The file that a value names; or what is odd about that value or about the file. A file that does not
    // fit into the memory is left out like one that cannot be read: what comes after it may still fit.
    [[nodiscard]] std::optional<HarAttachment> read(const HarValue &name, HarOddity &odd) const;

private:
    const std::filesystem::path &m_folder;
    const ImportLimits &m_limits;
};

} // namespace fg
