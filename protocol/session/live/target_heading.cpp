#include "protocol/session/live/target_heading.h"

#include "protocol/handshake/secrets.h"

#include <utility>

namespace fg {

SessionHeading headingFor(const Target &target)
{
    SessionHeading heading{.started = std::chrono::system_clock::now(),
                           .url = target.url.text(),
                           .agent = target.agent,
                           .caseId = {},
                           .messageLimit = target.messageLimit,
                           .settings = {}};
    const auto set = [&](std::string name, std::string value) {
        if (!value.empty() && heading.settings.size() < mostSettings)
            heading.settings.emplace_back(std::move(name), std::move(value));
    };
    for (const HeaderField &field : target.headers)
        set("header", field.name + ": " + (hasSecrets(field.name, field.value) ? "(not kept)" : field.value));
    if (sendsUser(target))
        set("header", "Authorization: (not kept)");
    set("origin", discreet(target.origin));
    for (const std::string &subprotocol : discreetSubprotocols(target.subprotocols))
        set("subprotocol", subprotocol);
    if (!target.url.isSecure)
        return heading;
    const TlsClientSettings &tls = target.tls;
    set("tls-verification",
        tls.verification == TlsClientSettings::Verification::Full ? "full" : "allow-faults");
    for (const std::string &name : tls.allowedFaults)
        set("tls-allowed-fault", name);
    set("tls-ca-file", tls.caFile);
    set("tls-server-name", tls.serverName);
    set("tls-sni", tls.sni);
    set("tls-certificate-file", tls.certificateFile);
    return heading;
}

} // namespace fg
