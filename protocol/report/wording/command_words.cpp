#include "protocol/report/wording/command_words.h"

#include "protocol/conformance/cases/case_patterns.h"
#include "protocol/conformance/cases/catalogue.h"
#include "protocol/text/characters.h"
#include "protocol/text/text_tools.h"

#include <algorithm>

namespace fg {
namespace {

bool isPlain(char c)
{
    return isAlphanumeric(c) || std::string_view("%+,-./:=@_").find(c) != std::string_view::npos;
}

std::string joined(const std::vector<std::string> &texts)
{
    std::string out;
    for (const std::string &text : texts)
        out += (out.empty() ? "" : ",") + text;
    return out;
}

} // namespace

std::string shellWord(std::string_view text)
{
    if (!text.empty() && std::ranges::all_of(text, isPlain))
        return std::string(text);
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + '\'';
}

std::string testCommand(const Target &target, const std::vector<const CaseSpec *> &cases, Secrets secrets)
{
    std::string out = "frameglass test " + shellWord(discreet(target.url.textWithUser(), secrets));
    const auto add = [&out](std::string_view option, const std::string &value) {
        if (!value.empty())
            out += ' ' + std::string(option) + ' ' + shellWord(value);
    };
    if (target.agent != target.url.authority())
        add("--agent", discreet(target.agent));
    if (cases.size() < catalogue().size())
        add("--cases", joined(casePatterns(cases)));
    for (const HeaderField &field : target.headers)
        add("--header", field.name + ": " + discreetField(field.name, field.value, secrets));
    add("--origin", discreet(target.origin, secrets));
    add("--subprotocol", joined(discreetSubprotocols(target.subprotocols, secrets)));
    const Target usual;
    if (target.connectLimit != usual.connectLimit)
        add("--connect-timeout", secondsText(target.connectLimit));
    if (target.openingLimit != usual.openingLimit)
        add("--open-timeout", secondsText(target.openingLimit));
    if (target.url.isSecure) {
        add("--ca", target.tls.caFile);
        add("--server-name", target.tls.serverName);
        add("--sni", target.tls.sni);
        add("--cert", target.tls.certificateFile);
        add("--key", target.tls.keyFile);
        if (target.tls.verification == TlsClientSettings::Verification::AllowFaults)
            out += target.tls.allowedFaults.empty() ? std::string(" --insecure")
                                                    : " --allow-fault " + joined(target.tls.allowedFaults);
    }
    return out;
}

} // namespace fg
