#include "protocol/conformance/serve/served_folder.h"

#include "protocol/text/characters.h"

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

// A part of a path between two slashes, decoded (RFC 3986 2.1); nullopt if it is none that a file can have:
// empty, a dot or two, with a slash or a zero octet, or with a percent sign that is not followed by two
// digits.
std::optional<std::string> decodedPart(std::string_view part)
{
    std::string out;
    for (std::size_t at = 0; at < part.size(); ++at) {
        char c = part[at];
        if (c == '%') {
            const auto octet = fromHex(part.substr(at + 1, 2));
            if (!octet || octet->size() != 1)
                return std::nullopt;
            c = static_cast<char>(octet->front());
            at += 2;
        }
        if (c == '/' || c == '\0')
            return std::nullopt;
        out += c;
    }
    return out.empty() || out == "." || out == ".." ? std::nullopt : std::optional(std::move(out));
}

std::string encodedPart(std::string_view part)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : part) {
        const auto octet = static_cast<unsigned char>(c);
        if (isAlphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos)
            out += c;
        else
            out.append({'%', digits[octet / 16], digits[octet % 16]});
    }
    return out;
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
