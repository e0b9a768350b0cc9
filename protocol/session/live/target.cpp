#include "protocol/session/live/target.h"

#include "protocol/text/product.h"

namespace fg {

std::string reachableAddress(const std::string &listenAddress)
{
    if (listenAddress == "0.0.0.0")
        return "127.0.0.1";
    return listenAddress == "::" ? "::1" : listenAddress;
}

ConnectSettings connectSettings(const Target &target)
{
    ConnectSettings settings{.host = target.url.host, .port = target.url.port};
    settings.connectTimeout = target.openingLimit;
    if (target.url.isSecure)
        settings.tls = target.tls;
    return settings;
}

EndpointSettings clientSettings(const Target &target)
{
    EndpointSettings settings;
    settings.messageLimit = target.messageLimit;
    settings.openingTimeout = target.openingLimit;
    settings.request = {.target = target.url.resource,
                        .host = target.url.authority(),
                        .fields = {},
                        .extensions = target.extensions};
    std::vector<FieldTemplate> &fields = settings.request.fields;
    fields = defaultRequestFields(productToken());
    if (!target.origin.empty())
        fields.push_back({"Origin", target.origin});
    std::string subprotocols;
    for (const std::string &name : target.subprotocols)
        subprotocols += (subprotocols.empty() ? "" : ", ") + name;
    if (!subprotocols.empty())
        fields.push_back({"Sec-WebSocket-Protocol", subprotocols});
    for (const HeaderField &header : target.headers)
        fields.push_back({header.name, header.value});
    return settings;
}

} // namespace fg
