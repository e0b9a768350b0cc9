#include "protocol/handshake/secrets.h"

#include "protocol/handshake/http_head.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <array>
#include <string>

namespace fg {

namespace {

constexpr std::array<std::string_view, 5> secretFields{"authorization", "proxy-authorization", "cookie",
                                                       "set-cookie", "cookie2"};
// Parts of names that reveal a secret, compared without hyphens and underscores.
constexpr std::array<std::string_view, 12> tellingParts{"token",   "secret",    "password",   "passwd",
                                                        "apikey",  "accesskey", "credential", "cookie",
                                                        "session", "signature", "privatekey", "authkey"};
// Parameters have short names. A word that is too common as a part of a field's name is secret as a
// parameter's whole name.
constexpr std::array<std::string_view, 10> secretParameters{"auth", "authorization", "key", "jwt",  "sig",
                                                            "sid",  "pass",          "pwd", "code", "ticket"};

// Makes "X-Api-Key" and "x_api_key" the same name.
std::string plainName(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        if (c != '-' && c != '_')
            plain += lowered(c);
    }
    return plain;
}

bool isTelling(std::string_view name)
{
    const std::string plain = plainName(name);
    return std::ranges::any_of(
        tellingParts, [&plain](std::string_view part) { return plain.find(part) != std::string::npos; });
}

bool isOneOf(std::string_view name, auto const &names)
{
    return std::ranges::any_of(names, [name](std::string_view one) { return equalsIgnoringCase(name, one); });
}

class SecretFinder
{
public:
    explicit SecretFinder(std::string_view head)
        : m_head(head)
    {
    }

    std::vector<TextRange> find()
    {
        for (std::size_t at = 0; at < m_head.size();) {
            const std::size_t end = std::min(m_head.find('\n', at), m_head.size());
            scanLine(at, m_head.substr(at, end - at));
            at = end + 1;
        }
        return std::move(m_found);
    }

private:
    void scanLine(std::size_t at, std::string_view line)
    {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (at == 0)
            scanStartLine(line);
        else if (!line.empty() && isSpace(line.front()))
            addValue(at, line); // the line continues the value of the line before (RFC 9112 5.2)
        else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
            m_isSecret = isSecretField(trimmed(line.substr(0, colon)));
            addValue(at + colon + 1, line.substr(colon + 1));
        } else {
            m_isSecret = false;
        }
    }

    void addValue(std::size_t at, std::string_view value)
    {
        const std::string_view inner = trimmed(value);
        if (m_isSecret && !inner.empty())
            m_found.push_back({at + static_cast<std::size_t>(inner.data() - value.data()), inner.size()});
    }

    // "GET /chat?token=abc HTTP/1.1"
    void scanStartLine(std::string_view line)
    {
        std::size_t at = line.find('?');
        while (at != std::string_view::npos) {
            const std::size_t end = std::min(line.find_first_of("& #", ++at), line.size());
            const std::string_view parameter = line.substr(at, end - at);
            const std::size_t equals = parameter.find('=');
            if (equals != std::string_view::npos && equals + 1 < parameter.size()
                && isSecretParameter(parameter.substr(0, equals)))
                m_found.push_back({at + equals + 1, parameter.size() - equals - 1});
            at = end < line.size() && line[end] == '&' ? end : std::string_view::npos;
        }
    }

    std::string_view m_head;
    std::vector<TextRange> m_found;
    bool m_isSecret = false; // whether the field of the line before is secret
};

} // namespace

bool isSecretField(std::string_view name)
{
    constexpr std::string_view ownFields = "sec-websocket-";
    if (equalsIgnoringCase(name.substr(0, ownFields.size()), ownFields))
        return false;
    return isOneOf(name, secretFields) || isTelling(name);
}

bool isSecretParameter(std::string_view name) { return isOneOf(name, secretParameters) || isTelling(name); }

std::vector<TextRange> secretsIn(std::string_view head) { return SecretFinder(head).find(); }

} // namespace fg
