// Streams through TLS: what is reported about the peer, what stops a connection, how it ends.
#include "protocol/transport/tls_overhead.h"
#include "tests/protocol/transport/tls_pair.h"

#include <openssl/dh.h>
#include <openssl/objects.h>
#include <openssl/ssl.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <optional>
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
    EXPECT_EQ(pair.clientRecorder.peer.proof, PeerProof::Verified);
    EXPECT_EQ(pair.serverRecorder.peer.proof, PeerProof::NotAsked);
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

TEST(Tls, AnotherNameThatIsSentIsNotWhatTheCertificateIsComparedWith)
{
    TlsPair sent({.names = "DNS:frameglass.example"});
    sent.clientSettings.tls->sni = "frameglass.example";
    expectCertificateFault(sent, "HostNameMismatch", "the server");

    TlsPair checked({.names = "DNS:frameglass.example"});
    checked.clientSettings.tls->serverName = "frameglass.example";
    checked.clientSettings.tls->sni = "elsewhere.example";
    EXPECT_TRUE(checked.connect());
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
    for (const char *expected : {"SelfSignedCertificate", "CommonNameOnly"})
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
    EXPECT_EQ(pair.clientRecorder.peer.proof, PeerProof::Waived);
    pair.client->write(octetsOf("over"), WriteMode::Alone);
    EXPECT_TRUE(waitUntil([&] { return pair.serverRecorder.text() == "over"; }));
}

TEST(Tls, OnlyTheFaultsThatAreNamedAreAllowed)
{
    const auto connected = [](std::vector<std::string> allowed) {
        TlsPair pair({.names = "DNS:elsewhere.example", .validity = TestAuthority::Validity::Expired});
        pair.clientSettings.tls->verification = Verification::AllowFaults;
        pair.clientSettings.tls->allowedFaults = std::move(allowed);
        pair.open();
        EXPECT_TRUE(
            waitUntil([&] { return pair.clientRecorder.has("ready") || pair.clientRecorder.has("failed"); }));
        return pair.clientRecorder.has("ready");
    };
    EXPECT_TRUE(connected({"HostNameMismatch", "CertificateExpired"}));
    EXPECT_FALSE(connected({"HostNameMismatch"}));
    EXPECT_FALSE(connected({"CertificateExpired"}));
    EXPECT_FALSE(connected({"KeyTooWeak"}));

    TlsPair good;
    good.clientSettings.tls->verification = Verification::AllowFaults;
    good.clientSettings.tls->allowedFaults = {"CertificateExpired"};
    ASSERT_TRUE(good.connect());
    EXPECT_EQ(good.clientRecorder.peer.proof, PeerProof::Verified);
}

TEST(Tls, ADemandedClientCertificateIsShownAndNamed)
{
    TlsPair pair({.isClientCertificateDemanded = true});
    const CertificateFiles files = pair.authority.sign("the client", "");
    pair.clientSettings.tls->certificateFile = files.certificate;
    pair.clientSettings.tls->keyFile = files.key;
    ASSERT_TRUE(pair.connect());
    EXPECT_EQ(pair.serverRecorder.peer.tlsPeerSubject, "the client");
    EXPECT_EQ(pair.serverRecorder.peer.proof, PeerProof::Verified);
}

// A client certificate that the server must not accept: the server names the fault, the client gets an alert.
void expectClientRefused(const CertificateRecipe &recipe, const std::string &fault)
{
    TlsPair pair({.isClientCertificateDemanded = true});
    const CertificateFiles files = pair.authority.issue(recipe).files;
    pair.clientSettings.tls->certificateFile = files.certificate;
    pair.clientSettings.tls->keyFile = files.key;
    pair.open();
    ASSERT_TRUE(waitUntil([&] {
        return pair.serverRecorder.has("failed")
            && (pair.clientRecorder.has("failed") || pair.clientRecorder.has("ended"));
    })) << fault;
    EXPECT_FALSE(pair.serverRecorder.has("ready")) << fault;
    EXPECT_EQ(pair.serverRecorder.failure->kind, TransportErrorKind::Certificate) << fault;
    EXPECT_EQ(namesOf(pair.serverRecorder.failure->certificateFaults), std::vector{fault});
    ASSERT_TRUE(pair.clientRecorder.has("failed")) << fault;
    EXPECT_TRUE(pair.clientRecorder.failure->tlsAlert) << fault;
}

TEST(Tls, AClientCertificateWithAFaultIsRefusedAndTheFaultIsNamed)
{
    expectClientRefused({.names = {}, .validity = Validity::Expired}, "CertificateExpired");
    expectClientRefused({.names = {}, .validity = Validity::Future}, "CertificateNotYetValid");
    expectClientRefused({.names = {}, .extensions = {{NID_ext_key_usage, "serverAuth"}}}, "InvalidPurpose");
}

// A client that shows any certificate, however weak.
void connectWeakly(const RawSocket &server, const CertificateFiles &files)
{
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_use_certificate_file(context, files.certificate.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM);
    SSL *ssl = SSL_new(context);
    SSL_set_fd(ssl, server.descriptor());
    SSL_connect(ssl);
    SSL_free(ssl);
    SSL_CTX_free(context);
}

TEST(Tls, AWeakClientCertificateIsRefusedAndNamed)
{
    const std::vector<std::pair<CertificateRecipe, std::string>> cases{
        {{.names = {}, .key = CertificateRecipe::Key::Rsa1024}, "KeyTooWeak"},
        {{.names = {}, .digest = "SHA1"}, "SignatureTooWeak"}};
    for (const auto &[recipe, fault] : cases) {
        TlsPair pair({.isClientCertificateDemanded = true});
        const CertificateFiles files = pair.authority.issue(recipe).files;
        const RawSocket socket = connectRaw(pair.listener.port());
        std::thread client(connectWeakly, std::cref(socket), files);
        EXPECT_TRUE(waitUntil([&] { return pair.serverRecorder.has("failed"); })) << fault;
        client.join();
        ASSERT_TRUE(pair.serverRecorder.failure) << fault;
        EXPECT_EQ(namesOf(pair.serverRecorder.failure->certificateFaults), std::vector{fault});
    }
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

// Parameters for Diffie-Hellman with 1024 bits (RFC 5114 2.1).
EVP_PKEY *shortEphemeralKey()
{
    EVP_PKEY *parameters = nullptr;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(nullptr, "DHX", nullptr);
    EVP_PKEY_paramgen_init(context);
    EVP_PKEY_CTX_set_dh_rfc5114(context, 1);
    EVP_PKEY_paramgen(context, &parameters);
    EVP_PKEY_CTX_free(context);
    return parameters;
}

// A server that shows any certificate, however weak, and leaves after the handshake. TLS 1.2, because a key
// of 512 bits is too short for the signatures of TLS 1.3.
struct WeakServer
{
    std::string chainFile;
    std::string keyFile;
    const char *ciphers = "DEFAULT";
    int highestVersion = TLS1_2_VERSION;
};

void serveWeakly(RawSocket peer, const WeakServer &how)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, how.highestVersion);
    SSL_CTX_set_cipher_list(context, how.ciphers);
    SSL_CTX_set0_tmp_dh_pkey(context, shortEphemeralKey());
    SSL_CTX_use_certificate_chain_file(context, how.chainFile.c_str());
    SSL_CTX_use_PrivateKey_file(context, how.keyFile.c_str(), SSL_FILETYPE_PEM);
    SSL *ssl = SSL_new(context);
    SSL_set_fd(ssl, peer.descriptor());
    SSL_accept(ssl);
    SSL_free(ssl);
    SSL_CTX_free(context);
}

class WeakTls : public testing::Test
{
protected:
    void connectTo(const WeakServer &server)
    {
        recorder.emplace();
        tls.caFile = authority.files().certificate;
        client = makeClientTransport({.host = "localhost", .port = listener.port(), .tls = tls});
        client->setListener(&*recorder);
        client->open();
        std::thread running(serveWeakly, listener.accept(), server);
        EXPECT_TRUE(waitUntil([&] { return recorder->has("failed") || recorder->has("ready"); }));
        client.reset();
        running.join();
    }

    TestAuthority authority;
    RawListener listener;
    std::optional<Recorder> recorder;
    TlsClientSettings tls;
    std::unique_ptr<Transport> client;
};

struct BadServer
{
    std::vector<IssuedCertificate> chain;
    std::string fault;
};

std::vector<BadServer> badServers(TestAuthority &authority, TestAuthority &stranger)
{
    using Key = CertificateRecipe::Key;
    CertificateRecipe rsa = authorityRecipe("with RSA");
    rsa.key = Key::Rsa2048;
    const IssuedCertificate between = authority.issue(rsa);
    rsa.key = Key::Rsa1024;
    const IssuedCertificate weak = authority.issue(rsa);
    CertificateRecipe named = authorityRecipe("of some names");
    named.extensions.emplace_back(NID_name_constraints, "permitted;DNS:inside.example");
    const IssuedCertificate limited = authority.issue(named);
    const IssuedCertificate leaf = authority.issue({.commonName = "not an authority", .names = {}});
    CertificateRecipe last = authorityRecipe("the last one");
    last.extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}};
    const IssuedCertificate first = authority.issue(last);
    const IssuedCertificate second = authority.issue(authorityRecipe("below it"), first);
    return {
        {{authority.issue({.commonName = "localhost", .names = {}})}, "CommonNameOnly"},
        {{authority.issue({.commonName = "localhost", .names = "DNS:a.example"})}, "HostNameMismatch"},
        {{authority.issue({.names = "DNS:*"})}, "HostNameMismatch"},
        {{authority.issue({.names = "IP:127.0.0.1"})}, "HostNameMismatch"},
        {{authority.issue({.rawNames = {std::string("localhost\0x", 11)}})}, "HostNameMismatch"},
        {{authority.issue({.validity = Validity::Expired})}, "CertificateExpired"},
        {{authority.issue({.validity = Validity::Future})}, "CertificateNotYetValid"},
        {{authority.issueSelfSigned({})}, "SelfSignedCertificate"},
        {{stranger.issue({}, stranger.issue(authorityRecipe("a stranger")))},
         "UnableToGetLocalIssuerCertificate"},
        {{stranger.issue({})}, "CertificateSignatureFailed"}, // has an authority of the same name
        {{authority.issue({}, between)}, "UnableToGetLocalIssuerCertificate"},
        {{authority.issue({.key = Key::Rsa512})}, "KeyTooWeak"},
        {{authority.issue({.key = Key::Rsa1024})}, "KeyTooWeak"},
        {{authority.issue({}, weak), weak}, "AuthorityKeyTooWeak"},
        {{authority.issue({.digest = "SHA1"})}, "SignatureTooWeak"},
        {{authority.issue({.digest = "MD5"}, between), between}, "SignatureTooWeak"},
        {{authority.issue({.extensions = {{NID_ext_key_usage, "clientAuth"}}})}, "InvalidPurpose"},
        {{authority.issue({}, leaf), leaf}, "InvalidCaCertificate"},
        {{authority.issue({}, second), second, first}, "PathLengthExceeded"},
        {{authority.issue({}, limited), limited}, "NameNotPermitted"},
    };
}

TEST_F(WeakTls, EveryKindOfBadCertificateIsNamedAndRefusedUnlessFaultsAreAllowed)
{
    TestAuthority stranger;
    for (const BadServer &bad : badServers(authority, stranger)) {
        const WeakServer server{.chainFile = authority.chainFile(bad.chain),
                                .keyFile = bad.chain.front().files.key};
        tls.verification = Verification::Full;
        connectTo(server);
        ASSERT_TRUE(recorder->failure) << bad.fault;
        EXPECT_FALSE(recorder->has("ready")) << bad.fault;
        EXPECT_EQ(recorder->failure->kind, TransportErrorKind::Certificate) << recorder->failure->detail;
        const std::vector<std::string> refused = namesOf(recorder->failure->certificateFaults);
        EXPECT_EQ(std::ranges::count(refused, bad.fault), 1)
            << bad.fault << ": " << testing::PrintToString(refused);

        tls.verification = Verification::AllowFaults;
        connectTo(server);
        ASSERT_TRUE(recorder->has("ready")) << bad.fault << ' ' << recorder->failure->detail;
        EXPECT_EQ(namesOf(recorder->peer.allowedFaults), refused);
    }
}

TEST_F(WeakTls, AnEphemeralKeyThatIsTooSmallIsTheReason)
{
    const IssuedCertificate good = authority.issue({.key = CertificateRecipe::Key::Rsa2048});
    connectTo({.chainFile = good.files.certificate,
               .keyFile = good.files.key,
               .ciphers = "DHE-RSA-AES128-GCM-SHA256"});
    ASSERT_TRUE(recorder->failure);
    EXPECT_EQ(recorder->failure->kind, TransportErrorKind::TlsHandshake);
    EXPECT_NE(recorder->failure->detail.find("dh key too small"), std::string::npos)
        << recorder->failure->detail;
}

TEST_F(WeakTls, AFailedHandshakeDoesNotHideTheFaultsOfTheCertificate)
{
    const IssuedCertificate weak = authority.issue({.key = CertificateRecipe::Key::Rsa1024});
    const WeakServer server{.chainFile = weak.files.certificate,
                            .keyFile = weak.files.key,
                            .ciphers = "DHE-RSA-AES128-GCM-SHA256"};
    connectTo(server);
    ASSERT_TRUE(recorder->failure);
    EXPECT_EQ(namesOf(recorder->failure->certificateFaults), std::vector<std::string>{"KeyTooWeak"});
    tls.verification = Verification::AllowFaults;
    connectTo(server);
    ASSERT_TRUE(recorder->failure);
    EXPECT_EQ(recorder->failure->kind, TransportErrorKind::TlsHandshake);
    EXPECT_TRUE(recorder->failure->detail.find("handshake failure") != std::string::npos
                || recorder->failure->detail.find("dh key too small") != std::string::npos)
        << recorder->failure->detail;
}

TEST_F(WeakTls, AServerWithOldVersionsOnlySaysSoWithAnAlert)
{
    const IssuedCertificate good = authority.issue({});
    connectTo(
        {.chainFile = good.files.certificate, .keyFile = good.files.key, .highestVersion = TLS1_1_VERSION});
    ASSERT_TRUE(recorder->failure);
    EXPECT_EQ(recorder->failure->kind, TransportErrorKind::TlsHandshake);
    EXPECT_EQ(recorder->failure->tlsAlert, 70); // protocol_version
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
    EXPECT_EQ(recorder.failure->detail,
              "TCP is connected, but the TLS handshake was not completed within 0.05 s");
}

TEST(Tls, TheConnectTimeoutTellsByHowMuchItWasStretched)
{
    const RawListener listener;
    Recorder recorder;
    const auto client = makeClientTransport({.host = "127.0.0.1",
                                             .port = listener.port(),
                                             .tls = TlsClientSettings{},
                                             .connectTimeout = std::chrono::milliseconds(300)});
    client->setListener(&recorder);
    client->open();
    std::this_thread::sleep_for(std::chrono::milliseconds(500)); // Nothing of ours runs.
    ASSERT_TRUE(waitUntil([&] { return recorder.has("failed"); }));
    ASSERT_FALSE(recorder.stretches.empty());
    EXPECT_EQ(recorder.stretches[0].limit, std::chrono::milliseconds(300));
    EXPECT_GE(recorder.stretches[0].by, std::chrono::milliseconds(300));
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

TEST(Tls, ACertificateOfOurOwnThatIsTooWeakIsASetupErrorThatNamesIt)
{
    TlsPair pair;
    const CertificateFiles weak = pair.authority.issue({.key = CertificateRecipe::Key::Rsa1024}).files;
    pair.listener.stop();
    const auto refused = pair.listener.start({.address = "127.0.0.1",
                                              .port = 0,
                                              .tls = TlsServerSettings{.certificateFile = weak.certificate,
                                                                       .keyFile = weak.key,
                                                                       .clientCaFile = {}}});
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->kind, TransportErrorKind::TlsSetup);
    EXPECT_EQ(refused->detail,
              weak.certificate + ": OpenSSL does not use this certificate: ee key too small");
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

// A client that sends nothing but KeyUpdate (RFC 8446 4.6.3) after its handshake. The server's answers are
// not read, so that a system that is full of them may end it, too: it is told not to send any.
class KeyUpdates
{
public:
    KeyUpdates(RawSocket socket, std::size_t most, std::string_view betweenThem)
        : m_socket(std::move(socket))
        , m_thread([this, most, betweenThem] { run(most, betweenThem); })
    {
    }
    ~KeyUpdates() { m_thread.join(); }
    [[nodiscard]] std::size_t sent() const { return m_sent; }
    [[nodiscard]] bool isOver() const { return m_isOver; }

private:
    void run(std::size_t most, std::string_view betweenThem)
    {
        SSL_CTX *context = SSL_CTX_new(TLS_client_method());
        SSL *ssl = SSL_new(context);
        SSL_set_fd(ssl, m_socket.descriptor());
        bool isGood = SSL_connect(ssl) == 1;
        while (isGood && m_sent < most) {
            isGood = SSL_key_update(ssl, SSL_KEY_UPDATE_NOT_REQUESTED) == 1 && SSL_do_handshake(ssl) == 1
                && (betweenThem.empty()
                    || SSL_write(ssl, betweenThem.data(), static_cast<int>(betweenThem.size())) > 0);
            m_sent += isGood ? 1 : 0;
        }
        SSL_free(ssl);
        SSL_CTX_free(context);
        m_isOver = true;
    }

    RawSocket m_socket;
    std::atomic<std::size_t> m_sent = 0;
    std::atomic<bool> m_isOver = false;
    std::thread m_thread;
};

// A KeyUpdate is a record of 27 octets: a header of 5, itself of 5, its type of 1 and a tag of 16.
constexpr std::size_t moreThanAllowed = 2 * TlsOverhead::limit / 27;

TEST(TlsRecords, ThatCarryNothingEndTheConnectionOnceThereAreTooMany)
{
    for (const bool isRead : {true, false}) {
        TlsPair pair;
        pair.serverRecorder.onNotice = [&](std::string_view notice) {
            if (notice == "ready")
                pair.server->setReading(isRead);
        };
        const KeyUpdates client(connectRaw(pair.listener.port()), moreThanAllowed, {});
        ASSERT_TRUE(waitUntil([&] { return pair.serverRecorder.has("failed"); }));
        EXPECT_NE(pair.serverRecorder.failure->detail.find("256 KiB of TLS records that carry nothing"),
                  std::string::npos);
        EXPECT_TRUE(waitUntil([&] { return client.isOver(); }));
    }
}

TEST(TlsRecords, AreNoFaultOfAPeerThatSendsSomethingBetweenThem)
{
    TlsPair pair;
    const KeyUpdates client(connectRaw(pair.listener.port()), moreThanAllowed, "x");
    ASSERT_TRUE(waitUntil([&] { return pair.serverRecorder.received.size() == moreThanAllowed; }))
        << pair.serverRecorder.received.size();
    EXPECT_FALSE(pair.serverRecorder.has("failed"));
}

TEST(TlsOverhead, IsForgivenForWhatComesOutOfIt)
{
    TlsOverhead overhead;
    overhead.start(5'000);
    const std::uint64_t taken = 5'000 + TlsOverhead::limit;
    EXPECT_FALSE(overhead.look(taken, 0));
    EXPECT_FALSE(overhead.look(taken + 1, 1));
    EXPECT_FALSE(overhead.look(taken + TlsOverhead::paidByOne, 1));
    EXPECT_TRUE(overhead.look(taken + TlsOverhead::paidByOne + 1, 1));
    // Plaintext does not pay in advance.
    TlsOverhead later;
    EXPECT_FALSE(later.look(1'000'000, 1'000'000));
    EXPECT_TRUE(later.look(1'000'001 + TlsOverhead::limit, 1'000'000));
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
