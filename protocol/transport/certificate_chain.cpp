#include "protocol/transport/certificate_chain.h"

#include "protocol/transport/verify_words.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <memory>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace fg {

namespace {

struct Freed
{
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(X509_STORE *store) const { X509_STORE_free(store); }
    void operator()(X509_STORE_CTX *context) const { X509_STORE_CTX_free(context); }
    void operator()(SSL_CTX *context) const { SSL_CTX_free(context); }
    void operator()(GENERAL_NAMES *names) const { GENERAL_NAMES_free(names); }
    void operator()(unsigned char *octets) const { OPENSSL_free(octets); }
    void operator()(STACK_OF(X509) * certificates) const { sk_X509_free(certificates); }
};

using Certificate = std::unique_ptr<X509, Freed>;
using Store = std::unique_ptr<X509_STORE, Freed>;

// What OpenSSL notes of its errors belongs to the thread, and Qt would take it for the reason of a later one.
class ErrorQueue
{
public:
    ErrorQueue() { ERR_set_mark(); }
    ~ErrorQueue() { ERR_pop_to_mark(); }
    ErrorQueue(const ErrorQueue &) = delete;
    ErrorQueue &operator=(const ErrorQueue &) = delete;
};

Certificate decoded(OctetView der)
{
    const auto *start = reinterpret_cast<const unsigned char *>(der.data());
    return Certificate(d2i_X509(nullptr, &start, static_cast<long>(der.size())));
}

std::string textOf(const ASN1_STRING *string)
{
    unsigned char *start = nullptr;
    const int length = ASN1_STRING_to_UTF8(&start, string);
    const std::unique_ptr<unsigned char, Freed> octets(start);
    return length > 0 ? std::string(reinterpret_cast<const char *>(start), static_cast<std::size_t>(length))
                      : std::string();
}

OctetView stringOctets(const ASN1_STRING *string)
{
    return std::as_bytes(
        std::span(ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string))));
}

std::string commonNameOf(const X509 *certificate)
{
    const X509_NAME *const subject = X509_get_subject_name(certificate);
    const int place = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    return place < 0 ? std::string() : textOf(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, place)));
}

// The common name, or the first other part of the subject if there is none.
std::string subjectOf(const X509 *certificate)
{
    std::string name = commonNameOf(certificate);
    const X509_NAME *const subject = X509_get_subject_name(certificate);
    if (name.empty() && X509_NAME_entry_count(subject) > 0)
        name = textOf(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, 0)));
    if (name.size() > longestSubject)
        name.resize(longestSubject);
    return name;
}

CertificateNames namesOf(const X509 *certificate)
{
    CertificateNames names{.dnsNames = {}, .addresses = {}, .commonName = commonNameOf(certificate)};
    constexpr int isAbsent = -1;
    int place = 0; // or why there are no names
    const std::unique_ptr<GENERAL_NAMES, Freed> all(
        static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, &place, nullptr)));
    if (!all) {
        names.isUnreadable = place != isAbsent;
        return names;
    }
    for (int i = 0; i < sk_GENERAL_NAME_num(all.get()); ++i) {
        int kind = 0;
        const void *const value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(all.get(), i), &kind);
        if (kind != GEN_DNS && kind != GEN_IPADD)
            continue;
        const OctetView octets = stringOctets(static_cast<const ASN1_STRING *>(value));
        if (kind == GEN_DNS)
            names.dnsNames.emplace_back(charactersOf(octets));
        else
            names.addresses.emplace_back(octets.begin(), octets.end());
    }
    return names;
}

// Qt's TLS connections have the same level: it is that of the library, or of the system's configuration.
int securityLevel()
{
    static const int level = [] {
        constexpr int usual = 2;
        const std::unique_ptr<SSL_CTX, Freed> context(SSL_CTX_new(TLS_client_method()));
        return context ? SSL_CTX_get_security_level(context.get()) : usual;
    }();
    return level;
}

// Whether the names of files in a folder are those under which OpenSSL looks for an authority when it needs
// it: 8 hexadecimal digits, a dot and a digit.
bool isIndexed(const std::filesystem::path &folder)
{
    constexpr std::size_t digits = 8;
    std::error_code failure;
    std::filesystem::directory_iterator entry(folder, failure);
    for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        if (name.size() == digits + 2 && name.find_first_not_of("0123456789abcdef") == digits
            && name[digits] == '.')
            return true;
    }
    return false;
}

// The places in which Qt looks for the system's authorities, and OpenSSL's own. OpenSSL's file has them all,
// and reading it takes a third of a second, so it is only read if no folder can be looked into instead.
X509_STORE *systemStore()
{
    static const Store ofProcess = [] {
        const std::array folders{
            X509_get_default_cert_dir(), "/etc/ssl/certs",     "/usr/lib/ssl/certs", "/usr/local/ssl/certs",
            "/etc/openssl/certs",        "/opt/openssl/certs", "/var/ssl/certs"};
        Store store(X509_STORE_new());
        for (const char *const folder : folders)
            X509_STORE_load_path(store.get(), folder);
        if (std::ranges::none_of(folders, isIndexed))
            X509_STORE_load_file(store.get(), X509_get_default_cert_file());
        return store;
    }();
    return ofProcess.get();
}

Store storeOf(const std::vector<OctetBuffer> &authorities)
{
    Store store(X509_STORE_new());
    for (const OctetBuffer &der : authorities) {
        if (const Certificate authority = decoded(der))
            X509_STORE_add_cert(store.get(), authority.get());
    }
    return store;
}

// Collects what OpenSSL finds; it goes on after each fault, so that none hides another.
class ChainVerification
{
public:
    ChainVerification(X509_STORE *store, CertificatePurpose purpose)
        : m_store(store)
        , m_purpose(purpose)
    {
    }

    [[nodiscard]] std::vector<CertificateFault> verify(const std::vector<Certificate> &chain);

private:
    static int collect(int isGood, X509_STORE_CTX *context);
    void add(int code, int depth, X509 *certificate);

    X509_STORE *m_store;
    CertificatePurpose m_purpose;
    std::vector<CertificateFault> m_faults;
};

std::vector<CertificateFault> ChainVerification::verify(const std::vector<Certificate> &chain)
{
    const std::unique_ptr<STACK_OF(X509), Freed> others(sk_X509_new_null());
    for (std::size_t i = 1; i < chain.size(); ++i)
        sk_X509_push(others.get(), chain[i].get());
    const std::unique_ptr<X509_STORE_CTX, Freed> context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), m_store, chain.front().get(), others.get());
    // Usage and trust, as for a certificate in TLS.
    X509_STORE_CTX_set_default(context.get(),
                               m_purpose == CertificatePurpose::Server ? "ssl_server" : "ssl_client");
    X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(context.get()), securityLevel());
    X509_STORE_CTX_set_app_data(context.get(), this);
    X509_STORE_CTX_set_verify_cb(context.get(), &ChainVerification::collect);
    const bool isGood = X509_verify_cert(context.get()) == 1;
    if (!isGood && m_faults.empty())
        add(X509_V_ERR_UNSPECIFIED, 0, chain.front().get());
    return std::move(m_faults);
}

int ChainVerification::collect(int isGood, X509_STORE_CTX *context)
{
    constexpr int goOn = 1;
    if (isGood == 0)
        static_cast<ChainVerification *>(X509_STORE_CTX_get_app_data(context))
            ->add(X509_STORE_CTX_get_error(context), X509_STORE_CTX_get_error_depth(context),
                  X509_STORE_CTX_get_current_cert(context));
    return goOn;
}

void ChainVerification::add(int code, int depth, X509 *certificate)
{
    CertificateFault fault{.name = verifyName(code),
                           .subject = certificate != nullptr ? subjectOf(certificate) : std::string(),
                           .detail = verifySentence(code, certificate, securityLevel()),
                           .depth = static_cast<unsigned>(std::max(depth, 0))};
    const bool isKnown = std::ranges::find(m_faults, fault) != m_faults.end();
    if (!isKnown && m_faults.size() < mostCertificateFaults)
        m_faults.push_back(std::move(fault));
}

} // namespace

std::optional<CertificateNames> namesOf(OctetView der)
{
    const ErrorQueue errors;
    const Certificate certificate = decoded(der);
    return certificate ? std::optional(namesOf(certificate.get())) : std::nullopt;
}

std::vector<std::string> knownFaults()
{
    std::vector<std::string> names = verifyNames();
    for (const char *const name : {"CertificateBlacklisted", "CommonNameOnly", "HostNameMismatch",
                                   "NoServerName", "UnreadableCertificate", "UnreadableNames"})
        names.emplace_back(name);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::optional<std::string> ownFault(OctetView der)
{
    const ErrorQueue errors;
    const Certificate certificate = decoded(der);
    const std::unique_ptr<SSL_CTX, Freed> context(SSL_CTX_new(TLS_method()));
    if (certificate && context && SSL_CTX_use_certificate(context.get(), certificate.get()) == 1)
        return std::nullopt;
    const char *const reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason != nullptr ? reason : "it cannot be decoded";
}

std::vector<CertificateFault> chainFaults(const ChainCheck &check)
{
    const ErrorQueue errors;
    std::vector<Certificate> chain;
    for (const OctetBuffer &der : check.chain) {
        Certificate certificate = decoded(der);
        if (!certificate)
            return {CertificateFault{.name = "UnreadableCertificate",
                                     .subject = {},
                                     .detail = "A certificate of the peer cannot be decoded"}};
        chain.push_back(std::move(certificate));
    }
    if (chain.empty())
        return {CertificateFault{
            .name = "NoPeerCertificate", .subject = {}, .detail = "The peer has shown no certificate"}};
    std::vector<CertificateFault> faults;
    if (check.host) {
        if (auto fault = identityFault(namesOf(chain.front().get()), *check.host)) {
            fault->subject = subjectOf(chain.front().get());
            fault->depth = 0;
            faults.push_back(std::move(*fault));
        }
    }
    const Store given = check.authorities ? storeOf(*check.authorities) : nullptr;
    ChainVerification verification(given ? given.get() : systemStore(), check.purpose);
    std::ranges::move(verification.verify(chain), std::back_inserter(faults));
    faults.resize(std::min(faults.size(), mostCertificateFaults));
    return faults;
}

} // namespace fg
