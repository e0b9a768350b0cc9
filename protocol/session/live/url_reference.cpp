#include "protocol/session/live/url_reference.h"

#include "protocol/handshake/http_head.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <string>

namespace fg {
namespace {

// The parts of a URL reference (RFC 3986 4.1), without the fragment. A part that is not there is not the same
// as one that is empty.
struct Reference
{
    std::optional<std::string_view> scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
};

bool isScheme(std::string_view text)
{
    const auto isLetter = [](char c) { return isAlphanumeric(c) && !isDigit(c); };
    return !text.empty() && isLetter(text.front()) && std::ranges::all_of(text, [](char c) {
        return isAlphanumeric(c) || c == '+' || c == '-' || c == '.';
    });
}

Reference partsOf(std::string_view text)
{
    Reference parts;
    text = text.substr(0, text.find('#'));
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos && isScheme(text.substr(0, colon))) {
        parts.scheme = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    if (text.starts_with("//")) {
        text.remove_prefix(2);
        const std::size_t end = std::min(text.find_first_of("/?"), text.size());
        parts.authority = text.substr(0, end);
        text.remove_prefix(end);
    }
    const std::size_t mark = text.find('?');
    parts.path = text.substr(0, mark);
    if (mark != std::string_view::npos)
        parts.query = text.substr(mark + 1);
    return parts;
}

std::optional<std::string_view> webSocketScheme(std::string_view scheme)
{
    if (equalsIgnoringCase(scheme, "ws") || equalsIgnoringCase(scheme, "http"))
        return "ws";
    if (equalsIgnoringCase(scheme, "wss") || equalsIgnoringCase(scheme, "https"))
        return "wss";
    return std::nullopt;
}

// RFC 3986 5.2.4, for a path that begins with a slash.
std::string withoutDots(std::string_view path)
{
    std::string out;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/', 1), path.size());
        const std::string_view segment = path.substr(0, end);
        path.remove_prefix(end);
        const bool isUp = segment == "/..";
        if (isUp)
            out.resize(out.rfind('/') == std::string::npos ? 0 : out.rfind('/'));
        if (!isUp && segment != "/.")
            out += segment;
        else if (path.empty())
            out += '/';
    }
    return out;
}

// RFC 3986 5.2.2, for a reference without scheme and authority.
std::string resourceOf(const Reference &reference, const WebSocketUrl &base)
{
    const std::string_view resource = base.resource;
    const std::size_t mark = resource.find('?');
    const std::string_view basePath = resource.substr(0, mark);
    const std::string query = reference.query ? '?' + std::string(*reference.query) : std::string();
    if (reference.path.empty())
        return reference.query ? std::string(basePath) + query : base.resource;
    if (reference.path.starts_with('/'))
        return withoutDots(reference.path) + query;
    const std::string folder(basePath.substr(0, basePath.rfind('/') + 1));
    return withoutDots((folder.empty() ? "/" : folder) + std::string(reference.path)) + query;
}

// Only what parses is a URL: a reference may hold characters that have to be encoded, or that none may have.
std::optional<WebSocketUrl> parsedUrl(const std::string &text)
{
    const auto parsed = parseWebSocketUrl(text);
    const auto *const url = std::get_if<WebSocketUrl>(&parsed);
    return url ? std::optional(*url) : std::nullopt;
}

} // namespace

std::optional<WebSocketUrl> resolvedReference(const WebSocketUrl &base, std::string_view reference)
{
    // A backslash before the query is a slash, as browsers take it.
    std::string text(trimmed(reference));
    const std::size_t pathEnd = std::min(text.find_first_of("?#"), text.size());
    std::replace(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(pathEnd), '\\', '/');
    const Reference parts = partsOf(text);
    if (!parts.scheme && !parts.authority) {
        WebSocketUrl result = base;
        result.resource = resourceOf(parts, base);
        return parsedUrl(result.textWithUser());
    }
    const std::optional<std::string_view> scheme =
        parts.scheme ? webSocketScheme(*parts.scheme) : (base.isSecure ? "wss" : "ws");
    if (!scheme || !parts.authority)
        return std::nullopt;
    const std::string query = parts.query ? '?' + std::string(*parts.query) : std::string();
    return parsedUrl(std::string(*scheme) + "://" + std::string(*parts.authority) + withoutDots(parts.path)
                     + query);
}

} // namespace fg
