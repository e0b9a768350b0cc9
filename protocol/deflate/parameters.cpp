#include "protocol/deflate/parameters.h"

#include <algorithm>

namespace fg {

namespace {

ExtensionParameter flag(std::string_view name) { return {.name = std::string(name)}; }

ExtensionParameter window(std::string_view name, WindowBits bits, ValueStyle style)
{
    return {
        .name = std::string(name), .value = std::to_string(bits), .wasQuoted = style == ValueStyle::Quoted};
}

} // namespace

DeflateAgreement agreementOf(const DeflateOffer &offer, const DeflateAnswer &answer)
{
    const auto takeover = [](bool isOff) { return isOff ? ContextTakeover::No : ContextTakeover::Yes; };
    DeflateAgreement agreement;
    agreement.server = {answer.serverMaxWindowBits.value_or(maxWindowBits),
                        takeover(answer.serverNoContextTakeover)};
    agreement.client = {answer.clientMaxWindowBits.value_or(maxWindowBits),
                        takeover(answer.clientNoContextTakeover)};
    agreement.clientIntent = agreement.client;
    if (offer.clientNoContextTakeover)
        agreement.clientIntent.takeover = ContextTakeover::No;
    if (offer.clientMaxWindowBits && offer.clientMaxWindowBits->hint)
        agreement.clientIntent.windowBits =
            std::min(agreement.client.windowBits, *offer.clientMaxWindowBits->hint);
    return agreement;
}

Extension extensionOf(const DeflateOffer &offer, ValueStyle style)
{
    Extension extension{.name = std::string(deflateName), .parameters = {}};
    std::vector<ExtensionParameter> &parameters = extension.parameters;
    if (offer.clientNoContextTakeover)
        parameters.push_back(flag("client_no_context_takeover"));
    if (offer.clientMaxWindowBits)
        parameters.push_back(offer.clientMaxWindowBits->hint
                                 ? window("client_max_window_bits", *offer.clientMaxWindowBits->hint, style)
                                 : flag("client_max_window_bits"));
    if (offer.serverNoContextTakeover)
        parameters.push_back(flag("server_no_context_takeover"));
    if (offer.serverMaxWindowBits)
        parameters.push_back(window("server_max_window_bits", *offer.serverMaxWindowBits, style));
    return extension;
}

Extension extensionOf(const DeflateAnswer &answer, ValueStyle style)
{
    Extension extension{.name = std::string(deflateName), .parameters = {}};
    std::vector<ExtensionParameter> &parameters = extension.parameters;
    if (answer.clientNoContextTakeover)
        parameters.push_back(flag("client_no_context_takeover"));
    if (answer.clientMaxWindowBits)
        parameters.push_back(window("client_max_window_bits", *answer.clientMaxWindowBits, style));
    if (answer.serverNoContextTakeover)
        parameters.push_back(flag("server_no_context_takeover"));
    if (answer.serverMaxWindowBits)
        parameters.push_back(window("server_max_window_bits", *answer.serverMaxWindowBits, style));
    return extension;
}

std::string fieldValueOf(const std::vector<DeflateOffer> &offers)
{
    std::vector<Extension> extensions;
    for (const DeflateOffer &offer : offers)
        extensions.push_back(extensionOf(offer));
    return serializeExtensions(extensions);
}

} // namespace fg
