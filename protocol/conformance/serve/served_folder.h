// The files of a report folder, for the web server of the page: browsers that run the cases fetch their
// report from it. Only a regular file directly in the folder can be reached, and only one that others may
// read anyway: no link, no folder and no list of names, no recording, and nothing that was written for its
// owner only.
#pragma once

#include "protocol/files/descriptor.h"
#include "protocol/wire/octets.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fg {

// A file that is open for reading. It stays the same, even if another one takes its name meanwhile.
class ServedFile
{
public:
    ServedFile(Descriptor descriptor, std::uint64_t size, std::string_view contentType)
        : m_descriptor(std::move(descriptor))
        , m_size(size)
        , m_contentType(contentType)
    {
    }

    [[nodiscard]] std::uint64_t size() const { return m_size; } // octets
    [[nodiscard]] std::string_view contentType() const { return m_contentType; }
    // Reads from this position on. False if the file has become too short for them, or cannot be read.
    [[nodiscard]] bool read(std::uint64_t position, std::span<std::byte> into) const;

private:
    Descriptor m_descriptor;
    std::uint64_t m_size;
    std::string_view m_contentType;
};

class ServedFolder
{
public:
    // `folder`: as the user has given it, for example "reports/clients". Its files are served under /cwd/, as
    // the case set's own tester does, and under this name; so "index.json" of it is /cwd/index.json,
    // /reports/clients/index.json and /cwd/reports/clients/index.json.
    explicit ServedFolder(const std::filesystem::path &folder);

    // The path at which browsers find it: "/cwd/reports/clients/".
    [[nodiscard]] std::string path() const;
    // The file that the target of a request names; nullopt if it names none that is served.
    [[nodiscard]] std::optional<ServedFile> open(std::string_view target) const;

private:
    // The name of the file, decoded; nullopt if the target does not lead to the folder.
    [[nodiscard]] std::optional<std::string> nameIn(std::string_view target) const;

    std::filesystem::path m_folder;
    std::vector<std::string> m_parts; // of its name as given
};

} // namespace fg
