// Reads files that another file names, for example the bodies that an archive keeps beside itself. Whoever
// wrote that file must not be able to name any file of this machine: only regular files in the folder of the
// naming file, or in folders inside it, are read, and no links are followed on the way.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

namespace fg {

struct AttachedFault
{
    enum class Kind : std::uint8_t {
        NotBeside, // The name is not that of a regular file in the folder.
        TooLong,
        Unreadable, // The system reported an error.
    };

    Kind kind = Kind::NotBeside;
    std::string reason; // In the system's words; only Unreadable.
};

// The whole content of a file. `name`: relative to `folder`, with slashes. `most`: the most octets that it
// may have.
[[nodiscard]] std::variant<std::string, AttachedFault>
readAttached(const std::filesystem::path &folder, std::string_view name, std::uint64_t most);

} // namespace fg
