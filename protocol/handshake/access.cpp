#include "protocol/handshake/access.h"

#include "protocol/handshake/opening.h"
#include "protocol/handshake/secrets.h"
#include "protocol/text/characters.h"
#include "protocol/text/text_tools.h"

#include <algorithm>

namespace fg {
namespace {

constexpr std::string_view schemeEnd = "://";
constexpr std::string_view nullOrigin = "null";

std::string inLowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), lowered);
    return lower;
}

std::string_view authorityOf(std::string_view origin)
{
    const std::size_t end = origin.find(schemeEnd);
    return end == std::string_view::npos ? std::string_view() : origin.substr(end + schemeEnd.size());
}

// RFC 3986 3.1.
bool isScheme(std::string_view text)
{
    return !text.empty() && isAlphanumeric(text.front()) && !isDigit(text.front())
        && std::ranges::all_of(text,
                               [](char c) { return isAlphanumeric(c) || c == '+' || c == '-' || c == '.'; });
}

// A rough check: only the characters are checked.
bool isAuthority(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) {
        return isAlphanumeric(c) || std::string_view("-._~%:[]").find(c) != std::string_view::npos;
    });
}

std::string_view defaultPort(std::string_view scheme)
{
    if (scheme == "http" || scheme == "ws")
        return ":80";
    return scheme == "https" || scheme == "wss" ? ":443" : "";
}

// A secret that was cut could not be known as one.
AccessRefusal refusal(AccessRefusal::Reason reason, std::string_view field = {}, std::string_view value = {})
{
    return {.reason = reason, .value = discreetField(field, value).substr(0, AccessRefusal::longestValue)};
}

} // namespace

std::optional<std::string> normalizedOrigin(std::string_view origin)
{
    if (origin == nullOrigin)
        return std::string(nullOrigin);
    std::string normal = inLowerCase(origin);
    const std::size_t end = normal.find(schemeEnd);
    if (end == std::string::npos)
        return std::nullopt;
    const std::string scheme = normal.substr(0, end);
    const std::string_view authority = authorityOf(normal);
    const bool mayBeEmpty = scheme == "file";
    if (!isScheme(scheme) || !isAuthority(authority) || (authority.empty() && !mayBeEmpty))
        return std::nullopt;
    if (const std::string_view port = defaultPort(scheme); !port.empty() && normal.ends_with(port))
        normal.resize(normal.size() - port.size());
    return normal;
}

bool AllowedOrigins::add(std::string_view origin)
{
    if (origin == "*") {
        hasAll = true;
        hasAllHosts = true;
        return true;
    }
    const auto normal = normalizedOrigin(origin);
    if (normal)
        listed.push_back(*normal);
    return normal.has_value();
}

bool AllowedOrigins::contains(std::string_view origin) const
{
    const auto normal = normalizedOrigin(origin);
    return hasAll || (normal && std::ranges::find(listed, *normal) != listed.end());
}

bool AllowedOrigins::containsHost(std::string_view authority) const
{
    return hasAllHosts || std::ranges::any_of(listed, [&](const std::string &origin) {
               const std::string_view host = hostOf(authorityOf(origin));
               return !host.empty() && equalsIgnoringCase(host, hostOf(authority));
           });
}

std::optional<std::string> AccessRefusal::originToAllow() const
{
    switch (reason) {
    case Reason::ForeignOrigin:
        return normalizedOrigin(value).value_or("*");
    case Reason::ForeignHost:
        return normalizedOrigin("http://" + std::string(hostOf(value))).value_or("*");
    case Reason::SeveralOrigins:
    case Reason::NotOneHost:
        break;
    }
    return std::nullopt;
}

std::string AccessRefusal::sentence() const
{
    const std::string more = advice.empty() ? std::string() : ' ' + advice;
    switch (reason) {
    case Reason::ForeignOrigin:
        if (value == nullOrigin)
            return "The Origin field is \"null\": the web page was opened from a file, or is in a sandboxed "
                   "frame."
                + more;
        return "The Origin field names a web page of another site, " + inQuotes(value)
            + "; such pages may not use this server." + more;
    case Reason::ForeignHost:
        return std::string(hostPlace == HostPlace::Target ? "The target of the request names the host "
                                                          : "The Host field has ")
            + inQuotes(value)
            + ", which is not a name of this machine; another site can let its own name lead here. Use the "
              "numeric address of this server or localhost."
            + more;
    case Reason::SeveralOrigins:
        return "The request has several Origin fields.";
    case Reason::NotOneHost:
        return "The request needs exactly one Host field (RFC 9112 3.2).";
    }
    return {};
}

std::optional<AccessRefusal> accessRefusal(const HttpHead &request, const AllowedOrigins &allowed,
                                           Reach reach)
{
    using Reason = AccessRefusal::Reason;
    const std::string *const host = request.find("Host");
    const bool needsHost = !isOfHttp10(request);
    if (host ? request.count("Host") != 1 : needsHost)
        return refusal(Reason::NotOneHost);
    const std::string *const origin = request.find("Origin");
    if (origin && request.count("Origin") != 1)
        return refusal(Reason::SeveralOrigins);
    if (origin && !(host && isOriginHere(*origin, *host)) && !allowed.contains(*origin))
        return refusal(Reason::ForeignOrigin, "Origin", *origin);
    const bool isOfPage = origin || !request.hasToken("Upgrade", "websocket");
    if (host && (isOfPage || reach == Reach::ThisMachine) && !isLocalAuthority(*host)
        && !allowed.containsHost(*host))
        return refusal(Reason::ForeignHost, "Host", *host);
    return std::nullopt;
}

std::optional<HttpAnswer> AccessGuard::refusalOf(const HttpHead &request) const
{
    const HttpHead inForm = inOriginForm(request);
    auto refused = accessRefusal(inForm, m_settings.origins, m_reach);
    if (!refused)
        return std::nullopt;
    if (inForm.startLine != request.startLine)
        refused->hostPlace = AccessRefusal::HostPlace::Target;
    if (const auto origin = refused->originToAllow(); origin && m_settings.advice)
        refused->advice = m_settings.advice(*origin);
    if (m_settings.refused)
        m_settings.refused(*refused);
    const bool isMalformed = refused->reason == AccessRefusal::Reason::NotOneHost;
    return plainAnswer(isMalformed ? HttpStatus::BadRequest : HttpStatus::Forbidden, refused->sentence());
}

} // namespace fg
