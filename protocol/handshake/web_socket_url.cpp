#include "protocol/handshake/web_socket_url.h"

#include "protocol/handshake/http_head.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace fg {

namespace {

constexpr std::uint16_t defaultPort(bool isSecure) { return isSecure ? 443 : 80; }

std::optional<bool> secureFromScheme(std::string_view scheme)
{
    if (equalsIgnoringCase(scheme, "ws"))
        return false;
    if (equalsIgnoringCase(scheme, "wss"))
        return true;
    return std::nullopt;
}

// Printable ASCII without the space: anything else has to be percent-encoded (RFC 3986 2).
bool hasOnlyUrlCharacters(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::optional<std::uint16_t> parsePort(std::string_view digits)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port == 0)
        return std::nullopt;
    return port;
}

// A guess from the characters alone; a zone may follow a percent sign (RFC 6874).
bool looksLikeIpv6(std::string_view address)
{
    address = address.substr(0, address.find('%'));
    return address.find(':') != std::string_view::npos
        && address.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

// "host", "host:port", "[::1]:port" into the URL.
std::optional<UrlFault> parseAuthority(std::string_view authority, WebSocketUrl &url)
{
    // RFC 6455 3 has no place for it.
    if (authority.find('@') != std::string_view::npos)
        return UrlFault::HasUser;
    if (authority.starts_with('[')) {
        const std::size_t bracket = authority.find(']');
        if (bracket == std::string_view::npos)
            return UrlFault::NoHost;
        url.host = authority.substr(1, bracket - 1);
        authority.remove_prefix(bracket + 1);
        if (!authority.empty() && !authority.starts_with(':'))
            return UrlFault::BadCharacter;
        if (!url.host.empty() && !looksLikeIpv6(url.host))
            return UrlFault::BadCharacter;
    } else {
        url.host = authority.substr(0, authority.find(':'));
        authority.remove_prefix(url.host.size());
        if (url.host.find_first_of("[]") != std::string::npos)
            return UrlFault::BadCharacter;
    }
    if (url.host.empty())
        return UrlFault::NoHost;
    url.port = defaultPort(url.isSecure);
    if (authority.size() > 1) {
        const std::optional<std::uint16_t> port = parsePort(authority.substr(1));
        if (!port)
            return UrlFault::BadPort;
        url.port = *port;
    }
    return std::nullopt;
}

} // namespace

std::string WebSocketUrl::authority() const
{
    const bool isIpv6 = host.find(':') != std::string::npos;
    std::string text = isIpv6 ? '[' + host + ']' : host;
    if (port != defaultPort(isSecure))
        text += ':' + std::to_string(port);
    return text;
}

std::string WebSocketUrl::text() const { return (isSecure ? "wss://" : "ws://") + authority() + resource; }

std::variant<WebSocketUrl, UrlFault> parseWebSocketUrl(std::string_view text)
{
    text = trimmed(text);
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos || colon == 0)
        return UrlFault::NoScheme;
    const std::optional<bool> isSecure = secureFromScheme(text.substr(0, colon));
    if (!isSecure)
        return UrlFault::OtherScheme;
    if (!hasOnlyUrlCharacters(text))
        return UrlFault::BadCharacter;
    if (text.find('#') != std::string_view::npos)
        return UrlFault::HasFragment;
    text.remove_prefix(colon + 3);
    WebSocketUrl url{.isSecure = *isSecure};
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    if (const std::optional<UrlFault> fault = parseAuthority(text.substr(0, end), url))
        return *fault;
    const std::string_view rest = text.substr(end);
    if (!rest.empty())
        url.resource = rest.starts_with('?') ? '/' + std::string(rest) : std::string(rest);
    return url;
}

} // namespace fg
