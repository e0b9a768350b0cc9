#include "protocol/report/wording/command_words.h"

#include "protocol/conformance/cases/case_patterns.h"
#include "protocol/conformance/cases/catalogue.h"
#include "protocol/handshake/secrets.h"
#include "protocol/text/characters.h"

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

// Replaces each secret in the text of a head with asterisks.
std::string blanked(std::string line)
{
    for (const TextRange &range : secretsIn(line))
        line.replace(range.start, range.length, range.length, '*');
    return line;
}

// The same for a URL. secretsIn() reads heads, so the URL is put into the first line of one.
std::string blankedUrl(const std::string &url)
{
    constexpr std::string_view before = "GET ";
    constexpr std::string_view after = " HTTP/1.1\r\n\r\n";
    const std::string line = blanked(std::string(before) + url + std::string(after));
    return line.substr(before.size(), url.size());
}

// The same for a header field.
std::string blankedField(const std::string &field)
{
    constexpr std::string_view before = "GET / HTTP/1.1\r\n";
    const std::string head = blanked(std::string(before) + field + "\r\n\r\n");
    return head.substr(before.size(), field.size());
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
    const bool areKept = secrets == Secrets::Kept;
    const std::string url = target.url.text();
    std::string out = "frameglass test " + shellWord(areKept ? url : blankedUrl(url));
    const auto add = [&out](std::string_view option, const std::string &value) {
        if (!value.empty())
            out += ' ' + std::string(option) + ' ' + shellWord(value);
    };
    if (target.agent != target.url.authority())
        add("--agent", target.agent);
    if (cases.size() < catalogue().size())
        add("--cases", joined(casePatterns(cases)));
    for (const HeaderField &field : target.headers) {
        const std::string line = field.name + ": " + field.value;
        add("--header", areKept ? line : blankedField(line));
    }
    add("--origin", target.origin);
    add("--subprotocol", joined(target.subprotocols));
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
