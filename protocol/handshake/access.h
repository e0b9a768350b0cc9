// Decides which requests a server of this program answers, so that web pages of other sites cannot use it. A
// page can make a browser of this machine connect to it; the Origin field names the page's site then (RFC
// 6454 7, RFC 6455 4.1 and 10.2). And a site can let its own name lead to this machine (DNS rebinding); the
// Host field has that name then.
#pragma once

#include "protocol/handshake/http_answer.h"
#include "protocol/handshake/local_names.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fg {

// The origins that are let in in addition to those of this machine.
struct AllowedOrigins
{
    bool hasAll = false;
    bool hasAllHosts = false; // A request may also have any host.
    std::vector<std::string> listed; // As normalizedOrigin() returns them.

    // Adds "*" for all origins and hosts, "null", or an origin such as "https://app.example:8443"; false if
    // it is none of these.
    [[nodiscard]] bool add(std::string_view origin);
    [[nodiscard]] bool contains(std::string_view origin) const;
    // One of the origins has this host, at any port; both may have a port.
    [[nodiscard]] bool containsHost(std::string_view authority) const;
};

// Scheme, host and port in lower case, without the scheme's default port, or "null" (RFC 6454 6.2); nullopt
// if it is neither.
[[nodiscard]] std::optional<std::string> normalizedOrigin(std::string_view origin);

// Why a request is refused.
struct AccessRefusal
{
    static constexpr std::size_t longestValue = 200; // Octets.

    enum class Reason : std::uint8_t {
        ForeignOrigin, // Of a page of another site, or "null".
        ForeignHost, // Not a name of this machine.
        SeveralOrigins, // Another reader might use another one of them; browsers send one.
        NotOneHost,
    };
    // Where the name of the host was. In the target it counts instead of the field's (RFC 9112 3.2.2).
    enum class HostPlace : std::uint8_t { Field, Target };
    Reason reason = Reason::ForeignOrigin;
    HostPlace hostPlace = HostPlace::Field;
    std::string value; // Of the field, without secrets, cut to longestValue; from outside: escape it.

    std::string advice = {}; // What AccessSettings::advice says; may be empty.

    // The origin that would have to be allowed, so that such requests are let in: "*" if only all origins
    // together can be; nullopt if nothing lets them in.
    [[nodiscard]] std::optional<std::string> originToAllow() const;
    // Why, and the advice. Escaped.
    [[nodiscard]] std::string sentence() const;
};

// Allowed are: programs other than browsers, which send no Origin; pages that were opened from a file by
// browsers that say so (file://); pages of this machine, and of the requested address; and the listed
// origins. The host has to be "localhost", a numeric address or the host of a listed origin. If others may
// reach the server, a WebSocket request without Origin may have any host, because it is not of a page. A
// request of HTTP/1.0 may have no host, because no browser sends it.
[[nodiscard]] std::optional<AccessRefusal> accessRefusal(const HttpHead &request,
                                                         const AllowedOrigins &allowed, Reach reach);

struct AccessSettings
{
    AllowedOrigins origins;
    // A sentence that says how requests are let in of which AccessRefusal::originToAllow() is this; escaped.
    // May be empty: nothing is said then.
    std::function<std::string(std::string_view originToAllow)> advice;
    std::function<void(const AccessRefusal &)> refused; // Called for every refused request; may be empty.
};

// What every server asks about each request before it answers.
class AccessGuard
{
public:
    // `address`: at which the server listens.
    AccessGuard(AccessSettings settings, std::string_view address)
        : m_settings(std::move(settings))
        , m_reach(reachOf(address))
    {
    }

    // The answer to a request as it was received that is refused: 400 without exactly one host (RFC
    // 9112 3.2), otherwise 403, with the reason for a person; nullopt if the server may answer.
    [[nodiscard]] std::optional<HttpAnswer> refusalOf(const HttpHead &request) const;

private:
    AccessSettings m_settings;
    Reach m_reach;
};

} // namespace fg
