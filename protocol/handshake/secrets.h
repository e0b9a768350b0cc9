// Decides what is secret in an opening handshake: whatever would let a reader impersonate the sender. This is
// the only place that decides it. Everything that writes for others - reports, exports, the terminal, the
// clipboard - blanks what the functions below find, unless the user asks for the secrets (Secrets::Kept).
//
// Secret are, in heads (RFC 9112), in the body of an answer that refuses, in URLs and in texts with URLs:
//   - the values of fields and parameters whose names say so: Authorization, Cookie, "access_token" (see
//   below);
//   - the user and the password of a URL;
//   - tokens that have the form of a JSON Web Token, wherever they are;
//   - in Sec-WebSocket-Protocol: what follows a name such as "access_token" or "bearer", and what looks
//   random.
// A percent-encoded URL inside a URL is searched, too. The key of the opening handshake is not secret, nor
// are the parameters of extensions and the challenge in WWW-Authenticate, but for URLs and JSON Web Tokens in
// them; and neither are the payloads of messages: they are the user's own data.
//
// Each secret octet becomes one asterisk, so that all lengths and offsets stay the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct HttpHead;

// Whether what is written has asterisks in place of secrets. A file with secrets is for its owner only.
enum class Secrets : std::uint8_t { Blanked, Kept };

inline constexpr char blankCharacter = '*';

// True for Authorization, Proxy-Authorization, Authentication-Info, Cookie, Set-Cookie, and fields whose
// names mention a token, a secret, a password, a session or a key, in any case. Fields of the opening
// handshake itself are not secret.
[[nodiscard]] bool isSecretField(std::string_view name);
// The same for the name of a parameter in a URL, for example "access_token" or "code".
[[nodiscard]] bool isSecretParameter(std::string_view name);
// The same for the name of a value in a body, where "code" is usually an error code.
[[nodiscard]] bool isSecretMember(std::string_view name);

// A run of octets in a text.
struct TextRange
{
    std::size_t start = 0;
    std::size_t length = 0;

    bool operator==(const TextRange &) const = default;
};

// Whether more octets can follow a text. What follows might make a secret of its end, which is then blanked:
// no part of a secret is shown because the rest of it had not arrived.
enum class TextEnd : std::uint8_t { Final, Open };

// The positions of the secrets, in order. Line ends and the spaces of folded lines are never a part of them.
//
// In one or several heads as they passed the wire, complete or cut off.
[[nodiscard]] std::vector<TextRange> secretsInHeads(std::string_view octets, TextEnd end);
// In the octets that follow a head with these fields; chunked, if the head says so. An encoded body (gzip)
// cannot be read here and is secret as a whole.
[[nodiscard]] std::vector<TextRange> secretsInBody(std::string_view octets, const HttpHead &head,
                                                   TextEnd end);
// In the value of a field with this name.
[[nodiscard]] std::vector<TextRange> secretsInField(std::string_view name, std::string_view value);
// Whether a field has any: what is kept of a request without its credentials leaves such a field out.
[[nodiscard]] bool hasSecrets(std::string_view name, std::string_view value);
// In a URL, or in a text that may hold URLs and lines such as "Cookie: a=b": a title, a name, an error
// sentence.
[[nodiscard]] std::vector<TextRange> secretsInText(std::string_view text);

// What is secret in an opening handshake and can be known again elsewhere in it: a server may return a token
// as the subprotocol that it chose, or quote it in an error page. Only whole words are known again: in
// "key=a.b" the words are "key" and "a.b".
class KnownSecrets
{
public:
    // What these heads hold. Subprotocols, and what may be repeated as one, are learnt from requests only.
    void learnRequest(std::string_view heads, TextEnd end);
    void learnAnswer(std::string_view heads, TextEnd end);
    // What is in these ranges of a body.
    void learnBody(std::string_view octets, const std::vector<TextRange> &secrets);

    // Where they are in other heads. Names, versions and the fields that open a connection are never touched,
    // so that a head stays as right or as wrong as it was.
    [[nodiscard]] std::vector<TextRange> inHeads(std::string_view heads, TextEnd end) const;
    [[nodiscard]] std::vector<TextRange> inBody(std::string_view octets, TextEnd end) const;

private:
    using Words = std::set<std::string, std::less<>>;

    Words m_words; // long enough to be known again
    Words m_subprotocols; // elements of Sec-WebSocket-Protocol of any length
};

// Replaces the octets in these ranges with asterisks.
void blank(std::string &text, const std::vector<TextRange> &ranges);
// Texts of which the secrets are blanked, unless they are kept.
[[nodiscard]] std::string discreet(std::string_view text, Secrets secrets = Secrets::Blanked);
// What somebody gave as a URL, perhaps without its scheme or with characters that do not belong there.
[[nodiscard]] std::string discreetUrl(std::string_view text);
[[nodiscard]] std::string discreetField(std::string_view name, std::string_view value,
                                        Secrets secrets = Secrets::Blanked);
// Subprotocols are offered in one field, where one can announce that the next is a secret. The list has as
// many names as the given one.
[[nodiscard]] std::vector<std::string> discreetSubprotocols(std::vector<std::string> names,
                                                            Secrets secrets = Secrets::Blanked);

} // namespace fg
