#include "protocol/conformance/serve/served_folder.h"

#include "protocol/text/characters.h"
#include "protocol/text/percent.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

namespace fg {
namespace {

constexpr std::string_view workingFolder = "cwd";

struct ContentType
{
    std::string_view ending;
    std::string_view type;
};
// What a report consists of, and what is written for CI beside it. Everything else stays where it is.
constexpr ContentType contentTypes[] = {
    {".html", "text/html; charset=utf-8"}, {".json", "application/json"},
    {".txt", "text/plain; charset=utf-8"}, {".xml", "application/xml"},
    {".tap", "text/plain; charset=utf-8"},
};

std::optional<std::string_view> contentTypeOf(std::string_view name)
{
    const auto *const found = std::ranges::find_if(
        contentTypes, [name](const ContentType &type) { return name.ends_with(type.ending); });
    return found == std::end(contentTypes) ? std::nullopt : std::optional(found->type);
}

// A part of a path between two slashes, decoded; nullopt if a file cannot have it: if it is empty, a dot or
// two, or has a slash or a zero octet, or a percent sign that is not the start of an escape.
std::optional<std::string> decodedPart(std::string_view part)
{
    for (std::size_t at = part.find('%'); at != std::string_view::npos; at = part.find('%', at + 1)) {
        const auto octet = fromHex(part.substr(at + 1, 2));
        if (!octet || octet->size() != 1)
            return std::nullopt;
    }
    std::string name = percentDecoded(part);
    const bool isName = !name.empty() && name != "." && name != "..";
    const bool isOnePart = name.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
    return isName && isOnePart ? std::optional(std::move(name)) : std::nullopt;
}

std::string encodedPart(std::string_view part)
{
    return percentEncoded(part, [](char c) {
        return !isAlphanumeric(c) && std::string_view("-._~").find(c) == std::string_view::npos;
    });
}

bool startsWith(std::span<const std::string> parts, std::span<const std::string> start)
{
    return parts.size() >= start.size() && std::ranges::equal(parts.first(start.size()), start);
}

} // namespace

bool ServedFile::read(std::uint64_t position, std::span<std::byte> into) const
{
    while (!into.empty()) {
        const ssize_t count =
            pread(m_descriptor.number(), into.data(), into.size(), static_cast<off_t>(position));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        position += static_cast<std::uint64_t>(count);
        into = into.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

ServedFolder::ServedFolder(const std::filesystem::path &folder)
    : m_folder(folder)
{
    // A browser resolves dots itself, so that what is left of the name is what it asks for.
    for (const std::filesystem::path &part : folder.lexically_normal().relative_path()) {
        if (!part.empty() && part != "." && part != "..")
            m_parts.push_back(part.string());
    }
}

std::string ServedFolder::path() const
{
    std::string path = "/" + std::string(workingFolder) + '/';
    for (const std::string &part : m_parts)
        path += encodedPart(part) + '/';
    return path;
}

std::optional<std::string> ServedFolder::nameIn(std::string_view target) const
{
    std::string_view rest = target.substr(0, target.find_first_of("?#"));
    std::vector<std::string> parts;
    while (rest.starts_with('/')) {
        rest.remove_prefix(1);
        const std::string_view part = rest.substr(0, rest.find('/'));
        std::optional<std::string> decoded = decodedPart(part);
        // A path with more parts leads to no file of the folder.
        if (!decoded || parts.size() > m_parts.size() + 1)
            return std::nullopt;
        parts.push_back(*std::move(decoded));
        rest.remove_prefix(part.size());
    }
    std::span<const std::string> left = parts;
    const bool isInWorkingFolder = !left.empty() && left.front() == workingFolder;
    if (isInWorkingFolder)
        left = left.subspan(1);
    const bool isInFolder = !m_parts.empty() && startsWith(left, m_parts);
    if (isInFolder)
        left = left.subspan(m_parts.size());
    const bool isFileOfIt = rest.empty() && left.size() == 1 && (isInWorkingFolder || isInFolder);
    return isFileOfIt ? std::optional(left.front()) : std::nullopt;
}

std::optional<ServedFile> ServedFolder::open(std::string_view target) const
{
    const std::optional<std::string> name = nameIn(target);
    if (!name || name->starts_with('.'))
        return std::nullopt;
    const std::optional<std::string_view> type = contentTypeOf(*name);
    if (!type)
        return std::nullopt;
    const Descriptor folder(::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // A link is not followed, and a pipe is not waited for.
    Descriptor file(folder.isOpen() ? openat(folder.number(), name->c_str(),
                                             O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
                                    : -1);
    struct stat state
    {
    };
    if (!file.isOpen() || fstat(file.number(), &state) != 0 || !S_ISREG(state.st_mode))
        return std::nullopt;
    const bool isForOwnerOnly = (state.st_mode & (S_IRGRP | S_IROTH)) == 0;
    if (isForOwnerOnly)
        return std::nullopt;
    return ServedFile(std::move(file), static_cast<std::uint64_t>(state.st_size), *type);
}

} // namespace fg
