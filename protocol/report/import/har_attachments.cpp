#include "protocol/report/import/har_attachments.h"

#include "protocol/files/attached_file.h"
#include "protocol/text/escape.h"

namespace fg {

std::optional<HarAttachment> HarAttachments::read(const HarValue &name, HarOddity &odd) const
{
    odd = {.key = "_file",
           .expected = "the name of a file beside the archive",
           .found = wordsFor(name),
           .done = "it is left out"};
    if (!name.hasText())
        return std::nullopt;
    if (m_folder.empty()) {
        odd.done = "the file is not known here, and is left out";
        return std::nullopt;
    }
    // As for the text of the archive: what it takes to read it is there as well.
    const std::uint64_t most = m_limits.memory ? m_limits.memory->left() / 2 : m_limits.fileOctets;
    auto read = readAttached(m_folder, name.text, most);
    if (const auto *const fault = std::get_if<AttachedFault>(&read)) {
        switch (fault->kind) {
        case AttachedFault::Kind::NotBeside:
            odd.done = "files elsewhere, links and folders are not read";
            break;
        case AttachedFault::Kind::TooLong:
            odd.done = "the file is left out, because it is too long for the memory that is left for the "
                       "sessions of one file";
            break;
        case AttachedFault::Kind::Unreadable:
            odd.done = "the file cannot be read: " + escaped(fault->reason);
            break;
        }
        return std::nullopt;
    }
    HarAttachment attached{.name = name.text,
                           .text = std::move(std::get<std::string>(read)),
                           .share = MemoryShare(m_limits.memory)};
    attached.share.set(attached.text.capacity());
    return attached;
}

} // namespace fg
