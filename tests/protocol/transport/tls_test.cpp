// Streams through TLS: what is reported about the peer, what stops a connection, how it ends.
#include "tests/protocol/transport/tls_pair.h"

#include <openssl/ssl.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace fg::test::tls_test {
namespace {

using Verification = TlsClientSettings::Verification;

std::vector<std::string> namesOf(const std::vector<CertificateFault> &faults)
{
    std::vector<std::string> names;
    for (const CertificateFault &fault : faults)
        names.push_back(fault.name);
    return names;
}

void expectCertificateFault(TlsPair &pair, const std::string &name, const std::string &subject)
{
    ASSERT_TRUE(pair.failed());
    EXPECT_EQ(pair.clientRecorder.notices.size(), 1U);
    const TransportError &error = *pair.clientRecorder.failure;
    EXPECT_EQ(error.kind, TransportErrorKind::Certificate);
    ASSERT_EQ(namesOf(error.certificateFaults), std::vector{name});
    EXPECT_EQ(error.certificateFaults.front().subject, subject);
    EXPECT_FALSE(error.certificateFaults.front().detail.empty());
}

TEST(Tls, OctetsPassBothWaysAndBothEndsKnowVersionAndCipher)
{
    TlsPair pair;
    ASSERT_TRUE(pair.connect());
    EXPECT_EQ(pair.clientRecorder.peer.tlsVersion, "TLSv1.3");
    EXPECT_FALSE(pair.clientRecorder.peer.tlsCipher.empty());
    EXPECT_EQ(pair.clientRecorder.peer.tlsPeerSubject, "the server");
    EXPECT_TRUE(pair.clientRecorder.peer.allowedFaults.empty());
    EXPECT_EQ(pair.serverRecorder.peer.tlsVersion, "TLSv1.3");
    EXPECT_TRUE(pair.serverRecorder.peer.tlsPeerSubject.empty());

    const std::string sent = pattern(1'000'000);
    pair.client->write(octetsOf(sent), WriteMode::Alone);
    EXPECT_TRUE(waitUntil([&] { return pair.serverRecorder.text() == sent; }));
    pair.server->write(octetsOf(sent), WriteMode::Buffered);
    EXPECT_TRUE(waitUntil([&] { return pair.clientRecorder.text() == sent; }));
    EXPECT_LE(pair.clientRecorder.longestRead, 65536U);
}

TEST(Tls, TheServerNameIsWhatTheCertificateIsComparedWith)
{
    TlsPair pair({.names = "DNS:frameglass.example"});
    pair.clientSettings.tls->serverName = "frameglass.example";
    EXPECT_TRUE(pair.connect());
}

TEST(Tls, AnExpiredCertificateStopsTheConnection)
{
    TlsPair pair({.validity = TestAuthority::Validity::Expired});
    expectCertificateFault(pair, "CertificateExpired", "the server");
}

TEST(Tls, ACertificateForAnotherHostStopsTheConnection)
{
    TlsPair pair({.names = "DNS:elsewhere.example"});
    expectCertificateFault(pair, "HostNameMismatch", "the server");
}

TEST(Tls, ASelfSignedCertificateStopsTheConnection)
{
    TlsPair pair;
    pair.listener.stop();
    ASSERT_FALSE(
        pair.listener.start({.address = "127.0.0.1",
                             .port = 0,
                             .tls = TlsServerSettings{.certificateFile = pair.authority.files().certificate,
                                                      .keyFile = pair.authority.files().key,
                                                      .clientCaFile = {}}}));
    const TestAuthority other;
    pair.clientSettings.port = pair.listener.port();
    pair.clientSettings.tls->caFile = other.files().certificate;
    ASSERT_TRUE(pair.failed());
    const auto names = namesOf(pair.clientRecorder.failure->certificateFaults);
    // Every fault, not only the first.
    for (const char *expected : {"SelfSignedCertificate", "HostNameMismatch"})
        EXPECT_NE(std::find(names.begin(), names.end(), expected), names.end()) << expected;
}

TEST(Tls, AnUnknownAuthorityStopsTheConnection)
{
    TlsPair pair;
    pair.clientSettings.tls->caFile.clear(); // the system's authorities
    ASSERT_TRUE(pair.failed());
    EXPECT_EQ(pair.clientRecorder.failure->kind, TransportErrorKind::Certificate);
    EXPECT_FALSE(pair.clientRecorder.failure->certificateFaults.empty());
}

TEST(Tls, AllowedFaultsAreListedAndTheConnectionContinues)
{
    TlsPair pair({.names = "DNS:elsewhere.example", .validity = TestAuthority::Validity::Expired});
    pair.clientSettings.tls->verification = Verification::AllowFaults;
    ASSERT_TRUE(pair.connect());
    EXPECT_EQ(namesOf(pair.clientRecorder.peer.allowedFaults),
              (std::vector<std::string>{"HostNameMismatch", "CertificateExpired"}));
    pair.client->write(octetsOf("over"), WriteMode::Alone);
    EXPECT_TRUE(waitUntil([&] { return pair.serverRecorder.text() == "over"; }));
}

TEST(Tls, ADemandedClientCertificateIsShownAndNamed)
{
    TlsPair pair({.isClientCertificateDemanded = true});
    const CertificateFiles files = pair.authority.sign("the client", "");
    pair.clientSettings.tls->certificateFile = files.certificate;
    pair.clientSettings.tls->keyFile = files.key;
    ASSERT_TRUE(pair.connect());
    EXPECT_EQ(pair.serverRecorder.peer.tlsPeerSubject, "the client");
}

TEST(Tls, WithoutTheDemandedClientCertificateNeitherEndComesAbout)
{
    TlsPair pair({.isClientCertificateDemanded = true});
    pair.open();
    ASSERT_TRUE(waitUntil([&] {
        return pair.serverRecorder.has("failed")
            && (pair.clientRecorder.has("failed") || pair.clientRecorder.has("ended"));
    }));
    EXPECT_EQ(pair.serverRecorder.failure->kind, TransportErrorKind::TlsHandshake);
    EXPECT_NE(pair.serverRecorder.failure->detail.find("certificate"), std::string::npos)
        << pair.serverRecorder.failure->detail;
    ASSERT_TRUE(pair.clientRecorder.has("failed"));
    EXPECT_EQ(pair.clientRecorder.failure->tlsAlert, 116); // certificate_required
}

// A typical server: OpenSSL refuses with an alert, which arrives with TLS 1.3 after the client has finished
// the handshake.
void refuseWithoutCertificate(RawSocket peer, const CertificateFiles &files)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate_file(context, files.certificate.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL *ssl = SSL_new(context);
    SSL_set_fd(ssl, peer.descriptor());
    EXPECT_LE(SSL_accept(ssl), 0);
    SSL_free(ssl);
    SSL_CTX_free(context);
}

class TlsRefusal : public testing::Test
{
protected:
    void connectWithoutCertificate()
    {
        tls.caFile = authority.files().certificate;
        client = makeClientTransport({.host = "127.0.0.1", .port = listener.port(), .tls = tls});
        client->setListener(&recorder);
        client->open();
        std::thread server(refuseWithoutCertificate, listener.accept(),
                           authority.sign("the server", "IP:127.0.0.1"));
        EXPECT_TRUE(waitUntil([&] { return recorder.has("failed") || recorder.has("ended"); }));
        server.join();
    }

    TestAuthority authority;
    RawListener listener;
    Recorder recorder;
    TlsClientSettings tls;
    std::unique_ptr<Transport> client;
};

TEST_F(TlsRefusal, AfterTheHandshakeIsAFailureNotAnEnd)
{
    connectWithoutCertificate();
    ASSERT_TRUE(recorder.has("failed"));
    EXPECT_EQ(recorder.failure->kind, TransportErrorKind::TlsHandshake);
    EXPECT_EQ(recorder.failure->tlsAlert, 116) << recorder.failure->detail;
}

TEST_F(TlsRefusal, ThatMeetsAWriteOfOursIsNeverReportedAsAMissingCloseNotify)
{
    recorder.onNotice = [&](std::string_view notice) {
        if (notice == "ready")
            client->write(octetsOf("GET / HTTP/1.1"), WriteMode::Alone);
    };
    connectWithoutCertificate();
    EXPECT_TRUE(recorder.failure.has_value() || recorder.tlsEnd == TlsEnd::Unknown);
}

TEST(Tls, APeerThatAnswersJunkFailsTheHandshake)
{
    const RawListener listener;
    Recorder recorder;
    const auto client =
        makeClientTransport({.host = "127.0.0.1", .port = listener.port(), .tls = TlsClientSettings{}});
    client->setListener(&recorder);
    client->open();
    const RawSocket peer = listener.accept();
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\nthis is not TLS");
    ASSERT_TRUE(waitUntil([&] { return recorder.has("failed"); }));
    EXPECT_EQ(recorder.failure->kind, TransportErrorKind::TlsHandshake);
    EXPECT_FALSE(recorder.failure->detail.empty());
}

TEST(Tls, APeerThatClosesDuringTheHandshakeFailsIt)
{
    const RawListener listener;
    Recorder recorder;
    const auto client =
        makeClientTransport({.host = "127.0.0.1", .port = listener.port(), .tls = TlsClientSettings{}});
    client->setListener(&recorder);
    client->open();
    RawSocket peer = listener.accept();
    peer.close();
    ASSERT_TRUE(waitUntil([&] { return recorder.has("failed"); }));
    EXPECT_EQ(recorder.failure->kind, TransportErrorKind::TlsHandshake);
}

TEST(Tls, ASilentPeerIsDroppedAfterTheConnectTimeout)
{
    const RawListener listener;
    Recorder recorder;
    const auto client = makeClientTransport({.host = "127.0.0.1",
                                             .port = listener.port(),
                                             .tls = TlsClientSettings{},
                                             .connectTimeout = std::chrono::milliseconds(50)});
    client->setListener(&recorder);
    client->open();
    ASSERT_TRUE(waitUntil([&] { return recorder.has("failed"); }));
    EXPECT_EQ(recorder.failure->kind, TransportErrorKind::ConnectTimeout);
}

TEST(Tls, AServerSaysWhenItsClientSpeaksNoTls)
{
    TlsPair pair;
    const RawSocket peer = connectRaw(pair.listener.port());
    peer.send("GET / HTTP/1.1\r\n\r\n");
    ASSERT_TRUE(waitUntil([&] { return pair.serverRecorder.has("failed"); }));
    EXPECT_EQ(pair.serverRecorder.failure->kind, TransportErrorKind::TlsHandshake);
}

TEST(Tls, FilesThatCannotBeUsedAreNamed)
{
    TlsPair pair;
    const std::string missing = pair.authority.files().certificate + ".missing";
    const std::string empty = pair.authority.file("empty.pem", "nothing here\n");
    const std::string good = pair.authority.files().certificate;
    struct Case
    {
        TlsClientSettings tls;
        std::string named;
    };
    const std::vector<Case> cases{
        {{.caFile = missing, .serverName = {}, .certificateFile = {}, .keyFile = {}}, missing},
        {{.caFile = empty, .serverName = {}, .certificateFile = {}, .keyFile = {}}, empty},
        {{.caFile = {}, .serverName = {}, .certificateFile = missing, .keyFile = {}}, missing},
        {{.caFile = {}, .serverName = {}, .certificateFile = good, .keyFile = empty}, empty},
        {{.caFile = {}, .serverName = {}, .certificateFile = good, .keyFile = {}}, good},
    };
    for (const Case &unusable : cases) {
        Recorder recorder;
        const auto client =
            makeClientTransport({.host = "127.0.0.1", .port = pair.listener.port(), .tls = unusable.tls});
        client->setListener(&recorder);
        client->open();
        EXPECT_TRUE(recorder.notices.empty());
        ASSERT_TRUE(waitUntil([&] { return recorder.has("failed"); }));
        EXPECT_EQ(recorder.failure->kind, TransportErrorKind::TlsSetup);
        EXPECT_TRUE(recorder.failure->detail.starts_with(unusable.named + ": ")) << recorder.failure->detail;
    }
}

TEST(Tls, AKeyOfAnotherCertificateIsASetupError)
{
    TlsPair pair;
    pair.clientSettings.tls->certificateFile = pair.authority.files().certificate;
    pair.clientSettings.tls->keyFile = pair.serverFiles.key;
    ASSERT_TRUE(pair.failed());
    EXPECT_EQ(pair.clientRecorder.failure->kind, TransportErrorKind::TlsSetup)
        << pair.clientRecorder.failure->detail;
}

class TlsEnding : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(pair.connect());
        pair.server->write(octetsOf("before the end"), WriteMode::Alone);
    }
    void expectEnd(TcpEnd tcp, TlsEnd tls)
    {
        ASSERT_TRUE(waitUntil([this] { return pair.clientRecorder.has("ended"); }));
        EXPECT_EQ(pair.clientRecorder.tcpEnd, tcp);
        EXPECT_EQ(pair.clientRecorder.tlsEnd, tls);
        EXPECT_EQ(pair.clientRecorder.text(), "before the end");
        EXPECT_EQ(pair.clientRecorder.notices.back(), "ended");
    }
    void waitForOctets()
    {
        ASSERT_TRUE(waitUntil([this] { return pair.clientRecorder.text() == "before the end"; }));
    }

    TlsPair pair;
};

TEST_F(TlsEnding, ADroppedServerSaysCloseNotifyAndFin)
{
    pair.server->drop();
    expectEnd(TcpEnd::Fin, TlsEnd::CloseNotify);
}

TEST_F(TlsEnding, AStreamThatStopsWithoutCloseNotifyMissesIt)
{
    waitForOctets();
    pair.relay.closeClient();
    expectEnd(TcpEnd::Fin, TlsEnd::Missing);
}

TEST_F(TlsEnding, AResetMissesCloseNotify)
{
    waitForOctets();
    pair.relay.resetClient();
    expectEnd(TcpEnd::Reset, TlsEnd::Missing);
}

TEST_F(TlsEnding, AfterCloseNotifyOurSideEndsAndAPeerThatKeepsTcpIsNotWaitedForLong)
{
    pair.relay.keepClientOpen();
    pair.server->drop();
    ASSERT_TRUE(waitUntil([this] { return pair.relay.hasClientEnded(); }));
    expectEnd(TcpEnd::Fin, TlsEnd::CloseNotify);
}

TEST_F(TlsEnding, OctetsThatAreNoRecordEndTheStream)
{
    waitForOctets();
    using namespace std::string_view_literals;
    pair.relay.forge("\x17\x03\x03\x00\x20 these octets were never ciphered"sv.substr(0, 5 + 32));
    ASSERT_TRUE(waitUntil([this] { return pair.clientRecorder.has("ended"); }));
    EXPECT_EQ(pair.clientRecorder.tlsEnd, TlsEnd::Missing);
}

TEST_F(TlsEnding, WithoutReadingTheServerHasToWaitAndNothingIsLostAfterwards)
{
    waitForOctets();
    pair.clientRecorder.received.clear();
    pair.client->setReading(false);
    const std::string sent = pattern(32'000'000);
    pair.server->write(octetsOf(sent), WriteMode::Buffered);
    runLoopFor(std::chrono::milliseconds(300));
    EXPECT_FALSE(pair.server->isDrained());
    EXPECT_TRUE(pair.clientRecorder.received.empty());
    pair.client->setReading(true);
    EXPECT_TRUE(waitUntil([&] { return pair.clientRecorder.received.size() == sent.size(); },
                          std::chrono::seconds(60)));
    EXPECT_TRUE(pair.clientRecorder.text() == sent);
}

TEST_F(TlsEnding, AllOctetsComeBeforeTheEndThatFollowsThemAtOnce)
{
    waitForOctets();
    pair.clientRecorder.received.clear();
    const std::string sent = pattern(1'000'000);
    pair.server->write(octetsOf(sent), WriteMode::Buffered);
    pair.server->drop();
    pair.server.reset();
    ASSERT_TRUE(waitUntil([this] { return pair.clientRecorder.has("ended"); }));
    EXPECT_TRUE(pair.clientRecorder.text() == sent);
    EXPECT_EQ(pair.clientRecorder.tlsEnd, TlsEnd::CloseNotify);
}

class TlsDestroyedInNotice : public testing::TestWithParam<const char *>
{
};

TEST_P(TlsDestroyedInNotice, ATransportMayBeDestroyedFromInside)
{
    const std::string_view notice = GetParam();
    TlsPair pair({.validity = notice == "failed" ? TestAuthority::Validity::Expired
                                                 : TestAuthority::Validity::Current});
    pair.clientRecorder.onNotice = [&](std::string_view told) {
        if (told == notice)
            pair.client.reset();
        else if (told == "ready")
            pair.client->write(octetsOf("question"), WriteMode::Alone);
    };
    pair.serverRecorder.onNotice = [&](std::string_view told) {
        if (told == "received")
            pair.server->write(octetsOf(pattern(200'000)), WriteMode::Alone);
        else if (told == "drained")
            pair.server->drop();
    };
    pair.open();
    EXPECT_TRUE(waitUntil([&] { return pair.client == nullptr; }));
    runLoopFor(std::chrono::milliseconds(20));
    EXPECT_EQ(pair.clientRecorder.notices.back(), notice);
}

INSTANTIATE_TEST_SUITE_P(Every, TlsDestroyedInNotice,
                         testing::Values("ready", "received", "drained", "ended", "failed"),
                         [](const auto &param) { return std::string(param.param); });

} // namespace
} // namespace fg::test::tls_test
