#include "protocol/handshake/local_names.h"

#include "protocol/text/characters.h"

#include <algorithm>
#include <charconv>

namespace fg {

namespace {

bool isPort(std::string_view text)
{
    return text.empty() || (text.front() == ':' && std::ranges::all_of(text.substr(1), isDigit));
}

bool isIpv4(std::string_view text)
{
    for (int part = 0; part < 4; ++part) {
        unsigned value = 256;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || value > 255)
            return false;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (part == 3)
            return text.empty();
        if (!text.starts_with('.'))
            return false;
        text.remove_prefix(1);
    }
    return false;
}

// A rough check: only the characters of the address are checked.
bool isIpv6InBrackets(std::string_view text)
{
    return text.size() > 2 && text.starts_with('[') && text.ends_with(']')
        && text.substr(1, text.size() - 2).find_first_not_of("0123456789abcdefABCDEF:.")
        == std::string_view::npos;
}

// With another scheme, what follows is not the address that a page came from: "chrome-extension://" names an
// extension.
bool isSchemeOfSites(std::string_view scheme)
{
    return equalsIgnoringCase(scheme, "http") || equalsIgnoringCase(scheme, "https");
}

bool isLoopback(std::string_view host)
{
    return equalsIgnoringCase(host, "localhost") || host == "[::1]"
        || (host.starts_with("127.") && isIpv4(host));
}

} // namespace

Reach reachOf(std::string_view address)
{
    constexpr std::string_view mapped = "::ffff:"; // RFC 4291 2.5.5.2
    const bool isLoopbackV6 =
        address == "::1" || (address.starts_with(mapped) && isLoopback(address.substr(mapped.size())));
    return isLoopback(address) || isLoopbackV6 ? Reach::ThisMachine : Reach::Others;
}

std::string_view hostOf(std::string_view authority)
{
    const std::size_t from = authority.starts_with('[') ? authority.find(']') : 0;
    return authority.substr(0, authority.find(':', std::min(from, authority.size())));
}

bool isLocalAuthority(std::string_view authority)
{
    const std::string_view host = hostOf(authority);
    if (!isPort(authority.substr(host.size())))
        return false;
    return equalsIgnoringCase(host, "localhost") || isIpv4(host) || isIpv6InBrackets(host);
}

bool isOriginHere(std::string_view origin, std::string_view host)
{
    if (origin == "file://")
        return true;
    constexpr std::string_view schemeEnd = "://";
    const std::size_t end = origin.find(schemeEnd);
    if (end == std::string_view::npos || !isSchemeOfSites(origin.substr(0, end)))
        return false;
    const std::string_view authority = origin.substr(end + schemeEnd.size());
    if (!isLocalAuthority(authority))
        return false;
    const std::string_view ofPage = hostOf(authority);
    return isLoopback(ofPage) || ofPage == hostOf(host);
}

} // namespace fg
