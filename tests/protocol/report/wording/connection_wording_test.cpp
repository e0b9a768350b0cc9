// Sentences about a connection: its closing, its handshake, broken rules and troubles.
#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/closing_wording.h"
#include "protocol/report/wording/finding_sentences.h"
#include "protocol/report/wording/handshake_checks.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/report/wording/troubles.h"
#include "tests/support/scripted_session.h"

#include "protocol/wire/utf8.h"

#include <gtest/gtest.h>

#include <set>

namespace fg::connection_wording_test {
namespace {

using namespace std::chrono_literals;
using test::ScriptedSession;

WebSocketUrl urlOf(std::string_view text) { return std::get<WebSocketUrl>(parseWebSocketUrl(text)); }

const WebSocketUrl url = urlOf("ws://127.0.0.1:9002/chat");

std::string valueOf(const std::vector<ClosingRow> &rows, std::string_view name)
{
    for (const ClosingRow &row : rows) {
        if (row.name == name)
            return row.value;
    }
    return "no row";
}

TEST(ClosingRows, AreThirteenInTheOrderOfTheReports)
{
    const std::vector<ClosingRow> rows = closingRows({});
    std::string names;
    for (const ClosingRow &row : rows) {
        names += row.name + ' ';
        EXPECT_FALSE(row.meaning.empty());
    }
    EXPECT_EQ(
        names,
        "isServer closedByMe failedByMe droppedByMe wasClean wasNotCleanReason "
        "wasServerConnectionDropTimeout "
        "wasOpenHandshakeTimeout wasCloseHandshakeTimeout localCloseCode localCloseReason remoteCloseCode "
        "remoteCloseReason ");
}

TEST(ClosingRows, HaveTheValuesOfTheReports)
{
    ClosingRecord closing;
    closing.closedByMe = true;
    closing.wasNotCleanReason = NotCleanReason::PeerDropped;
    closing.localCloseCode = 1000;
    closing.remoteCloseReason = "a\x1b";
    closing.localCloseReason = "\xff";
    const std::vector<ClosingRow> rows = closingRows(closing);
    EXPECT_EQ(valueOf(rows, "closedByMe"), "True");
    EXPECT_EQ(valueOf(rows, "wasClean"), "False");
    EXPECT_EQ(valueOf(rows, "wasNotCleanReason"),
              "peer dropped the TCP connection without previous WebSocket closing handshake");
    EXPECT_EQ(valueOf(rows, "localCloseCode"), "1000");
    EXPECT_EQ(valueOf(rows, "localCloseReason"), "0xff");
    EXPECT_EQ(valueOf(rows, "remoteCloseCode"), "None");
    EXPECT_EQ(valueOf(rows, "remoteCloseReason"), "a\\x1b");
}

TEST(MemoryDrop, IsExplainedInWholeMebibytes)
{
    EXPECT_EQ(memoryDropReason({.peer = "a", .held = 40 * mebibyte + 700'000, .limit = 64 * mebibyte}),
              "held 41 MiB and gave nothing back, and all connections together may hold 64 MiB");
    EXPECT_EQ(memoryDropReason({.peer = "a", .held = 900'000, .limit = 64 * mebibyte}),
              "held 900000 octets and gave nothing back, and all connections together may hold 64 MiB");
}

TEST(ClosingStory, SaysWhoClosedFirstAndWhoDroppedTcp)
{
    ScriptedSession script;
    script.open()
        .frame(Opcode::Close, 2, "3b2016e2")
        .write("88823b2016e238c8")
        .read("880203e8")
        .droppedByPeer();
    const std::vector<std::string> sentences = closingSentences(script.log().closing());
    ASSERT_EQ(sentences.size(), 4u);
    EXPECT_EQ(sentences[0], "The connection was open after 3.000 ms.");
    EXPECT_EQ(sentences[1], "We sent the first close frame after 4.000 ms, with code 1000 (normal closure).");
    EXPECT_EQ(sentences[2],
              "The server answered with a close frame after 6.000 ms, with code 1000 (normal closure).");
    EXPECT_EQ(sentences[3], "The server ended TCP normally (FIN) after 7.000 ms.");
}

TEST(ClosingStory, SaysThatTheClientClosedFirst)
{
    ScriptedSession script(Role::Server);
    script.open().read("880003e8").frame(Opcode::Close, 0, "").write("8800").droppedByUs();
    const std::vector<std::string> sentences = closingSentences(script.log().closing());
    ASSERT_GE(sentences.size(), 3u);
    EXPECT_EQ(sentences[1], "The client sent the first close frame after 4.000 ms, without a code.");
    EXPECT_EQ(sentences[2], "We answered with a close frame after 5.000 ms, without a code.");
    EXPECT_EQ(sentences.back(), "We dropped TCP after 7.000 ms.");
}

TEST(HandshakeChecks, ListWhatPassedAndWhatIsBroken)
{
    ScriptedSession good;
    good.open();
    int passed = 0;
    for (const CheckRow &row : handshakeChecks(SessionView(good.log(), Secrets::Kept))) {
        EXPECT_NE(row.state, CheckRow::State::Broken) << row.text;
        passed += row.state == CheckRow::State::Passed ? 1 : 0;
    }
    EXPECT_EQ(passed, 19);

    ScriptedSession bad;
    bad.connect().writeText(test::request);
    bad.readText("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n");
    std::set<std::string> broken;
    for (const CheckRow &row : handshakeChecks(SessionView(bad.log(), Secrets::Kept))) {
        if (row.state == CheckRow::State::Broken)
            broken.insert(row.text);
    }
    EXPECT_TRUE(broken.contains("The server sent no Connection field that names Upgrade (RFC 6455 4.1). Its "
                                "Connection field says \"close\"."));
    EXPECT_TRUE(broken.contains("The server sent no Sec-WebSocket-Accept (RFC 6455 4.2.2)."));
    EXPECT_EQ(broken.size(), 2u);
}

TEST(HandshakeChecks, DoNotAskARefusalForWhatOnlyA101Has)
{
    ScriptedSession script;
    script.connect().writeText(test::request).readText("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    for (const CheckRow &row : handshakeChecks(SessionView(script.log(), Secrets::Kept)))
        EXPECT_EQ(row.text.find("Sec-WebSocket-Accept fits"), std::string::npos);
}

int rowsThatName(const Session &session, std::string_view word, CheckRow::State state)
{
    int count = 0;
    for (const CheckRow &row : handshakeChecks(SessionView(session, Secrets::Kept)))
        count += row.state == state && row.text.find(word) != std::string::npos ? 1 : 0;
    return count;
}

TEST(HandshakeChecks, CoverCompressionOnlyIfItIsOfferedOrAnswered)
{
    using State = CheckRow::State;
    ScriptedSession plain;
    plain.open();
    EXPECT_EQ(rowsThatName(plain.log(), "permessage-deflate", State::Passed), 0);

    const std::string request = test::withExtensions(test::request, "permessage-deflate");
    ScriptedSession declined;
    declined.connect().writeText(request).readText(test::answer);
    EXPECT_EQ(rowsThatName(declined.log(), "permessage-deflate is offered", State::Passed), 1);
    EXPECT_EQ(rowsThatName(declined.log(), "is answered", State::Passed), 0);

    ScriptedSession agreed;
    agreed.connect().writeText(request).readText(test::withExtensions(test::answer, "permessage-deflate"));
    EXPECT_EQ(rowsThatName(agreed.log(), "permessage-deflate is offered", State::Passed), 1);
    EXPECT_EQ(rowsThatName(agreed.log(), "is answered", State::Passed), 2);
    EXPECT_EQ(rowsThatName(agreed.log(), "context takeover and window", State::Passed), 1);
    EXPECT_EQ(rowsThatName(agreed.log(), "window is limited only where", State::Passed), 1);

    ScriptedSession illegal;
    illegal.connect().writeText(request).readText(
        test::withExtensions(test::answer, "permessage-deflate; client_max_window_bits=9"));
    EXPECT_EQ(rowsThatName(illegal.log(), "client_max_window_bits", State::Broken), 1);
    EXPECT_EQ(rowsThatName(illegal.log(), "window is limited only where", State::Passed), 0);
}

TEST(FindingSentence, SaysWhoBrokeWhichRuleWhere)
{
    const Violation masked{RuleId::ServerFrameMasked, 200, 2, 1};
    EXPECT_EQ(findingSentence(masked, Direction::In, Role::Client),
              "The server masked its 3rd frame; a server must not mask (RFC 6455 5.1).");
    EXPECT_EQ(findingSentence(masked, Direction::Out, Role::Server),
              "We masked our 3rd frame; a server must not mask (RFC 6455 5.1).");
    EXPECT_EQ(findingSentence({RuleId::ReservedBits, 0, 0, 5}, Direction::In, Role::Server),
              "The client set RSV1 and RSV3 in its 1st frame without an agreed extension that uses it (RFC "
              "6455 5.2).");
    EXPECT_EQ(findingSentence({RuleId::CloseCodeNotAllowed, 0, 10, 1005}, Direction::In, Role::Client),
              "The server closed with code 1005 (no code; must not be sent) in its 11th frame, which a "
              "close frame must not carry (RFC 6455 7.4.1).");
    EXPECT_TRUE(findingSentence({RuleId::CloseCodeNotAllowed, 0, 0, 2999}, Direction::In, Role::Client)
                    .ends_with("(RFC 6455 7.4.2)."));
    EXPECT_EQ(findingSentence({RuleId::HttpVersionTooOld, 0, 0, 10}, Direction::In, Role::Client),
              "The server used HTTP/1.0; at least 1.1 is needed (RFC 6455 4.1).");
}

TEST(FindingSentence, OfACutFrameSaysWhatIsMissing)
{
    EXPECT_EQ(findingSentence({RuleId::FrameCut, 0, 2, 184}, Direction::In, Role::Client),
              "The server ended the connection inside its 3rd frame, 184 octets short of its declared length "
              "(RFC 6455 5.2).");
    EXPECT_EQ(findingSentence({RuleId::FrameCut, 0, 2, 0}, Direction::In, Role::Server),
              "The client ended the connection inside the header of its 3rd frame (RFC 6455 5.2).");
}

std::string answerDetail(RuleId rule, std::string_view fields, std::string_view offered = {})
{
    ScriptedSession script;
    std::string request(test::request);
    request.insert(request.size() - 2, offered);
    script.connect().writeText(request).readText("HTTP/1.1 101 Switching Protocols\r\n" + std::string(fields)
                                                 + "\r\n");
    const HandshakeRecord record = SessionView(script.log(), Secrets::Kept).handshake();
    for (const Violation &violation : record.answerCheck.violations) {
        if (violation.rule == rule)
            return handshakeDetail(violation, record.answerHead, record.requestHead);
    }
    return "not broken";
}

TEST(HandshakeDetail, QuotesWhatTheHeadHolds)
{
    EXPECT_EQ(answerDetail(RuleId::SubprotocolNotOffered, "Sec-WebSocket-Protocol: chat.v2\r\n"),
              "It chose \"chat.v2\"; no subprotocol was offered.");
    EXPECT_EQ(answerDetail(RuleId::SubprotocolNotOffered, "Sec-WebSocket-Protocol: chat.v2\r\n",
                           "Sec-WebSocket-Protocol: a, b\r\n"),
              "It chose \"chat.v2\"; \"a, b\" was offered.");
    EXPECT_EQ(answerDetail(RuleId::ExtensionNotOffered, "Sec-WebSocket-Extensions: x-one; y=1\r\n"),
              "It agreed to \"x-one\"; no extension was offered.");
    EXPECT_EQ(answerDetail(RuleId::UpgradeMissing, "Upgrade: h2c\r\n"), "Its Upgrade field says \"h2c\".");
    EXPECT_EQ(answerDetail(RuleId::UpgradeMissing, ""), "");
    EXPECT_EQ(answerDetail(RuleId::AcceptMissing, ""), "");
    EXPECT_EQ(answerDetail(RuleId::FieldRepeated, "Sec-WebSocket-Accept: a\r\nSec-WebSocket-Accept: b\r\n"),
              "It is \"Sec-WebSocket-Accept\".");
    EXPECT_LT(answerDetail(RuleId::UpgradeMissing, "Upgrade: " + std::string(9'000, 'x') + "\r\n").size(),
              300u);
}

TEST(FindingSentence, ExistsForEveryRuleWithAllPlacesFilled)
{
    for (const Rule &rule : allRules()) {
        const std::string text = findingSentence({rule.id, 7, 1, 1}, Direction::In, Role::Client);
        EXPECT_TRUE(text.starts_with("The server ")) << text;
        EXPECT_TRUE(text.ends_with(").")) << text;
        EXPECT_EQ(text.find_first_of("{}"), std::string::npos) << text;
    }
}

TEST(TroubleOf, EveryKindSaysWhatWhyAndWhatToTry)
{
    using Kind = TransportErrorKind;
    for (const Kind kind :
         {Kind::ConnectionRefused, Kind::HostNotFound, Kind::NetworkUnreachable, Kind::ConnectTimeout,
          Kind::TlsHandshake, Kind::Certificate, Kind::TlsSetup, Kind::Other}) {
        const Trouble trouble = troubleOf({kind,
                                           "det\x1b"
                                           "ail",
                                           {}},
                                          url);
        EXPECT_NE(trouble.what.find("ws://127.0.0.1:9002/chat"), std::string::npos);
        EXPECT_FALSE(trouble.why.empty());
        EXPECT_FALSE(trouble.advice.empty());
        EXPECT_EQ((trouble.what + trouble.why + trouble.advice).find('\x1b'), std::string::npos);
    }
    EXPECT_EQ(troubleOf({Kind::ConnectionRefused, {}, {}}, url).what,
              "ws://127.0.0.1:9002/chat refused the connection.");
}

TEST(TroubleOf, ATimeoutOfTlsSaysOnlyWhatCanBeWhenTcpIsConnected)
{
    TransportError error;
    error.kind = TransportErrorKind::ConnectTimeout;
    error.detail = std::string(tlsTimeoutWords) + "0.5 s";
    const Trouble tls = troubleOf(error, urlOf("wss://example/"));
    EXPECT_EQ(tls.why,
              "TCP is connected, but the TLS handshake was not completed within 0.5 s: the server does not "
              "speak TLS "
              "on this port, or is slow.");
    EXPECT_NE(tls.advice.find("use ws://"), std::string::npos) << tls.advice;
    EXPECT_EQ(troubleOf(error, url, Role::Server).what, "A client did not complete the TLS handshake.");
}

TEST(TroubleOf, TheSystemSaysOnlyWhatAreItsOwnWords)
{
    TransportError error;
    error.kind = TransportErrorKind::ConnectTimeout;
    error.detail = std::string(tcpTimeoutWords) + "5 s";
    const Trouble ours = troubleOf(error, url);
    EXPECT_EQ(ours.why.find("The system says"), std::string::npos) << ours.why;
    EXPECT_TRUE(ours.why.ends_with(" There was no answer within 5 s.")) << ours.why;
    error.detail = "Connection timed out";
    EXPECT_NE(troubleOf(error, url).why.find("The system says: Connection timed out."), std::string::npos);
}

TEST(TroubleOf, ACertificateErrorNamesTheFaultsAndTheCertificate)
{
    TransportError error;
    error.kind = TransportErrorKind::Certificate;
    error.certificateFaults = {{"CertificateExpired", "CN=example", "The certificate has expired"}};
    const Trouble trouble = troubleOf(error, urlOf("wss://example/"));
    EXPECT_EQ(trouble.why, "CertificateExpired: The certificate has expired (certificate of CN=example).");
    EXPECT_NE(trouble.advice.find("Renew"), std::string::npos);
}

TEST(TroubleOf, ATlsAlertSaysWhetherACertificateOfOursWasMissingOrNotAccepted)
{
    const auto troubleWith = [](std::uint8_t alert) {
        return troubleOf({.kind = TransportErrorKind::TlsHandshake,
                          .detail = {},
                          .certificateFaults = {},
                          .tlsAlert = alert},
                         urlOf("wss://example/"));
    };
    EXPECT_NE(troubleWith(116).what.find("certificate required"), std::string::npos);
    EXPECT_NE(troubleWith(48).what.find("refused the client certificate"), std::string::npos);
    EXPECT_NE(troubleWith(48).why.find("\"unknown CA\""), std::string::npos);
    EXPECT_NE(troubleWith(40).why.find("\"handshake failure\""), std::string::npos);
    EXPECT_NE(troubleWith(7).why.find("number 7"), std::string::npos);
}

TEST(TroubleOf, AllCertificateFaultsAreListedWithTheirCertificatesAndAllTheirAdvice)
{
    TransportError error;
    error.kind = TransportErrorKind::Certificate;
    error.certificateFaults = {{"CommonNameOnly", "a\x1b[31m", "No name", 0},
                               {"AuthorityKeyTooWeak", "an authority", "Its key is too weak", 1},
                               {"KeyTooWeak", "a", "Its key is too weak", 0}};
    const Trouble trouble = troubleOf(error, urlOf("wss://example/"));
    EXPECT_EQ(trouble.why,
              "CommonNameOnly: No name (certificate of a\\x1b[31m). AuthorityKeyTooWeak: Its key is too weak "
              "(certificate of an authority, number 2 in the chain). KeyTooWeak: Its key is too weak "
              "(certificate of "
              "a).");
    EXPECT_NE(trouble.advice.find("subjectAltName"), std::string::npos) << trouble.advice;
    const std::size_t stronger = trouble.advice.find("stronger key");
    ASSERT_NE(stronger, std::string::npos) << trouble.advice;
    EXPECT_EQ(trouble.advice.find("stronger key", stronger + 1), std::string::npos) << trouble.advice;
    EXPECT_NE(trouble.advice.find("--insecure"), std::string::npos) << trouble.advice;
}

TEST(TroubleOf, AHandshakeThatFailsHereSaysWhyInWordsOfItsOwn)
{
    const auto troubleWith = [](const std::string &words) {
        return troubleOf({.kind = TransportErrorKind::TlsHandshake,
                          .detail = "Error during SSL handshake: error:0A00018A:SSL routines::" + words,
                          .certificateFaults = {}},
                         urlOf("wss://example/"));
    };
    EXPECT_NE(troubleWith("dh key too small").why.find("Diffie-Hellman"), std::string::npos);
    EXPECT_NE(troubleWith("unsupported protocol").why.find("older than 1.2"), std::string::npos);
    EXPECT_NE(troubleWith("wrong version number").advice.find("ws://"), std::string::npos);
    EXPECT_NE(troubleWith("no shared cipher").why.find("no cipher in common"), std::string::npos);
    EXPECT_NE(troubleWith("something new").why.find("something new"), std::string::npos);
    const auto alerted = [](std::uint8_t alert) {
        return troubleOf({.kind = TransportErrorKind::TlsHandshake,
                          .detail = {},
                          .certificateFaults = {},
                          .tlsAlert = alert},
                         urlOf("wss://example/"));
    };
    EXPECT_NE(alerted(70).why.find("neither TLS 1.2 nor TLS 1.3"), std::string::npos);
    EXPECT_NE(alerted(71).why.find("stronger ciphers"), std::string::npos);
    EXPECT_NE(alerted(112).advice.find("--sni"), std::string::npos);
}

TEST(TroubleOf, AServersEndSpeaksOfItsClient)
{
    TransportError error;
    error.kind = TransportErrorKind::Certificate;
    error.certificateFaults = {{"InvalidPurpose", "a client", "It must not be used for this", 0}};
    const Trouble trouble = troubleOf(error, urlOf("wss://example/"), Role::Server);
    EXPECT_EQ(trouble.what, "A client's certificate was not accepted.");
    EXPECT_EQ(trouble.why, "InvalidPurpose: It must not be used for this (certificate of a client).");
    error = {.kind = TransportErrorKind::TlsHandshake, .detail = {}, .certificateFaults = {}, .tlsAlert = 48};
    EXPECT_NE(troubleOf(error, urlOf("wss://example/"), Role::Server).advice.find("trust the authority"),
              std::string::npos);
}

TEST(WaivedProof, SaysWhatWasNotVerified)
{
    PeerInfo peer;
    peer.tlsVersion = "TLSv1.3";
    peer.tlsCipher = "C";
    EXPECT_FALSE(waivedProof(peer));
    EXPECT_EQ(tlsText(peer), "TLSv1.3 C");
    peer.proof = PeerProof::Verified;
    EXPECT_FALSE(waivedProof(peer));
    peer.proof = PeerProof::Waived;
    EXPECT_EQ(waivedProof(peer),
              "The server's certificate was not verified: faults of it were allowed (it has none).");
    EXPECT_EQ(tlsText(peer), "TLSv1.3 C, certificate not verified");
    peer.allowedFaults = {{"A\x1b", {}, {}}, {"B", {}, {}}};
    EXPECT_EQ(waivedProof(peer),
              "The server's certificate was not verified: faults of it were allowed (A\\x1b, B).");
}

TEST(OpeningTrouble, IsNoneWhenTheConnectionOpened)
{
    ScriptedSession script;
    script.open();
    EXPECT_FALSE(openingTrouble(script.log(), url));
    script.droppedByPeer();
    EXPECT_FALSE(openingTrouble(script.log(), url));
}

TEST(OpeningTrouble, ShowsTheBodyOfAnAnswerOtherThan101)
{
    ScriptedSession script;
    script.connect().writeText(test::request);
    script.readText("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nno\nroute\x1b").droppedByPeer();
    const auto trouble = openingTrouble(script.log(), url);
    ASSERT_TRUE(trouble);
    EXPECT_EQ(trouble->what, "ws://127.0.0.1:9002/chat refused: it answered with status 404, not 101.");
    EXPECT_EQ(trouble->why,
              "The answer was \"HTTP/1.1 404 Not Found\". Its fields:\nContent-Length: 9\nIts "
              "body:\nno\nroute\\x1b");
    EXPECT_NE(trouble->advice.find("path"), std::string::npos);
}

std::string whyRefused(std::string_view answer)
{
    ScriptedSession script;
    script.connect().writeText(test::request);
    script.readText(answer).droppedByPeer();
    const auto trouble = openingTrouble(script.log(), url);
    return trouble ? trouble->why : "it opened";
}

TEST(OpeningTrouble, ShowsABodyWithoutItsCodingsAndSaysWhatIsWrongWithIt)
{
    const std::string start = "HTTP/1.1 404 x\r\nTransfer-Encoding: chunked\r\n";
    const std::string shown = "The answer was \"HTTP/1.1 404 x\". Its fields:\nTransfer-Encoding: chunked\n";
    EXPECT_EQ(whyRefused(start + "\r\n3\r\nno \r\n5\r\nroute\r\n0\r\nX: y\r\n\r\n"),
              shown + "The trailer fields of its body are \"X: y\". Its body:\nno route");
    EXPECT_EQ(
        whyRefused(start + "\r\n3\r\nno \r\n5\r\nrou"),
        shown
            + "About its body: The connection ended before it was complete (RFC 9112 8). What can be read of "
              "it:\nno rou");
    EXPECT_EQ(whyRefused(start + "Content-Encoding: br\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
              shown + "Content-Encoding: br\nAbout its body: Its coding \"br\" is not undone here.");
    EXPECT_EQ(whyRefused(start + "\r\n0\r\n" + std::string(400, 'a')
                         + ":1\r\nb:2\r\nc:3\r\nd:4\r\ne:5\r\nf:6\r\n\r\n"),
              shown + "The trailer fields of its body are \"" + std::string(200, 'a')
                  + "\", \"b: 2\", \"c: 3\", \"d: 4\", \"e: 5\" and 1 more. Its body is empty.");
    EXPECT_EQ(whyRefused(start + "\r\n0\r\n\r\n"), shown + "Its body is empty.");
}

TEST(OpeningTrouble, BlamesWhatIsNotTolerated)
{
    const auto begins = [](const std::string &why, std::string_view sentence) {
        EXPECT_TRUE(why.starts_with(sentence)) << why;
    };
    begins(whyRefused("HTTP/1.1 101\nUpgrade: websocket\nConnection: Upgrade\n\n"),
           "The server sent no Sec-WebSocket-Accept (RFC 6455 4.2.2).");
    begins(whyRefused("HTTP/1.1 101 x\r\nno colon\r\nA: \rb\r\n\r\n"),
           "The server sent a CR without LF in the head, in its 3rd line (RFC 9112 2.2).");
    begins(whyRefused("HTTP/1.1  101 x\r\n"),
           "The server sent a start line in which octet 9 is not what has to be there (RFC 9112 2.1).");
}

TEST(OpeningTrouble, NamesJunkSilenceAndAHangUp)
{
    ScriptedSession junk;
    junk.connect().writeText(test::request).readText("220 mail.example ESMTP\r\n").droppedByUs();
    ASSERT_TRUE(openingTrouble(junk.log(), url));
    EXPECT_EQ(openingTrouble(junk.log(), url)->what, "ws://127.0.0.1:9002/chat does not speak HTTP.");

    ScriptedSession tls;
    tls.connect().writeText(test::request).read("15030300020232").droppedByUs();
    ASSERT_TRUE(openingTrouble(tls.log(), url));
    EXPECT_EQ(openingTrouble(tls.log(), url)->advice, "Use wss:// instead of ws://.");

    ScriptedSession silence;
    silence.connect()
        .writeText(test::request)
        .timer(RowKind::TimerFired, TimerPurpose::OpeningHandshake, 5s)
        .droppedByUs();
    ASSERT_TRUE(openingTrouble(silence.log(), url));
    EXPECT_EQ(openingTrouble(silence.log(), url)->why, "TCP was connected, but the server sent nothing.");

    ScriptedSession hangUp;
    hangUp.connect().writeText(test::request).droppedByPeer(TcpEnd::Reset);
    ASSERT_TRUE(openingTrouble(hangUp.log(), url));
    EXPECT_EQ(openingTrouble(hangUp.log(), url)->why,
              "The server reset TCP (RST) after it had sent nothing.");
}

TEST(OpeningTrouble, SaysWhatIsWrongAtTheStartOfAnAnswerThatIsHttpOtherwise)
{
    const auto troubleFor = [](std::string_view answer) {
        ScriptedSession script;
        script.connect().writeText(test::request).readText(answer).droppedByUs();
        return openingTrouble(script.log(), url).value_or(Trouble{});
    };
    for (const auto &[answer, fault] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"\r\nHTTP/1.1 101 x\r\n\r\n", "an empty line comes before the status line"},
             {"\nHTTP/1.1 101 x\r\n\r\n", "an empty line comes before the status line"},
             {" HTTP/1.1 101 x\r\n\r\n", "a blank comes before the status line"},
             {"http/1.1 101 x\r\n\r\n", "the name of the protocol is not in capital letters"}}) {
        const Trouble trouble = troubleFor(answer);
        EXPECT_EQ(trouble.what, "ws://127.0.0.1:9002/chat gave an answer that does not open a WebSocket.");
        EXPECT_NE(trouble.why.find(fault), std::string::npos) << trouble.why;
        EXPECT_EQ(trouble.advice.find("Another service"), std::string::npos);
    }
    for (const std::string_view other : {"\r\n220 mail.example ESMTP\r\n", "httpd here\r\n"})
        EXPECT_NE(troubleFor(other).advice.find("Another service"), std::string::npos) << other;
}

TEST(OpeningTrouble, NamesTheRuleThatAnAnswerBroke)
{
    ScriptedSession script;
    script.connect().writeText(test::request);
    script.readText("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Accept: AAAA\r\n\r\n");
    script.droppedByUs();
    const auto trouble = openingTrouble(script.log(), url);
    ASSERT_TRUE(trouble);
    EXPECT_TRUE(trouble->why.starts_with(
        "The server sent a Sec-WebSocket-Accept that does not match the request's key (RFC 6455 4.2.2). Its "
        "Sec-WebSocket-Accept field says \"AAAA\". For this request it has to be "
        "\"bCneu53Z3L7CC1l1q27+mv+OiDA=\". The answer was \"HTTP/1.1 101 Switching Protocols\". Its "
        "fields:\nUpgrade: websocket\n"))
        << trouble->why;
}

std::optional<Trouble> troubleAfter(std::string_view answer, const WebSocketUrl &target = url)
{
    ScriptedSession script;
    script.connect().writeText(test::request).readText(answer).droppedByUs();
    return openingTrouble(script.log(), target);
}

std::string adviceAfter(std::string_view answer, const WebSocketUrl &target = url)
{
    return troubleAfter(answer, target).value_or(Trouble{}).advice;
}

TEST(OpeningTrouble, SaysWhereARedirectLeads)
{
    const auto redirected = [](const std::string &location) {
        return adviceAfter("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n");
    };
    EXPECT_EQ(redirected("/new/ws"),
              "The server redirects to \"/new/ws\"; try \"ws://127.0.0.1:9002/new/ws\".");
    EXPECT_EQ(redirected("https://b.example/ws"),
              "The server redirects to \"https://b.example/ws\"; try \"wss://b.example/ws\".");
    EXPECT_EQ(redirected("chat"),
              "The server redirects to \"chat\", which is the address that it redirects from.");
    const auto withUser = std::get<WebSocketUrl>(parseWebSocketUrl("ws://u:p@127.0.0.1:9002/chat"));
    for (const char *const same : {"chat", "http://127.0.0.1:9002/chat"})
        EXPECT_EQ(adviceAfter("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + std::string(same)
                                  + "\r\n\r\n",
                              withUser),
                  "The server redirects to \"" + std::string(same)
                      + "\", which is the address that it redirects from.");
    EXPECT_EQ(redirected("mailto:a@b"),
              "The server redirects to \"mailto:a@b\", which is not the address of a WebSocket server.");
    EXPECT_EQ(redirected("/a?token=letmein").find("letmein"), std::string::npos);
    EXPECT_LT(redirected('/' + std::string(9'000, 'a')).size(), 3'000u);
}

TEST(OpeningTrouble, NamesWhoRequiresALogin)
{
    const std::string server =
        adviceAfter("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n");
    EXPECT_TRUE(server.starts_with("The server requires a login (WWW-Authenticate: Basic); ")) << server;
    const std::string proxy =
        adviceAfter("HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n");
    EXPECT_TRUE(proxy.starts_with("A proxy in front of the server requires a login (Proxy-Authenticate: "
                                  "Negotiate); "))
        << proxy;
    EXPECT_NE(proxy.find("Proxy-Authorization"), std::string::npos);
    EXPECT_EQ(adviceAfter("HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"),
              "The server is overloaded or not ready; try again later (Retry-After: 7).");
}

TEST(OpeningTrouble, CallsLimitsOfOursOurs)
{
    struct Limit
    {
        std::string answer;
        std::string_view why;
    };
    std::string fields;
    for (int i = 0; i < 129; ++i)
        fields += "A: b\r\n";
    std::string longHead;
    for (int i = 0; i < 5; ++i)
        longHead += "A: " + std::string(16'000, 'b') + "\r\n";
    std::string interim;
    for (int i = 0; i < 17; ++i)
        interim += "HTTP/1.1 103 Early Hints\r\n\r\n";
    const std::string start = "HTTP/1.1 101 Switching Protocols\r\n";
    const Limit limits[] = {
        {start + "A: " + std::string(17'000, 'b'),
         "The server sent a line of the head that is longer than our limit of 16 KiB (RFC 9110 5.4)."},
        {start + longHead, "The server sent a head that is longer than our limit of 64 KiB (RFC 9110 5.4)."},
        {start + fields, "The server sent more header fields than our limit of 128 (RFC 9110 5.4)."},
        {interim, "The server sent more interim answers (status 1xx) than our limit of 16 (RFC 9110 15.2)."},
    };
    for (const auto &[answer, why] : limits) {
        const auto trouble = troubleAfter(answer);
        ASSERT_TRUE(trouble);
        EXPECT_EQ(trouble->what, "We did not read the answer of ws://127.0.0.1:9002/chat to its end.");
        EXPECT_EQ(trouble->why, why);
        EXPECT_TRUE(trouble->advice.starts_with("The limit is ours")) << trouble->advice;
    }
}

TEST(OpeningTrouble, OfAServerBlamesWhoEndedIt)
{
    const auto why = [](ScriptedSession &script) {
        return openingTrouble(script.log(), url).value_or(Trouble{}).why;
    };
    ScriptedSession gone(Role::Server);
    gone.connect().readText("GET / HT").droppedByPeer();
    EXPECT_EQ(why(gone), "The client hung up before its request was complete.");
    ScriptedSession slow(Role::Server);
    slow.connect()
        .readText("GET / HT")
        .timer(RowKind::TimerFired, TimerPurpose::OpeningHandshake, 5s)
        .droppedByUs();
    EXPECT_EQ(why(slow), "The client did not complete its request in time.");
    ScriptedSession refused(Role::Server);
    refused.connect().readText(test::request).droppedByUs();
    EXPECT_EQ(why(refused), "We refused the request.");
}

TEST(OpeningTrouble, DoesNotSendToTlsWhoSpeaksIt)
{
    const auto secure = urlOf("wss://127.0.0.1:9002/chat");
    ScriptedSession silence;
    silence.connect()
        .writeText(test::request)
        .timer(RowKind::TimerFired, TimerPurpose::OpeningHandshake, 5s)
        .droppedByUs();
    const auto trouble = openingTrouble(silence.log(), secure);
    ASSERT_TRUE(trouble);
    EXPECT_EQ(trouble->why, "TLS was connected, but the server sent nothing.");
    EXPECT_EQ(trouble->advice.find("wss://"), std::string::npos) << trouble->advice;
    EXPECT_NE(openingTrouble(silence.log(), url)->advice.find("wss://"), std::string::npos);
}

TEST(OpeningTrouble, FitsInATerminalToo)
{
    for (const std::string_view field : {"Upgrade: h2c", "Connection: close", "Sec-WebSocket-Protocol: b"}) {
        const auto trouble =
            troubleAfter("HTTP/1.1 101 Switching Protocols\r\n" + std::string(field) + "\r\n\r\n");
        ASSERT_TRUE(trouble);
        EXPECT_EQ((trouble->what + trouble->why + trouble->advice).find("anel"), std::string::npos);
    }
}

TEST(RefusingAnswer, IsBounded)
{
    ScriptedSession script;
    std::string fields;
    for (int i = 0; i < 100; ++i)
        fields += "Field-" + std::to_string(i) + ": " + std::string(500, 'x') + "\r\n";
    script.connect()
        .writeText(test::request)
        .readText("HTTP/1.1 404 No\r\n" + fields + "\r\n" + std::string(60'000, 'b'));
    const auto answer = refusingAnswer(SessionView(script.log(), Secrets::Kept));
    ASSERT_TRUE(answer);
    EXPECT_LT(answer->size(), 10'000u);
    EXPECT_NE(answer->find("\nField-0: x"), std::string::npos);
    EXPECT_NE(answer->find("\n...\nIts body:\n"), std::string::npos);
}

TEST(OpeningTrouble, IsGivenWhereverAnAnswerIsCut)
{
    for (std::size_t cut = 0; cut < test::answer.size(); ++cut) {
        ScriptedSession script;
        script.connect().writeText(test::request);
        if (cut > 0)
            script.readText(test::answer.substr(0, cut));
        script.droppedByPeer();
        const auto trouble = openingTrouble(script.log(), url);
        ASSERT_TRUE(trouble) << cut;
        EXPECT_FALSE(trouble->advice.empty());
    }
}

TEST(OpeningTrouble, NamesATransportError)
{
    ScriptedSession script;
    script.row(RowKind::Error, TransportError{TransportErrorKind::HostNotFound, {}, {}});
    const auto trouble = openingTrouble(script.log(), url);
    ASSERT_TRUE(trouble);
    EXPECT_EQ(trouble->what, "The host of ws://127.0.0.1:9002/chat was not found.");
}

TEST(UrlFaultSentence, QuotesWhatWasTyped)
{
    for (const UrlFault fault :
         {UrlFault::NoScheme, UrlFault::OtherScheme, UrlFault::NoHost, UrlFault::BadHost, UrlFault::BadPort,
          UrlFault::HasFragment, UrlFault::BadCharacter})
        EXPECT_TRUE(urlFaultSentence(fault, "x\x1b").starts_with("\"x\\x1b\" is not a WebSocket URL: "));
}

TEST(VerdictWords, AreThoseThatOtherProgramsRead)
{
    CaseVerdict verdict{Behavior::Informational, CloseBehavior::Informational, Behavior::Failed,
                        CloseBehavior::Ok};
    EXPECT_EQ(verdictWord(verdict), "Informational");
    EXPECT_EQ(resultSentence(verdict), "Actual events differ from any expected.");
    EXPECT_EQ(resultCloseSentence(verdict), "Connection was properly closed");
    verdict.plainClose = CloseBehavior::Unclean;
    EXPECT_EQ(resultCloseSentence(verdict), "The spec requires the connection to be failed cleanly here");
    verdict.plainClose = CloseBehavior::Failed;
    EXPECT_EQ(resultCloseSentence(verdict), "The connection was failed by the wrong endpoint");
    EXPECT_EQ(wordOf(Behavior::NonStrict), "NON-STRICT");
    EXPECT_EQ(wordOf(CloseBehavior::FailedByClient), "FAILED BY CLIENT");
}

TEST(CloseCodeName, CoversEveryCode)
{
    EXPECT_EQ(closeCodeName(1000), "1000 (normal closure)");
    EXPECT_EQ(closeCodeName(0), "0 (not used)");
    EXPECT_EQ(closeCodeName(2999), "2999 (reserved for the protocol)");
    EXPECT_EQ(closeCodeName(3000), "3000 (registered by a library or framework)");
    EXPECT_EQ(closeCodeName(4999), "4999 (private use)");
    EXPECT_EQ(closeCodeName(65535), "65535 (out of range)");
}

} // namespace
} // namespace fg::connection_wording_test
