#include "protocol/transport/verify_words.h"

#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <string_view>

namespace fg {

namespace {

struct VerifyFault
{
    int code;
    std::string_view name;
    std::string_view words; // empty: made from the certificate
};

constexpr std::array verifyFaults{
    VerifyFault{X509_V_ERR_UNSPECIFIED, "VerificationFailed", "OpenSSL could not verify it"},
    VerifyFault{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "UnableToGetIssuerCertificate",
                "The certificate of its issuer is missing, and no authority that is trusted has signed it"},
    VerifyFault{X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE, "UnableToDecryptCertificateSignature",
                "Its signature cannot be decrypted"},
    VerifyFault{X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY, "UnableToDecodeIssuerPublicKey",
                "The public key of its issuer cannot be decoded"},
    VerifyFault{X509_V_ERR_CERT_SIGNATURE_FAILURE, "CertificateSignatureFailed",
                "Its signature is not the issuer's"},
    VerifyFault{X509_V_ERR_CERT_NOT_YET_VALID, "CertificateNotYetValid", {}},
    VerifyFault{X509_V_ERR_CERT_HAS_EXPIRED, "CertificateExpired", {}},
    VerifyFault{X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD, "InvalidNotBeforeField",
                "The time from which it is valid (notBefore) cannot be read"},
    VerifyFault{X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD, "InvalidNotAfterField",
                "The time until which it is valid (notAfter) cannot be read"},
    VerifyFault{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "SelfSignedCertificate",
                "It has signed itself, and it is not trusted"},
    VerifyFault{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "SelfSignedCertificateInChain",
                "The authority at the end of the chain has signed itself, and it is not trusted"},
    VerifyFault{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "UnableToGetLocalIssuerCertificate",
                "Its issuer is not an authority that is trusted, and the peer did not send the issuer's "
                "certificate"},
    VerifyFault{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "UnableToVerifyFirstCertificate",
                "Its signature cannot be verified, because the peer sent no other certificate"},
    VerifyFault{X509_V_ERR_CERT_CHAIN_TOO_LONG, "ChainTooLong", "The chain of certificates is too long"},
    VerifyFault{X509_V_ERR_CERT_REVOKED, "CertificateRevoked", "It has been revoked"},
    VerifyFault{X509_V_ERR_INVALID_CA, "InvalidCaCertificate",
                "It has signed another certificate, but it is not an authority (its basic constraints do "
                "not say CA:TRUE)"},
    VerifyFault{X509_V_ERR_PATH_LENGTH_EXCEEDED, "PathLengthExceeded",
                "More authorities are below it than its basic constraints (pathlen) allow"},
    VerifyFault{X509_V_ERR_INVALID_PURPOSE, "InvalidPurpose",
                "It must not be used for this: its key usage or extended key usage does not allow it"},
    VerifyFault{X509_V_ERR_CERT_UNTRUSTED, "CertificateUntrusted", "It is not trusted for this purpose"},
    VerifyFault{X509_V_ERR_CERT_REJECTED, "CertificateRejected", "It is marked as rejected for this purpose"},
    VerifyFault{X509_V_ERR_KEYUSAGE_NO_CERTSIGN, "KeyUsageWithoutCertificateSigning",
                "It has signed another certificate, which its key usage does not allow"},
    VerifyFault{X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION, "UnknownCriticalExtension",
                "It has a critical extension that is not known here"},
    VerifyFault{X509_V_ERR_INVALID_EXTENSION, "InvalidExtension",
                "One of its extensions cannot be read, or contradicts another"},
    VerifyFault{X509_V_ERR_PERMITTED_VIOLATION, "NameNotPermitted",
                "An authority in the chain must not sign for one of its names (it is not in the permitted "
                "name constraints)"},
    VerifyFault{X509_V_ERR_EXCLUDED_VIOLATION, "NameExcluded",
                "An authority in the chain must not sign for one of its names (it is in the excluded name "
                "constraints)"},
    VerifyFault{X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE, "UnknownNameConstraint",
                "It has name constraints of a type that cannot be checked"},
    VerifyFault{X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX, "UnreadableNameConstraint",
                "It has name constraints that cannot be read"},
    VerifyFault{X509_V_ERR_UNSUPPORTED_NAME_SYNTAX, "UnreadableNames",
                "It has names that cannot be compared with name constraints"},
    VerifyFault{X509_V_ERR_EE_KEY_TOO_SMALL, "KeyTooWeak", {}},
    VerifyFault{X509_V_ERR_CA_KEY_TOO_SMALL, "AuthorityKeyTooWeak", {}},
    VerifyFault{X509_V_ERR_CA_MD_TOO_WEAK, "SignatureTooWeak", {}},
    VerifyFault{X509_V_ERR_UNSUPPORTED_SIGNATURE_ALGORITHM, "UnknownSignatureAlgorithm",
                "The algorithm of its signature is not known here"},
    VerifyFault{X509_V_ERR_SIGNATURE_ALGORITHM_MISMATCH, "SignatureAlgorithmMismatch",
                "The algorithm of its signature does not fit the issuer's key"},
};

const VerifyFault *find(int code)
{
    const auto found = std::ranges::find(verifyFaults, code, &VerifyFault::code);
    return found == verifyFaults.end() ? nullptr : &*found;
}

std::string timeText(const ASN1_TIME *time)
{
    std::tm parts{};
    std::array<char, 40> text{};
    if (ASN1_TIME_to_tm(time, &parts) != 1
        || std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts) == 0)
        return "a time that cannot be read";
    return text.data();
}

// The bits of security that a level demands, and the shortest keys that have them
// (SSL_CTX_set_security_level).
struct Strength
{
    int bits;
    int rsa;
    int ec;
};

Strength demandedBy(int level)
{
    constexpr std::array strengths{Strength{0, 0, 0},        Strength{80, 1024, 160},
                                   Strength{112, 2048, 224}, Strength{128, 3072, 256},
                                   Strength{192, 7680, 384}, Strength{256, 15360, 512}};
    return strengths[static_cast<std::size_t>(std::clamp(level, 0, static_cast<int>(strengths.size()) - 1))];
}

std::string levelText(int level) { return "OpenSSL's security level " + std::to_string(level); }

std::string weakKey(X509 *certificate, int level)
{
    const Strength demanded = demandedBy(level);
    EVP_PKEY *const key = X509_get0_pubkey(certificate);
    const char *const type = key != nullptr ? EVP_PKEY_get0_type_name(key) : nullptr;
    const std::string which = type == nullptr ? "Its key cannot be read, so its strength is not known"
                                              : "Its key is too weak: " + std::string(type) + " with "
            + std::to_string(EVP_PKEY_get_bits(key)) + " bits";
    return which + "; " + levelText(level) + " demands " + std::to_string(demanded.bits)
        + " bits of security, which RSA has from " + std::to_string(demanded.rsa) + " bits on and EC from "
        + std::to_string(demanded.ec);
}

std::string weakSignature(X509 *certificate, int level)
{
    const char *const name = OBJ_nid2ln(X509_get_signature_nid(certificate));
    return "It is signed with an algorithm that is too weak ("
        + std::string(name != nullptr ? name : "unknown") + "); " + levelText(level) + " demands "
        + std::to_string(demandedBy(level).bits)
        + " bits of security, which SHA-256 has and MD5 and SHA-1 do not";
}

} // namespace

std::string verifyName(int code)
{
    const VerifyFault *const fault = find(code);
    return fault != nullptr ? std::string(fault->name) : "OpenSslFault" + std::to_string(code);
}

std::vector<std::string> verifyNames()
{
    std::vector<std::string> names;
    for (const VerifyFault &fault : verifyFaults)
        names.emplace_back(fault.name);
    return names;
}

std::string verifySentence(int code, X509 *certificate, int level)
{
    if (const VerifyFault *const fault = find(code); fault != nullptr && !fault->words.empty())
        return std::string(fault->words);
    const std::string own = std::string("OpenSSL says: ") + X509_verify_cert_error_string(code);
    if (certificate == nullptr)
        return own;
    switch (code) {
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "The certificate is valid only from " + timeText(X509_get0_notBefore(certificate)) + " on";
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "The certificate expired at " + timeText(X509_get0_notAfter(certificate));
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
        return weakKey(certificate, level);
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return weakSignature(certificate, level);
    default:
        return own;
    }
}

} // namespace fg
