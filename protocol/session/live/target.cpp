#include "protocol/session/live/target.h"

#include "protocol/handshake/secrets.h"
#include "protocol/text/product.h"

#include <algorithm>

namespace fg {

namespace {

constexpr std::string_view authorizationName = "Authorization";

// Where a request's target holds a secret, for a person.
std::optional<std::string> secretPlace(const std::string &resource)
{
    const std::string head = "GET " + resource + " HTTP/1.1\r\n\r\n";
    const std::vector<TextRange> secrets = secretsInHeads(head, TextEnd::Final);
    if (secrets.empty())
        return std::nullopt;
    const std::size_t equals = secrets.front().start - 1;
    const std::size_t start = head.find_last_of("?&;", equals);
    if (start == std::string::npos || head[equals] != '=')
        return "a token in the URL";
    return "the parameter " + head.substr(start + 1, equals - start - 1) + " of the URL";
}

} // namespace

bool sendsUser(const Target &target)
{
    return !target.url.userInfo.empty() && std::ranges::none_of(target.headers, [](const HeaderField &field) {
        return equalsIgnoringCase(field.name, authorizationName);
    });
}

std::optional<std::string> credentialOf(const Target &target)
{
    for (const HeaderField &field : target.headers) {
        if (hasSecrets(field.name, field.value))
            return "the field " + field.name;
    }
    if (sendsUser(target))
        return "the user in the URL";
    if (discreetSubprotocols(target.subprotocols) != target.subprotocols)
        return "a token among the subprotocols";
    if (target.url.isSecure && !target.tls.certificateFile.empty())
        return "a client certificate";
    return secretPlace(target.url.resource);
}

std::string reachableAddress(const std::string &listenAddress)
{
    if (listenAddress == "0.0.0.0")
        return "127.0.0.1";
    return listenAddress == "::" ? "::1" : listenAddress;
}

ConnectSettings connectSettings(const Target &target)
{
    ConnectSettings settings{
        .host = target.url.host, .port = target.url.port, .tls = {}, .zone = target.url.zone};
    settings.connectTimeout = target.connectLimit;
    if (target.url.isSecure)
        settings.tls = target.tls;
    return settings;
}

EndpointSettings clientSettings(const Target &target, std::string_view upgrade)
{
    EndpointSettings settings;
    settings.messageLimit = target.messageLimit;
    settings.openingTimeout = target.openingLimit;
    settings.request = {.target = target.url.resource,
                        .host = target.url.authority(),
                        .fields = {},
                        .extensions = target.extensions};
    std::vector<FieldTemplate> fields = defaultRequestFields(productToken(), upgrade);
    if (!target.origin.empty())
        fields.push_back({"Origin", target.origin});
    std::string subprotocols;
    for (const std::string &name : target.subprotocols)
        subprotocols += (subprotocols.empty() ? "" : ", ") + name;
    if (!subprotocols.empty())
        fields.push_back({"Sec-WebSocket-Protocol", subprotocols});
    if (const auto authorization = target.url.authorization())
        fields.push_back({std::string(authorizationName), *authorization});
    settings.request.fields = withGivenFields(fields, target.headers);
    return settings;
}

} // namespace fg
