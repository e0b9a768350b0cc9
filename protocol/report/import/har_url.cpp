#include "protocol/report/import/har_url.h"

#include "protocol/text/characters.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace fg {
namespace {

constexpr std::string_view schemeEnd = "://";
// Stands for a host that cannot be used.
constexpr std::string_view anyHost = "ws://localhost";

std::optional<WebSocketUrl> parsedUrl(const std::string &text)
{
    auto url = parseWebSocketUrl(text);
    auto *const parsed = std::get_if<WebSocketUrl>(&url);
    return parsed ? std::optional(std::move(*parsed)) : std::nullopt;
}

void addPart(std::string &list, std::string_view part)
{
    list += (list.empty() ? "" : ", ") + std::string(part);
}

} // namespace

HarUrl readHarUrl(std::string_view text)
{
    HarUrl read;
    std::string rest(text);
    if (std::erase_if(rest, [](char c) { return c == '\t' || !isFieldText(c); }) > 0)
        addPart(read.leftOut, "control characters");
    if (const std::size_t sign = rest.find('#'); sign != std::string::npos) {
        rest.resize(sign);
        addPart(read.leftOut, "the fragment");
    }
    const auto url = parseWebSocketUrl(rest);
    if (const auto *const parsed = std::get_if<WebSocketUrl>(&url)) {
        read.parsed = *parsed;
        return read;
    }
    const std::size_t scheme = rest.find(schemeEnd);
    if (scheme == std::string::npos) {
        addPart(read.leftOut, "everything, because it has no scheme");
        return read;
    }
    const std::size_t host = scheme + schemeEnd.size();
    const std::size_t end = std::min(rest.find_first_of("/?", host), rest.size());
    if (std::get<UrlFault>(url) == UrlFault::BadPort) {
        const std::string withoutPort = rest.substr(0, rest.rfind(':', end)) + rest.substr(end);
        read.parsed = parsedUrl(withoutPort);
        if (read.parsed) {
            addPart(read.leftOut, "the port");
            return read;
        }
    }
    addPart(read.leftOut, "the scheme and the host");
    read.parsed = parsedUrl(std::string(anyHost) + rest.substr(end));
    return read;
}

} // namespace fg
