#include "protocol/session/live/web_socket_url.h"

#include "protocol/handshake/http_head.h"
#include "protocol/handshake/secrets.h"
#include "protocol/text/base64.h"
#include "protocol/text/characters.h"
#include "protocol/text/number_text.h"
#include "protocol/text/percent.h"
#include "protocol/transport/ascii_host.h"

#include <algorithm>

namespace fg {

namespace {

constexpr std::string_view schemeEnd = "://";

constexpr std::uint16_t defaultPort(bool isSecure) { return isSecure ? 443 : 80; }

std::optional<bool> secureFromScheme(std::string_view scheme)
{
    if (equalsIgnoringCase(scheme, "ws"))
        return false;
    if (equalsIgnoringCase(scheme, "wss"))
        return true;
    return std::nullopt;
}

bool isControlCharacter(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }
bool isOneOf(char c, std::string_view characters) { return characters.find(c) != std::string_view::npos; }

// The percent-encode sets of the URL standard. Existing escapes stay as they are.
bool isEncodedInPath(char c) { return !isVisible(c) || isOneOf(c, "\"#<>?`{}^"); }
bool isEncodedInQuery(char c) { return !isVisible(c) || isOneOf(c, "\"#<>'"); }
bool isEncodedInUser(char c) { return isEncodedInPath(c) || isOneOf(c, "/:;=@[\\]|"); }
// Those code points that no host may have, after it was decoded.
bool isForbiddenInHost(char c) { return isControlCharacter(c) || isOneOf(c, " #%/:<>?@[\\]^|"); }

std::optional<std::uint16_t> parsePort(std::string_view digits)
{
    const auto port = numberIn<std::uint16_t>(digits);
    return port && *port != 0 ? port : std::nullopt;
}

// A guess from the characters alone.
bool looksLikeIpv6(std::string_view address)
{
    return address.find(':') != std::string_view::npos
        && address.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

// What follows the percent sign after an address. RFC 6874 has it percent-encoded, "%25eth0"; systems write
// "%eth0".
std::string zoneIn(std::string_view text)
{
    constexpr std::string_view encodedSign = "25";
    if (text.starts_with(encodedSign) && text.size() > encodedSign.size())
        text.remove_prefix(encodedSign.size());
    return percentDecoded(text);
}

// What is between the brackets.
std::optional<UrlFault> parseAddress(std::string_view text, WebSocketUrl &url)
{
    const std::size_t sign = std::min(text.find('%'), text.size());
    url.host = text.substr(0, sign);
    if (url.host.empty())
        return UrlFault::NoHost;
    if (!looksLikeIpv6(url.host))
        return UrlFault::BadHost;
    if (sign == text.size())
        return std::nullopt;
    url.zone = zoneIn(text.substr(sign + 1));
    return url.zone.empty() || std::ranges::any_of(url.zone, isForbiddenInHost)
        ? std::optional(UrlFault::BadHost)
        : std::nullopt;
}

std::optional<UrlFault> parseName(std::string_view text, WebSocketUrl &url)
{
    if (text.empty())
        return UrlFault::NoHost;
    const auto name = asciiHost(percentDecoded(text));
    if (!name || std::ranges::any_of(*name, isForbiddenInHost))
        return UrlFault::BadHost;
    url.host = *name;
    return std::nullopt;
}

// "user:password" or "user". What is encoded once stays so.
std::string encodedUser(std::string_view text)
{
    const std::size_t colon = text.find(':');
    std::string encoded = percentEncoded(text.substr(0, colon), isEncodedInUser);
    if (colon != std::string_view::npos)
        encoded += ':' + percentEncoded(text.substr(colon + 1), isEncodedInUser);
    return encoded == ":" ? std::string() : encoded;
}

// "host", "user:password@host:port", "[::1]:port" into the URL.
std::optional<UrlFault> parseAuthority(std::string_view authority, WebSocketUrl &url)
{
    if (const std::size_t sign = authority.rfind('@'); sign != std::string_view::npos) {
        url.userInfo = encodedUser(authority.substr(0, sign));
        authority.remove_prefix(sign + 1);
    }
    std::optional<UrlFault> fault;
    if (authority.starts_with('[')) {
        const std::size_t bracket = authority.find(']');
        if (bracket == std::string_view::npos)
            return UrlFault::NoHost;
        fault = parseAddress(authority.substr(1, bracket - 1), url);
        authority.remove_prefix(bracket + 1);
        if (!fault && !authority.empty() && !authority.starts_with(':'))
            fault = UrlFault::BadHost;
    } else {
        const std::size_t colon = std::min(authority.find(':'), authority.size());
        fault = parseName(authority.substr(0, colon), url);
        authority.remove_prefix(colon);
    }
    if (fault)
        return fault;
    url.port = defaultPort(url.isSecure);
    if (authority.size() > 1) {
        const std::optional<std::uint16_t> port = parsePort(authority.substr(1));
        if (!port)
            return UrlFault::BadPort;
        url.port = *port;
    }
    return std::nullopt;
}

// `text`: what follows the authority.
std::string encodedResource(std::string_view text)
{
    const std::size_t query = std::min(text.find('?'), text.size());
    std::string path(text.substr(0, query));
    std::ranges::replace(path, '\\', '/');
    std::string resource = percentEncoded(path, isEncodedInPath);
    if (resource.empty())
        resource = "/";
    if (query < text.size())
        resource += '?' + percentEncoded(text.substr(query + 1), isEncodedInQuery);
    return resource;
}

std::string textOf(const WebSocketUrl &url, const std::string &user)
{
    const bool isIpv6 = url.host.find(':') != std::string::npos;
    const std::string scheme = url.isSecure ? "wss://" : "ws://";
    if (url.zone.empty() || !isIpv6)
        return scheme + user + url.authority() + url.resource;
    const auto isEncoded = [](char c) { return !isAlphanumeric(c) && !isOneOf(c, "-._~"); };
    std::string authority = url.authority();
    authority.insert(authority.find(']'), "%25" + percentEncoded(url.zone, isEncoded));
    return scheme + user + authority + url.resource;
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

std::string WebSocketUrl::text() const { return textOf(*this, {}); }

std::string WebSocketUrl::textWithUser() const
{
    return textOf(*this, userInfo.empty() ? std::string() : userInfo + '@');
}

std::optional<std::string> WebSocketUrl::authorization() const
{
    if (userInfo.empty())
        return std::nullopt;
    const std::size_t colon = std::min(userInfo.find(':'), userInfo.size());
    const std::string credentials = percentDecoded(userInfo.substr(0, colon)) + ':'
        + percentDecoded(userInfo.substr(std::min(colon + 1, userInfo.size())));
    return "Basic " + toBase64(octetsOf(credentials));
}

std::variant<WebSocketUrl, UrlFault> parseWebSocketUrl(std::string_view text)
{
    text = trimmed(text);
    const std::size_t colon = text.find(schemeEnd);
    if (colon == std::string_view::npos || colon == 0)
        return UrlFault::NoScheme;
    const std::optional<bool> isSecure = secureFromScheme(text.substr(0, colon));
    if (!isSecure)
        return UrlFault::OtherScheme;
    // Browsers leave out some of them, so that readers may understand them differently.
    if (std::ranges::any_of(text, isControlCharacter))
        return UrlFault::BadCharacter;
    if (text.find('#') != std::string_view::npos)
        return UrlFault::HasFragment;
    text.remove_prefix(colon + schemeEnd.size());
    WebSocketUrl url{.isSecure = *isSecure};
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    // To a browser the host ends there, to other readers (RFC 3986) it does not.
    if (text.substr(0, end).find('\\') != std::string_view::npos)
        return UrlFault::BadCharacter;
    if (const std::optional<UrlFault> fault = parseAuthority(text.substr(0, end), url))
        return *fault;
    url.resource = encodedResource(text.substr(end));
    return url;
}

std::string withoutUser(std::string_view url)
{
    const std::size_t scheme = url.find(schemeEnd);
    const std::size_t start = scheme == std::string_view::npos ? 0 : scheme + schemeEnd.size();
    const std::size_t end = std::min(url.find_first_of("/?#", start), url.size());
    const std::size_t sign = url.substr(start, end - start).rfind('@');
    std::string text(url);
    if (sign != std::string_view::npos)
        text.erase(start, sign + 1);
    // What cannot be used may hold its user elsewhere, such as after a slash too few.
    return std::holds_alternative<WebSocketUrl>(parseWebSocketUrl(text)) ? text : discreetUrl(text);
}

} // namespace fg
