// Handshakes of real servers and of a real client, octet for octet as they were recorded: ours can be made
// equal to each of them, and each is legal.
#include "protocol/handshake/opening.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>

namespace fg::real_handshakes_test {
namespace {

struct RecordedHandshake
{
    std::string_view name;
    RequestSettings requestSettings;
    AnswerSettings answerSettings;
    std::string_view key;
    std::string_view accept;
    std::string_view request;
    std::string_view answer;
    // The sizes that were recorded, which guard against typing errors in the texts above.
    std::size_t requestSize;
    std::size_t answerSize;
};

void PrintTo(const RecordedHandshake &handshake, std::ostream *out) { *out << handshake.name; }

std::vector<FieldTemplate> testerFields(std::string userAgent)
{
    std::vector<FieldTemplate> fields = defaultRequestFields(userAgent);
    std::ranges::find(fields, "Upgrade", &FieldTemplate::name)->value = "WebSocket";
    return fields;
}

const RecordedHandshake rustWebSocket{
    .name = "RustWebSocket",
    .requestSettings = {.host = "127.0.0.1:9002", .fields = testerFields("AutobahnTestSuite/0.8.0-0.10.9")},
    .answerSettings = {.fields = {{"Sec-WebSocket-Accept", {}},
                                  {"Connection", "Upgrade"},
                                  {"Upgrade", "websocket"}},
                       .subprotocols = {}},
    .key = "cOiPI/2Ish+DikIErceQMg==",
    .accept = "bCneu53Z3L7CC1l1q27+mv+OiDA=",
    .request = "GET / HTTP/1.1\r\n"
               "User-Agent: AutobahnTestSuite/0.8.0-0.10.9\r\n"
               "Host: 127.0.0.1:9002\r\n"
               "Upgrade: WebSocket\r\n"
               "Connection: Upgrade\r\n"
               "Pragma: no-cache\r\n"
               "Cache-Control: no-cache\r\n"
               "Sec-WebSocket-Key: cOiPI/2Ish+DikIErceQMg==\r\n"
               "Sec-WebSocket-Version: 13\r\n\r\n",
    .answer = "HTTP/1.1 101 Switching Protocols\r\n"
              "Sec-WebSocket-Accept: bCneu53Z3L7CC1l1q27+mv+OiDA=\r\n"
              "Connection: Upgrade\r\n"
              "Upgrade: websocket\r\n\r\n",
    .requestSize = 240,
    .answerSize = 129,
};

// A server that spells "Sec-Websocket-Accept" with a lower-case s.
const RecordedHandshake websockSecureServerPing{
    .name = "WebsockSecureServerPing",
    .requestSettings = {.target = "/wss",
                        .host = "127.0.0.1:8889",
                        .fields = testerFields("AutobahnTestSuite/25.10.1-0.10.9")},
    .answerSettings = {.fields = {{"Date", "Wed, 26 Nov 2025 12:35:14 GMT"},
                                  {"Connection", "Upgrade"},
                                  {"Upgrade", "websocket"},
                                  {"Sec-Websocket-Accept", {}}},
                       .subprotocols = {}},
    .key = "3fZoYaCWvJRvgkf8DqoYDg==",
    .accept = "/ziZrXlrawVDt8UW/CkBBHZfeb4=",
    .request = "GET /wss HTTP/1.1\r\n"
               "User-Agent: AutobahnTestSuite/25.10.1-0.10.9\r\n"
               "Host: 127.0.0.1:8889\r\n"
               "Upgrade: WebSocket\r\n"
               "Connection: Upgrade\r\n"
               "Pragma: no-cache\r\n"
               "Cache-Control: no-cache\r\n"
               "Sec-WebSocket-Key: 3fZoYaCWvJRvgkf8DqoYDg==\r\n"
               "Sec-WebSocket-Version: 13\r\n\r\n",
    .answer = "HTTP/1.1 101 Switching Protocols\r\n"
              "Date: Wed, 26 Nov 2025 12:35:14 GMT\r\n"
              "Connection: Upgrade\r\n"
              "Upgrade: websocket\r\n"
              "Sec-Websocket-Accept: /ziZrXlrawVDt8UW/CkBBHZfeb4=\r\n\r\n",
    .requestSize = 245,
    .answerSize = 166,
};

const RecordedHandshake websockSecureServerFragments{
    .name = "WebsockSecureServerFragments",
    .requestSettings = websockSecureServerPing.requestSettings,
    .answerSettings = {.fields = {{"Date", "Wed, 07 Jan 2026 13:35:37 GMT"},
                                  {"Connection", "Upgrade"},
                                  {"Upgrade", "websocket"},
                                  {"Sec-Websocket-Accept", {}}},
                       .subprotocols = {}},
    .key = "R5cs4WZOrWEihqhuEIGAjA==",
    .accept = "528KhPst2t2hCuoYg9/auVIwb2A=",
    .request = "GET /wss HTTP/1.1\r\n"
               "User-Agent: AutobahnTestSuite/25.10.1-0.10.9\r\n"
               "Host: 127.0.0.1:8889\r\n"
               "Upgrade: WebSocket\r\n"
               "Connection: Upgrade\r\n"
               "Pragma: no-cache\r\n"
               "Cache-Control: no-cache\r\n"
               "Sec-WebSocket-Key: R5cs4WZOrWEihqhuEIGAjA==\r\n"
               "Sec-WebSocket-Version: 13\r\n\r\n",
    .answer = "HTTP/1.1 101 Switching Protocols\r\n"
              "Date: Wed, 07 Jan 2026 13:35:37 GMT\r\n"
              "Connection: Upgrade\r\n"
              "Upgrade: websocket\r\n"
              "Sec-Websocket-Accept: 528KhPst2t2hCuoYg9/auVIwb2A=\r\n\r\n",
    .requestSize = 245,
    .answerSize = 166,
};

const RecordedHandshake tokioWebSockets{
    .name = "TokioWebSockets",
    .requestSettings = {.host = "127.0.0.1:9006", .fields = testerFields("AutobahnTestSuite/25.10.1-0.10.9")},
    .answerSettings = {.fields = {{"Upgrade", "websocket"},
                                  {"Connection", "Upgrade"},
                                  {"Sec-WebSocket-Accept", {}}},
                       .subprotocols = {}},
    .key = "KupVO/ilxt8/vChG9sCgEw==",
    .accept = "R7n3bkfWnt2Jq1OL+khD1Ku81k0=",
    .request = "GET / HTTP/1.1\r\n"
               "User-Agent: AutobahnTestSuite/25.10.1-0.10.9\r\n"
               "Host: 127.0.0.1:9006\r\n"
               "Upgrade: WebSocket\r\n"
               "Connection: Upgrade\r\n"
               "Pragma: no-cache\r\n"
               "Cache-Control: no-cache\r\n"
               "Sec-WebSocket-Key: KupVO/ilxt8/vChG9sCgEw==\r\n"
               "Sec-WebSocket-Version: 13\r\n\r\n",
    .answer = "HTTP/1.1 101 Switching Protocols\r\n"
              "Upgrade: websocket\r\n"
              "Connection: Upgrade\r\n"
              "Sec-WebSocket-Accept: R7n3bkfWnt2Jq1OL+khD1Ku81k0=\r\n\r\n",
    .requestSize = 242,
    .answerSize = 129,
};

// A client, so here the tester sends the answer.
const RecordedHandshake collie{
    .name = "Collie",
    .requestSettings = {.target = "/runCase?case=215&agent=collie@1",
                        .host = "127.0.0.1:9001",
                        .fields = {{"host", {}},
                                   {"connection", "upgrade"},
                                   {"upgrade", "websocket"},
                                   {"sec-websocket-key", {}},
                                   {"sec-websocket-version", "13"},
                                   {"sec-websocket-extensions",
                                    "permessage-deflate; client_max_window_bits"}}},
    .answerSettings = {.fields = {{"Server", "AutobahnTestSuite/25.10.1-0.10.9"},
                                  {"X-Powered-By", "AutobahnPython/0.10.9"},
                                  {"Upgrade", "WebSocket"},
                                  {"Connection", "Upgrade"},
                                  {"Sec-WebSocket-Accept", {}}},
                       .subprotocols = {}},
    .key = "xzDmZtC7DqvBCyAq50trNQ==",
    .accept = "mXAPOOdHeBm2Edzin9rc7NVYUik=",
    .request = "GET /runCase?case=215&agent=collie@1 HTTP/1.1\r\n"
               "host: 127.0.0.1:9001\r\n"
               "connection: upgrade\r\n"
               "upgrade: websocket\r\n"
               "sec-websocket-key: xzDmZtC7DqvBCyAq50trNQ==\r\n"
               "sec-websocket-version: 13\r\n"
               "sec-websocket-extensions: permessage-deflate; client_max_window_bits\r\n\r\n",
    .answer = "HTTP/1.1 101 Switching Protocols\r\n"
              "Server: AutobahnTestSuite/25.10.1-0.10.9\r\n"
              "X-Powered-By: AutobahnPython/0.10.9\r\n"
              "Upgrade: WebSocket\r\n"
              "Connection: Upgrade\r\n"
              "Sec-WebSocket-Accept: mXAPOOdHeBm2Edzin9rc7NVYUik=\r\n\r\n",
    .requestSize = 254,
    .answerSize = 208,
};

KeyNonce nonceOf(std::string_view key)
{
    // 24 characters decode to 18 octets, of which the two of the padding have no meaning.
    std::array<unsigned char, 18> decoded{};
    EXPECT_EQ(EVP_DecodeBlock(decoded.data(), reinterpret_cast<const unsigned char *>(key.data()),
                              static_cast<int>(key.size())),
              18);
    KeyNonce nonce{};
    std::transform(decoded.begin(), decoded.begin() + nonce.size(), nonce.begin(),
                   [](unsigned char octet) { return static_cast<std::byte>(octet); });
    return nonce;
}

HttpHead readWithoutViolation(HttpHeadReader::Kind kind, std::string_view text)
{
    HttpHeadReader reader(kind);
    EXPECT_EQ(reader.feed(octetsOf(text)), text.size());
    EXPECT_EQ(reader.state(), HttpHeadReader::State::Complete);
    EXPECT_TRUE(reader.violations().empty());
    return reader.head();
}

class RealHandshake : public testing::TestWithParam<RecordedHandshake>
{
};

TEST_P(RealHandshake, AcceptFollowsFromTheKey) { EXPECT_EQ(acceptFor(GetParam().key), GetParam().accept); }

TEST_P(RealHandshake, OurRequestCanBeTheSameToTheOctet)
{
    const HttpHead request = makeRequest(GetParam().requestSettings, nonceOf(GetParam().key));
    EXPECT_EQ(request.serialized(), GetParam().request);
    EXPECT_EQ(request.serialized().size(), GetParam().requestSize);
}

TEST_P(RealHandshake, OurAnswerCanBeTheSameToTheOctet)
{
    const HttpHead request = readWithoutViolation(HttpHeadReader::Kind::Request, GetParam().request);
    const HttpHead answer = makeAnswer(GetParam().answerSettings, request);
    EXPECT_EQ(answer.serialized(), GetParam().answer);
    EXPECT_EQ(answer.serialized().size(), GetParam().answerSize);
}

TEST_P(RealHandshake, BreaksNoRule)
{
    const HttpHead request = readWithoutViolation(HttpHeadReader::Kind::Request, GetParam().request);
    const HttpHead answer = readWithoutViolation(HttpHeadReader::Kind::Response, GetParam().answer);
    const HandshakeCheck ofRequest = checkRequest(request);
    const HandshakeCheck ofAnswer = checkAnswer(request, answer);
    EXPECT_TRUE(ofRequest.violations.empty());
    EXPECT_FALSE(ofRequest.isFatal);
    EXPECT_TRUE(ofAnswer.violations.empty());
    EXPECT_FALSE(ofAnswer.isFatal);
    EXPECT_EQ(ofAnswer.agreement, Agreement{});
}

INSTANTIATE_TEST_SUITE_P(Recorded, RealHandshake,
                         testing::Values(rustWebSocket, websockSecureServerPing, websockSecureServerFragments,
                                         tokioWebSockets, collie),
                         [](const auto &param) { return std::string(param.param.name); });

} // namespace
} // namespace fg::real_handshakes_test
