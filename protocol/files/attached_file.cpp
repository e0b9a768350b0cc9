#include "protocol/files/attached_file.h"

#include "protocol/files/descriptor.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fg {
namespace {

using Kind = AttachedFault::Kind;

AttachedFault unreadable(int error)
{
    // What O_NOFOLLOW and O_DIRECTORY say of a link.
    if (error == ELOOP || error == ENOTDIR)
        return {Kind::NotBeside, {}};
    return {Kind::Unreadable, std::generic_category().message(error)};
}

// Opens a file without leaving the folder: each part of the name is opened in the folder before it.
std::variant<Descriptor, AttachedFault> openInside(const std::filesystem::path &folder, std::string_view name)
{
    const std::string start = folder.empty() ? "." : folder.string();
    Descriptor here(open(start.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    while (here.isOpen()) {
        const std::size_t slash = std::min(name.find('/'), name.size());
        const std::string part(name.substr(0, slash));
        const bool isLast = slash == name.size();
        name.remove_prefix(std::min(slash + 1, name.size()));
        if (part.empty() || part == "." || part == ".." || part.find('\0') != std::string::npos)
            return AttachedFault{Kind::NotBeside, {}};
        // Opening a pipe would wait for its writer.
        const int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | (isLast ? O_NONBLOCK : O_DIRECTORY);
        Descriptor next(openat(here.number(), part.c_str(), flags));
        if (isLast && next.isOpen())
            return next;
        here = std::move(next);
    }
    return unreadable(errno);
}

} // namespace

std::variant<std::string, AttachedFault> readAttached(const std::filesystem::path &folder,
                                                      std::string_view name, std::uint64_t most)
{
    auto opened = openInside(folder, name);
    if (const auto *const fault = std::get_if<AttachedFault>(&opened))
        return *fault;
    const Descriptor &file = std::get<Descriptor>(opened);
    struct stat state
    {
    };
    if (fstat(file.number(), &state) != 0)
        return unreadable(errno);
    if (!S_ISREG(state.st_mode))
        return AttachedFault{Kind::NotBeside, {}};
    if (static_cast<std::uint64_t>(state.st_size) > most)
        return AttachedFault{Kind::TooLong, {}};
    std::string text(static_cast<std::size_t>(state.st_size), '\0');
    std::size_t filled = 0;
    while (filled < text.size()) {
        const ssize_t count = read(file.number(), text.data() + filled, text.size() - filled);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return unreadable(errno);
        if (count == 0)
            break; // It was cut meanwhile.
        filled += static_cast<std::size_t>(count);
    }
    text.resize(filled);
    return text;
}

} // namespace fg
