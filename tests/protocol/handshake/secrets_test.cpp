#include "protocol/handshake/secrets.h"

#include "protocol/handshake/http_head.h"

#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <sstream>

namespace fg::secrets_test {
namespace {

std::string blankedHead(std::string_view head, TextEnd end = TextEnd::Final)
{
    std::string shown(head);
    blank(shown, secretsInHeads(head, end));
    return shown;
}

std::string blankedBody(std::string_view body, const HttpHead &head = {}, TextEnd end = TextEnd::Final)
{
    std::string shown(body);
    blank(shown, secretsInBody(body, head, end));
    return shown;
}

// A head with these lines after its start line.
std::string withLines(std::string_view lines)
{
    return "GET /chat HTTP/1.1\r\nHost: example.org\r\n" + std::string(lines) + "\r\n";
}

// The same lines as they are shown.
std::string shownLines(std::string_view lines)
{
    const std::string shown = blankedHead(withLines(lines));
    const std::string before = withLines({});
    return shown.substr(before.size() - 2, lines.size());
}

// What is secret is in brackets; the expected text is the same with asterisks in place of what they hold.
struct Example
{
    std::string text;
    std::string shown;

    explicit Example(std::string_view marked)
    {
        bool isSecret = false;
        for (const char c : marked) {
            if (c == '{' || c == '}') {
                isSecret = c == '{';
                continue;
            }
            text += c;
            shown += isSecret && c != '\r' && c != '\n' ? blankCharacter : c;
        }
    }
};

// --- names ---

TEST(SecretNames, AreKnownInAnyCaseAndSpelling)
{
    for (const char *name : {"Authorization",
                             "PROXY-AUTHORIZATION",
                             "cookie",
                             "Set-Cookie",
                             "Authentication-Info",
                             "Proxy-Authentication-Info",
                             "X-Api-Key",
                             "x_api_key",
                             "X-Auth-Token",
                             "X-Amz-Security-Token",
                             "X-CSRF-Token",
                             "X-Amz-Signature",
                             "X-Functions-Key",
                             "Session-Id",
                             "X-Forwarded-Access-Token",
                             "Authentication",
                             "X-Authentication",
                             "X-Passcode",
                             "X-Pin",
                             "X-PW",
                             "X-Psk",
                             "X-CSRF",
                             "X-XSRF",
                             "X-Key-1",
                             "Sec-WebSocket-Token",
                             "Sec-WebSocket-Authorization",
                             "Access-Control-Allow-Token"})
        EXPECT_TRUE(isSecretField(name)) << name;
    for (const char *name : {"access_token", "token",         "key",       "api_key",
                             "apiKey",       "sig",           "signature", "X-Amz-Signature",
                             "code",         "password",      "jwt",       "auth",
                             "session",      "sid",           "ticket",    "connect.sid",
                             "PHPSESSID",    "client_secret", "id_token",  "X-Amz-Credential",
                             "auth_code",    "authcode",      "pw",        "SAMLRequest",
                             "sign",         "csrf",          "key1",      "auth2"})
        EXPECT_TRUE(isSecretParameter(name)) << name;
}

TEST(SecretNames, AreNotThoseOfTheHandshakeItselfOrOfOtherFields)
{
    for (const char *name :
         {"Sec-WebSocket-Key", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol",
          "WWW-Authenticate", "Proxy-Authenticate", "Access-Control-Allow-Credentials", "Host", "Origin",
          "Keep-Alive", "User-Agent", "Author", "Monkey", "Idempotency-Key", "Surrogate-Key", "X-Cache-Key"})
        EXPECT_FALSE(isSecretField(name)) << name;
    for (const char *name : {"", "case", "agent", "author", "keyword", "page", "codec", "user", "max_tokens",
                             "tokens_left", "token_type", "sort_key"})
        EXPECT_FALSE(isSecretParameter(name)) << name;
}

// --- heads ---

class SecretLines : public testing::TestWithParam<const char *>
{
};

constexpr const char *lineExamples[] = {
    "Authorization: {Bearer abc}\r\n",
    "authorization:{Basic dXNlcjpwYXNz}\r\n",
    "AUTHORIZATION : \t {Bearer abc} \t\r\n",
    "Proxy-Authorization: {Basic dXNlcjpwYXNz}\r\n",
    "Cookie: {a=1; sid=2}\r\nCookie: {b=3}\r\ncookie:{c}\r\n",
    "Set-Cookie: {sid=abc; Path=/; HttpOnly}\r\nSet-Cookie: {t=1}\r\n",
    "Authentication-Info: {nextnonce=\"47364c23432d2e131a5fb210812c\"}\r\n",
    "X-Api-Key: {0}\r\nX-Auth-Token: {0}\r\nX-Amz-Security-Token: {FwoG}\r\n",
    // Folded lines (RFC 9112 5.2): spaces and line ends stay.
    "Cookie: {a=1;}\r\n {b=2;}\r\n\t {c=3}\r\nX-Next: seen\r\n",
    "Cookie:\r\n {a=1}\r\nX-Next: seen\r\n",
    "Location: http://h/?token={abc}\r\n {def}&x=1\r\n",
    // Only LF at the end of a line.
    "Cookie: {a=1}\nX-Next: seen\n",
    // A line that is not a field, but may be meant as one.
    "Authorization {Bearer abc}\r\n",
    // URLs.
    "Location: https://{user:pass}@h/cb?x=1&access_token={abc}&y=2#id_token={def}&state=s\r\n",
    "Location: /cb#access_token={abc}&token_type=bearer\r\n",
    "Content-Location: /a;jsessionid={12AB}\r\n",
    "Refresh: 5; url=http://h/?code={4711}\r\n",
    "Link: <https://h/?sig={abc}>; rel=\"next\", <https://h/b>; rel=\"prev\"\r\n",
    "Referer: https://h/?page=1&session={abc}\r\n",
    "Origin: https://{user:pass}@h\r\n",
    "Host: {user:pass}@h\r\n",
    "Location: ws://{user:pa/ss}@h/\r\n",
    "X-Original-Url: /login?back=https%3A%2F%2Fh%2F%3Ftoken%3D{abc}%26x=1&y=2\r\n",
    "X-Twice: /a?b=%252Fc%253Ftoken%253D{abc}%2526d\r\n",
    "X-Coded-Name: /a?access%5Ftoken={abc}\r\n",
    "X-Coded: https%3A%2F%2F{user%3Apass}%40h\r\n",
    // JSON Web Tokens wherever they are; their beginning tells nothing.
    "X-Any: a eyJ{hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc} b\r\n",
    // Subprotocols.
    "Sec-WebSocket-Protocol: base64url.bearer.{authorization.k8s.io.dG9rZW4}, v1.chat\r\n",
    "Sec-WebSocket-Protocol: chat, access_token, {abc}, superchat\r\n",
    "Sec-WebSocket-Protocol: access_token\r\n",
    "Sec-WebSocket-Protocol: bearer,{abc}\r\n",
    "Sec-WebSocket-Protocol: realtime, openai-insecure-api-key.{sk-abc}, openai-beta.realtime-v1\r\n",
    "Sec-WebSocket-Protocol: bearer-{abc}\r\n",
    "Sec-WebSocket-Protocol: {eyJhbGciOiJIUzI1NiJ9.e30.abc}\r\n",
    "Sec-WebSocket-Protocol: {header-eyJhbGciOiJIUzI1NiJ9}\r\n",
    "Sec-WebSocket-Protocol: chat, {9f86d081884c7d659a2feaa0c55ad015}\r\n",
    "Sec-WebSocket-Protocol: {123e4567-e89b-12d3-a456-426614174000}\r\n",
    "Sec-WebSocket-Protocol: access_token\r\nSec-WebSocket-Protocol: {abc}, chat\r\n",
    "Sec-WebSocket-Protocol: bearer,\r\nX-Next: seen\r\nsec-websocket-protocol: {a}\r\n",
    // Odd lines.
    " Cookie: {a=b}\r\n",
    "X-Any: a\r\n Authorization: {Basic abc}\r\n",
    "X-Any: a\rCookie: {a=b}\r\nX-Next: seen\r\n",
    "Cookie: {a}\r{b}\r\n",
    "Cookie\t{foo=abc}\r\n",
    "Cookie;{foo=abc}\r\n",
    ":Authorization: {Basic abc}\r\n",
    "Location: /?token={a\x01"
    "b c}&x=1\r\n",
    "X-Forwarded-Host: {user:pass}@h\r\n",
    "Location: http:{u:p}@h/\r\nX-Any: http:\\\\{u:p}@h\r\n",
    "X-Any: /?token%20={a}&token*={b}&token+={c}\r\n",
    "X-Any: token=\"{a\\\"b}\"; c=d\r\n",
    "X-Any: a /?token={ab\"cd}&x=1\r\nX-Other: /?token=\"{ab\"cd}\r\n",
    "X-Info: Bearer {abc}\r\nX-Info: a Basic {dXNlcjpwYXNz==} b\r\n",
    "X-Thrice: /a?b=%25252Fc%25253Ftoken%25253D{abc}%252526d\r\n",
    "WWW-Authenticate: Bearer realm=\"https://{u:p}@h/?token={abc}\", x=eyJ{hbGciOiJIUzI1NiJ9}\r\n",
    "Sec-WebSocket-Extensions: x; y=eyJ{hbGciOiJIUzI1NiJ9}\r\n",
    // What is not secret.
    "X-Info: Basic realm=\"a\"\r\nX-Help: Needs Basic authentication\r\n",
    "Sec-WebSocket-Protocol: key-exchange, session-v1, token-ring, chat\r\n",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
    "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10, x-token; key=1\r\n",
    "Sec-WebSocket-Protocol: graphql-transport-ws, v12.stomp, ocpp1.6, mqtt, wamp.2.json\r\n",
    "WWW-Authenticate: Bearer realm=\"a\", error=\"invalid_token\"\r\n",
    "Access-Control-Allow-Credentials: true\r\n",
    "Origin: https://example.org\r\nUser-Agent: Mozilla/5.0 (X11; rv:1) user@host\r\n",
    "X-Urls: http://h:80/a//b?case=1&agent=me@home#top\r\n",
};

TEST_P(SecretLines, AreBlankedAndNothingElseIs)
{
    const Example example(GetParam());
    EXPECT_EQ(shownLines(example.text), example.shown);
}

// No octet of a secret but a space is shown because the rest of the head has not arrived.
TEST_P(SecretLines, ShowNoMoreWhenTheyAreCut)
{
    const Example example(GetParam());
    const std::string head = withLines(example.text);
    const std::string shown = blankedHead(head);
    for (std::size_t size = 0; size <= head.size(); ++size) {
        const std::string cut = blankedHead(head.substr(0, size), TextEnd::Open);
        ASSERT_EQ(cut.size(), size);
        for (std::size_t i = 0; i < size; ++i) {
            ASSERT_TRUE(cut[i] == head[i] || cut[i] == blankCharacter);
            ASSERT_TRUE(shown[i] != blankCharacter || cut[i] == blankCharacter || head[i] == ' ')
                << "cut after " << size << ": " << cut;
        }
    }
}

TEST_P(SecretLines, AreTheSameInAnAnswerAfterAnInterimOne)
{
    const Example example(GetParam());
    const std::string before = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 302 Found\r\n";
    EXPECT_EQ(blankedHead(before + example.text + "\r\n"), before + example.shown + "\r\n");
}

TEST_P(SecretLines, StayBlankedWhenTheyAreReadAgain)
{
    const std::string shown = blankedHead(withLines(Example(GetParam()).text));
    EXPECT_EQ(blankedHead(shown), shown);
}

INSTANTIATE_TEST_SUITE_P(Fields, SecretLines, testing::ValuesIn(lineExamples));

// A brace would be a mark in the examples above.
TEST(SecretsInHeads, AreMembersOfJsonInAnyField)
{
    EXPECT_EQ(shownLines("X-Info: {\"access_token\":\"abc\",\"x\":1}\r\n"),
              "X-Info: {\"access_token\":\"***\",\"x\":1}\r\n");
}

TEST(SecretsInHeads, AreFoundInFieldsWithoutAStartLineAndWithNulInTheirNames)
{
    EXPECT_EQ(blankedHead("token: abc\r\nX: seen\r\n\r\n"), "token: ***\r\nX: seen\r\n\r\n");
    using namespace std::string_literals;
    EXPECT_EQ(shownLines("Coo\0kie: a=b\r\n"s), "Coo\0kie: ***\r\n"s);
}

TEST(SecretsInHeads, AreFoundInTheRequestTarget)
{
    for (const char *marked :
         {"GET /chat?token={abc}&x=1 HTTP/1.1\r\n\r\n",
          "GET /?access_token={a'b\"c<d>e;f,g} HTTP/1.1\r\n\r\n",
          "GET http://{user:pass}@h/?a=1 HTTP/1.1\r\n\r\n",
          "GET /ws/eyJ{hbGciOiJIUzI1NiJ9.e30.x/y} HTTP/1.1\r\n\r\n", "GET /a;sid={1?b=2} HTTP/1.1\r\n\r\n",
          "GET /?token={a b c}&x=y HTTP/1.1\r\n\r\n", "CONNECT {u:p}@h:80 HTTP/1.1\r\n\r\n", "GET /?key={abc",
          "GET /?api_key={a=b}&api_key={c} HTTP/1.1\r\n\r\n", "GET /?keyword=abc&case=1 HTTP/1.1\r\n\r\n"}) {
        const Example example(marked);
        EXPECT_EQ(blankedHead(example.text), example.shown);
    }
}

// --- bodies ---

class SecretBodies : public testing::TestWithParam<const char *>
{
};

constexpr const char *bodyExamples[] = {
    R"(["error": "expired", "access_token": "{abc\"d e}", "code": 401, "refreshToken":"{x}"])",
    R"(["token": ["{a}", "{b}"], "n": 1, "credentials": ["user": "{c}", "n": {12}], "seen": 2])",
    R"("apiKey" : {12345}, "x": true)",
    R"(["body": "[\"access_token\": \"{abc}\", \"x\": \"seen\"]"])",
    R"("access\u005ftoken": "{abc}", "url": "https:\/\/{u:p}@h\/?token={abc}", "x": 1)",
    "error=denied&access_token={abc}&state=1",
    "<form><input type=\"hidden\" name=\"csrf_token\" value=\"{abc}\"><input name=\"user\" "
    "value=\"joe\"></form>",
    "<input value='{abc}' name=token><input value=seen name=other>",
    "<input type=password value={abc}>",
    "<meta name=\"csrf-token\" content=\"{abc}\"><meta name=\"author\" content=\"me\">",
    "<a href=\"https://{u:p}@h/?x=1&amp;token={abc}\">there</a>",
    "<textarea name=\"token\">{abc}</textarea>",
    "<access_token>{abc}</access_token><error>seen</error>",
    "<div data-token=\"{abc}\" id=\"x\">seen</div>",
    "token: {abc}\r\nseen: x\r\n",
    "Token: please log in first\r\nSession expired: try again later\r\n",
    "var token = '{abc}'; var other = 'seen';",
    "Your request was: Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
    "you sent\r\nAuthorization: {Basic abc}\r\nseen: x\r\n",
    "<p>you sent Cookie: {a=b; c=d}\n</p>",
    R"("request": "Authorization: {Basic abc}", "x": "seen")",
    "HTTP/1.1 200 OK\r\nSet-Cookie: {sid=abc}\r\n\r\nseen",
    "Basic authentication is required",
    "not found",
};

TEST_P(SecretBodies, AreBlankedByTheNamesOfTheirValues)
{
    // Braces mark what is secret, so JSON's own are brackets here.
    const Example example(GetParam());
    EXPECT_EQ(blankedBody(example.text), example.shown);
}

TEST_P(SecretBodies, ShowNoMoreWhenTheyAreCut)
{
    const Example example(GetParam());
    for (std::size_t size = 0; size <= example.text.size(); ++size) {
        const std::string cut = blankedBody(example.text.substr(0, size), {}, TextEnd::Open);
        ASSERT_EQ(cut.size(), size);
        for (std::size_t i = 0; i < size; ++i)
            ASSERT_TRUE(example.shown[i] != blankCharacter || cut[i] == blankCharacter
                        || example.text[i] == ' ')
                << "cut after " << size << ": " << cut;
    }
}

TEST_P(SecretBodies, AreFoundThoughChunksCutThem)
{
    const Example example(GetParam());
    const HttpHead head{.startLine = "HTTP/1.1 403 No", .fields = {{"Transfer-Encoding", "chunked"}}};
    for (std::size_t first = 1; first < example.text.size(); ++first) {
        const auto chunked = [first](const std::string &text) {
            const auto size = [](std::size_t number) {
                std::ostringstream hex;
                hex << std::hex << number;
                return hex.str() + "\r\n";
            };
            return size(first) + text.substr(0, first) + "\r\n" + size(text.size() - first)
                + text.substr(first) + "\r\n0\r\n\r\n";
        };
        ASSERT_EQ(blankedBody(chunked(example.text), head), chunked(example.shown));
    }
}

INSTANTIATE_TEST_SUITE_P(Answers, SecretBodies, testing::ValuesIn(bodyExamples));

TEST(SecretsInBody, AreAllOfAnEncodedOne)
{
    const HttpHead zipped{.startLine = {}, .fields = {{"Content-Encoding", "gzip"}}};
    EXPECT_EQ(blankedBody("\x1f\x8b\x08...", zipped), "******");
    const HttpHead both{.startLine = {}, .fields = {{"Transfer-Encoding", "gzip, chunked"}}};
    EXPECT_EQ(blankedBody("3\r\nabc\r\n0\r\n\r\n", both), "3\r\n***\r\n0\r\n**");
    const HttpHead plain{.startLine = {}, .fields = {{"Content-Encoding", "identity"}}};
    EXPECT_EQ(blankedBody("plain", plain), "plain");
}

// Braces would be marks in the examples above.
TEST(SecretsInBody, AreValuesBesideTheirNames)
{
    EXPECT_EQ(blankedBody(R"([{"name":"token","value":"abc"},{"name":"x","value":"seen"}])"),
              R"([{"name":"token","value":"***"},{"name":"x","value":"seen"}])");
    EXPECT_EQ(blankedBody(R"([{"value" : "abc", "name" : "token"},{"value":"seen"}])"),
              R"([{"value" : "***", "name" : "token"},{"value":"seen"}])");
    EXPECT_EQ(blankedBody("--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nabc\r\n--x\r\n"
                          "Content-Disposition: form-data; name=\"user\"\r\n\r\nseen\r\n--x--\r\n"),
              "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n***\r\n--x\r\n"
              "Content-Disposition: form-data; name=\"user\"\r\n\r\nseen\r\n--x--\r\n");
}

TEST(SecretsInBody, AreFoundThoughChunksEndWithABareLineFeed)
{
    const HttpHead head{.startLine = {}, .fields = {{"Transfer-Encoding", "chunked"}}};
    EXPECT_EQ(blankedBody("3\ntok\n6\nen=abc\n0\n\n", head), "3\ntok\n6\nen=***\n0\n\n");
    EXPECT_EQ(blankedBody("4\r\nseen\r\n0\r\nAuthorization: Basic abc\r\n\r\n", head),
              "4\r\nseen\r\n0\r\nAuthorization: *********\r\n\r\n");
}

// --- texts ---

TEST(Discreet, BlanksSecretsInUrlsAndQuotedFieldsOnly)
{
    for (const char *marked :
         {"ws://h/chat?access_token={abc}&x=1 refused the connection.", "Frameglass - wss://{u:p}@h/",
          "\"Authorization: {Bearer abc}\" is one too many.",
          "frameglass: /tmp/session: No such file or directory.", "my_token.json: Is a directory",
          "--key: \"/x/key.pem\" is not a file.", "127.0.0.1:9001",
          "frameglass test 'ws://h/?a=1&token={abc'}", "ws://h/?token={ab\"c}", "ws://h/?token={ab<c'd}&x=1",
          "ws://h/?token={\"ab\"c}", "\"ws://h/?token={abc}\" is seen", "token=\"{ab}\nseen",
          "\"Basic {dXNlcjpwYXNz}\" is not a URL", "ws://{u:a\"b}@h/"}) {
        const Example example(marked);
        EXPECT_EQ(discreet(example.text), example.shown);
        EXPECT_EQ(discreet(example.text, Secrets::Kept), example.text);
        EXPECT_EQ(discreet(example.shown), example.shown);
    }
}

TEST(Discreet, BlanksTheSecretsAmongSubprotocolsAndKeepsTheirNumber)
{
    const std::vector<std::string> names{"chat", "access_token", "letmein", "bearer.abc", "", "v1, token, x"};
    EXPECT_EQ(
        discreetSubprotocols(names),
        (std::vector<std::string>{"chat", "access_token", "*******", "bearer.***", "", "v1, token, *"}));
    EXPECT_EQ(discreetSubprotocols(names, Secrets::Kept), names);
    EXPECT_TRUE(discreetSubprotocols({}).empty());
}

TEST(HasSecrets, IsTrueForWhatTheNameOrTheValueTells)
{
    EXPECT_TRUE(hasSecrets("Cookie", "a=1"));
    EXPECT_TRUE(hasSecrets("X-Foo", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"));
    EXPECT_TRUE(hasSecrets("Referer", "https://u:p@h/"));
    EXPECT_FALSE(hasSecrets("X-Foo", "blue"));
    EXPECT_FALSE(hasSecrets("Referer", "https://h/?room=1"));
}

// What was typed wrongly may be what somebody wanted to keep for himself.
TEST(DiscreetUrl, BlanksSecretsInWhatIsNotAUrl)
{
    for (const char *marked :
         {"{user:abc}@h.example/ws", "{ws:user:abc}@h", "{ws:/user:abc}@h", "{u:abc}@h", "Basic {abc}",
          "bearer {abc}", "ws://../?token={a bc}", "ws://h/?token={ab\"c}", "wss://{u:p}@h/",
          "Authorization: {Basic abc}", "h.example/ws", "htp://h/a b"}) {
        const Example example(marked);
        EXPECT_EQ(discreetUrl(example.text), example.shown);
    }
}

// --- words that are known again ---

std::string request(std::string_view fields)
{
    return "GET /chat HTTP/1.1\r\nHost: example.org\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        + std::string(fields) + "\r\n";
}

std::string answer(std::string_view fields)
{
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
           "Sec-WebSocket-Extensions: permessage-deflate\r\n"
        + std::string(fields) + "\r\n";
}

KnownSecrets knownOf(const std::string &request, const std::string &answer)
{
    KnownSecrets known;
    known.learnRequest(request, TextEnd::Final);
    known.learnAnswer(answer, TextEnd::Final);
    return known;
}

std::string knownAgain(const KnownSecrets &known, std::string text, TextEnd end = TextEnd::Final)
{
    blank(text, known.inHeads(text, end));
    return text;
}

TEST(KnownSecrets, AreWholeWordsInValuesAndBodies)
{
    KnownSecrets known;
    known.learnRequest(
        "GET / HTTP/1.1\r\nAuthorization: Bearer abcdefgh\r\nCookie: a=1; sid=ijklmnop\r\n\r\n",
        TextEnd::Final);
    const std::string text = "the token abcdefgh of ijklmnopq is a=1. ijklmnop. abcd";
    std::string body = text;
    std::string open = text;
    blank(body, known.inBody(text, TextEnd::Final));
    blank(open, known.inBody(text, TextEnd::Open));
    EXPECT_EQ(body, "the token ******** of ijklmnopq is a=1. ********. abcd");
    EXPECT_EQ(open, "the token ******** of ijklmnopq is a=1. ********. ****");
    EXPECT_EQ(knownAgain(known, answer("X-Echo: <abcdefgh>\r\nabcdefgh: x\r\n")),
              answer("X-Echo: <********>\r\nabcdefgh: x\r\n"));
}

// Otherwise a reader of the blanked head would find faults that it does not have.
TEST(KnownSecrets, LeaveWhatOpensTheConnectionAsItIs)
{
    for (const char *fields :
         {"Cookie: transport=websocket\r\n", "Cookie: ext=permessage-deflate; p=HTTP/1.1\r\n",
          "Cookie: p=Sec-WebSocket-Accept; q=Sec-WebSocket-Key; r=Switching; s=Protocols\r\n",
          "Cookie: a=s3pPLMBiTxaQ9kYGzzhZRbK+xOo=; b=dGhlIHNhbXBsZSBub25jZQ==; c=example.org\r\n",
          "Authorization: Digest uri=\"/chat-room1\", realm=\"websockets\", response=\"abc\"\r\n"}) {
        const KnownSecrets known = knownOf(request(fields), answer({}));
        EXPECT_EQ(knownAgain(known, request({})), request({})) << fields;
        EXPECT_EQ(knownAgain(known, answer("X-Room: /chat-room1 websockets\r\n")).size(),
                  answer("X-Room: /chat-room1 websockets\r\n").size());
        EXPECT_EQ(knownAgain(known, answer({})), answer({})) << fields;
    }
    const KnownSecrets digest =
        knownOf(request("Authorization: Digest uri=\"/chat-room1\", realm=\"websockets\"\r\n"), answer({}));
    EXPECT_EQ(knownAgain(digest, answer("X-Room: /chat-room1 websockets\r\n")),
              answer("X-Room: /chat-room1 websockets\r\n"));
}

TEST(KnownSecrets, AreNotTheAttributesOfCookies)
{
    const std::string cookie = "Set-Cookie: via=websocket; SameSite=Strictest; Max-Age=31536000\r\n";
    const std::string fields = "X-Age: SameSite Strictest 31536000\r\n";
    const KnownSecrets known = knownOf(request({}), answer(cookie));
    EXPECT_EQ(knownAgain(known, answer(fields)), answer(fields));
}

TEST(KnownSecrets, AreAnnouncedSubprotocolsOfAnyLengthAsWholeElements)
{
    for (const char *offered : {"Sec-WebSocket-Protocol: access_token, ab\r\n",
                                "Sec-WebSocket-Protocol: access_token\r\nSec-WebSocket-Protocol: ab\r\n"}) {
        const KnownSecrets known = knownOf(request(offered), answer({}));
        EXPECT_EQ(knownAgain(known, answer("Sec-WebSocket-Protocol: ab\r\nX-Any: ab\r\n")),
                  answer("Sec-WebSocket-Protocol: **\r\nX-Any: ab\r\n"));
        EXPECT_EQ(knownAgain(known, answer("Sec-WebSocket-Protocol: abc\r\n")),
                  answer("Sec-WebSocket-Protocol: abc\r\n"));
    }
}

// The request does not have it, so a blanked one would look as if it had not been offered.
TEST(KnownSecrets, DoNotReachASubprotocolFromACookieOfTheServer)
{
    const std::string fields = "Set-Cookie: via=superchat\r\nSec-WebSocket-Protocol: superchat\r\n";
    const KnownSecrets known = knownOf(request("Sec-WebSocket-Protocol: superchat\r\n"), answer(fields));
    const std::string shown = knownAgain(known, answer(fields));
    EXPECT_NE(shown.find("Sec-WebSocket-Protocol: superchat"), std::string::npos);
}

// --- what holds for any octets ---

TEST(Blanking, KeepsLengthOffsetsAndLineEndsOfAnyOctets)
{
    std::mt19937 random(7);
    std::vector<std::string> seeds;
    for (const char *marked : lineExamples)
        seeds.push_back(withLines(Example(marked).text));
    for (const char *marked : bodyExamples)
        seeds.push_back(Example(marked).text);
    for (int round = 0; round < 1'000; ++round) {
        std::string text = seeds[random() % seeds.size()] + seeds[random() % seeds.size()];
        for (std::size_t changes = random() % 8; changes > 0; --changes)
            text[random() % text.size()] = static_cast<char>(random());
        if (random() % 2 == 0)
            text.resize(random() % text.size());
        const HttpHead chunked{.startLine = {}, .fields = {{"Transfer-Encoding", "chunked"}}};
        for (const TextEnd end : {TextEnd::Final, TextEnd::Open}) {
            for (const std::string &shown : {blankedHead(text, end), blankedBody(text, {}, end),
                                             blankedBody(text, chunked, end), discreet(text)}) {
                ASSERT_EQ(shown.size(), text.size());
                for (std::size_t i = 0; i < text.size(); ++i)
                    ASSERT_TRUE(shown[i] == text[i] || shown[i] == blankCharacter);
            }
            const std::string head = blankedHead(text, end);
            for (std::size_t i = 0; i < text.size(); ++i)
                ASSERT_TRUE(text[i] != '\n' || head[i] == '\n');
        }
    }
}

// A peer chooses these octets, and a report must not wait for it.
TEST(SecretSearch, TakesTimeInProportionToTheLength)
{
    constexpr std::size_t size = 64 * 1024;
    const std::clock_t start = std::clock(); // of the processor, which others may use, too
    for (const std::string_view part : {"token=",
                                        "//a:b",
                                        "//a:b@",
                                        "eyJ-",
                                        "<a b=\"",
                                        "<a ",
                                        "\"token\":",
                                        "\"token\":\\\"",
                                        "token: a ",
                                        "token:[",
                                        "token=\"",
                                        "token='",
                                        "\\\\\\\"",
                                        "Cookie: ",
                                        "%2525",
                                        "bearer-",
                                        ",",
                                        "a-",
                                        "\r\n a",
                                        "\\u005f",
                                        "=",
                                        "key=key=",
                                        "token:",
                                        "{\"name\":\"token\",",
                                        "form-data; name=\"token\"",
                                        "{\"value\":\"",
                                        "Bearer ",
                                        "http:",
                                        "\r\n token:",
                                        "= +*",
                                        "Cookie:\"=\""}) {
        std::string text;
        while (text.size() < size)
            text += part;
        (void)secretsInHeads(text, TextEnd::Open);
        (void)secretsInHeads("GET / HTTP/1.1\r\nSec-WebSocket-Protocol: " + text, TextEnd::Open);
        (void)secretsInBody(text, {}, TextEnd::Open);
        (void)secretsInText(text);
    }
    // Time that grows with the square of the length takes minutes.
    EXPECT_LT((std::clock() - start) / CLOCKS_PER_SEC, 30);
}

} // namespace
} // namespace fg::secrets_test
