// Whether a certificate's names are the server's (RFC 9525 6).
#include "protocol/transport/server_identity.h"

#include <gtest/gtest.h>

namespace fg::test::server_identity_test {
namespace {

using namespace std::string_literals;

struct NameCase
{
    std::string presented;
    std::string host;
    bool fits;
    const char *why;
};

TEST(FitsDnsName, AsRfc9525Says)
{
    const std::string label63(63, 'a');
    const std::vector<NameCase> cases{
        {"example.org", "example.org", true, "the same name"},
        {"Example.ORG", "eXample.org", true, "ASCII letters are compared without their case"},
        {"example.org", "example.com", false, "another name"},
        {"example.org", "www.example.org", false, "a name below it"},
        {"www.example.org", "example.org", false, "a name above it"},
        {"localhost", "localhost", true, "a name of one label"},
        {"my_host.example.org", "my_host.example.org", true, "an underscore, which is in use"},
        {label63 + ".example.org", label63 + ".example.org", true, "the longest label"},
        {label63 + "a.example.org", label63 + "a.example.org", false, "a label that is too long"},
        {"example.org", "example.org.", true, "a dot at the host's end is ignored"},
        {"example.org.", "example.org", false, "a name in a certificate has no such dot"},
        {"example.org", "example.org..", false, "only one dot is ignored"},
        {"example.org", ".example.org", false, "an empty label"},
        {".example.org", "www.example.org", false, "a dot at its start is not a wildcard"},
        {"", "", false, "an empty name"},
        {"", ".", false, "an empty name"},
        {"*.example.org", "www.example.org", true, "a wildcard stands for one label"},
        {"*.EXAMPLE.org", "www.example.ORG", true, "also there, without their case"},
        {"*.example.org", "www.example.org.", true, "also with a dot at the host's end"},
        {"*.example.org", "example.org", false, "a wildcard does not stand for nothing"},
        {"*.example.org", "a.b.example.org", false, "a wildcard does not stand for two labels"},
        {"*.example.org", ".example.org", false, "a wildcard does not stand for an empty label"},
        {"*.example.org", "*.example.org", false, "a host has no wildcard"},
        {"w*.example.org", "www.example.org", false, "a wildcard that is a part of a label"},
        {"*w.example.org", "www.example.org", false, "a wildcard that is a part of a label"},
        {"w*w.example.org", "www.example.org", false, "a wildcard that is a part of a label"},
        {"www.*.org", "www.example.org", false, "a wildcard in another label"},
        {"*.*.org", "www.example.org", false, "two wildcards"},
        {"**.example.org", "www.example.org", false, "two asterisks"},
        {"*", "localhost", false, "a wildcard alone"},
        {"*.", "localhost.", false, "a wildcard alone"},
        {"*.org", "example.org", false, "a wildcard right below a name of one label"},
        {"xn--bcher-kva.example", "xn--bcher-kva.example", true, "A-labels are compared as they are"},
        {"XN--BCHER-KVA.example", "xn--bcher-kva.example", true, "A-labels are ASCII"},
        {"b\xc3\xbc"
         "cher.example",
         "xn--bcher-kva.example", false, "a name in UTF-8 is not a dNSName"},
        {"b\xc3\xbc"
         "cher.example",
         "b\xc3\xbc"
         "cher.example",
         false, "a name in UTF-8 is not a dNSName"},
        {"*.example.org", "xn--bcher-kva.example.org", true, "a wildcard may stand for an A-label"},
        {"xn--*.example.org", "xn--bcher-kva.example.org", false, "a wildcard inside an A-label"},
        {"example.org\0.evil.example"s, "example.org", false, "NUL ends nothing"},
        {"example.org\0"s, "example.org", false, "NUL at the end"},
        {"*.example.org\0"s, "www.example.org", false, "NUL after a wildcard"},
        {" example.org", "example.org", false, "a space"},
        {"example.org\n", "example.org", false, "a line end"},
        {"127.0.0.1", "127.0.0.1", false, "an address in a dNSName"},
        {"127.0.0.1", "127.0.0.1.", false, "an address in a dNSName, with a dot"},
        {"*.0.0.1", "127.0.0.1", false, "an address and a wildcard"},
        {"1.2.3", "1.2.3", false, "an address of three parts"},
        {"a.b.3", "a.b.3", false, "no name ends in a number"},
        {"a.0x7f", "a.0x7f", false, "no name ends in a number"},
        {"::1", "::1", false, "an address in a dNSName"},
    };
    for (const NameCase &one : cases)
        EXPECT_EQ(fitsDnsName(one.presented, one.host), one.fits)
            << '"' << one.presented << "\" for \"" << one.host << "\": " << one.why;
}

TEST(AddressOctets, AreThoseOfTheHostHoweverItIsWritten)
{
    const auto hexOf = [](std::string_view host) {
        const auto octets = addressOctets(host);
        return octets ? toHex(*octets) : "a name";
    };
    EXPECT_EQ(hexOf("127.0.0.1"), "7f000001");
    EXPECT_EQ(hexOf("127.1"), "7f000001");
    EXPECT_EQ(hexOf("0x7f.1"), "7f000001");
    EXPECT_EQ(hexOf("127.0.0.1."), "7f000001");
    EXPECT_EQ(hexOf("::1"), "00000000000000000000000000000001");
    EXPECT_EQ(hexOf("0:0:0:0:0:0:0:1"), "00000000000000000000000000000001");
    EXPECT_EQ(hexOf("fe80::1%eth0"), "fe800000000000000000000000000001");
    EXPECT_EQ(hexOf("::ffff:127.0.0.1"), "00000000000000000000ffff7f000001");
    for (const char *name : {"localhost", "1.2.3.4.example", "1.2.3.4%25x", "256.1.1.1.1", "127.0.0.1 x",
                             "face", "dead.beef", "", "."})
        EXPECT_EQ(hexOf(name), "a name") << name;
}

OctetBuffer octets(std::string_view hex) { return fromHex(hex).value(); }

std::string faultName(const CertificateNames &names, std::string_view host)
{
    const auto fault = identityFault(names, host);
    return fault ? fault->name : "none";
}

TEST(IdentityFault, IsNoneIfOneOfTheNamesIsTheHost)
{
    CertificateNames names{.dnsNames = {"a.example", "b.example"}, .addresses = {}, .commonName = {}};
    names.addresses = {octets("7f000001"), octets("00000000000000000000000000000001")};
    for (const char *host : {"a.example", "b.example", "127.0.0.1", "127.1", "::1"})
        EXPECT_EQ(faultName(names, host), "none") << host;
    for (const char *host : {"c.example", "127.0.0.2", "::2", "::ffff:127.0.0.1"})
        EXPECT_EQ(faultName(names, host), "HostNameMismatch") << host;
}

TEST(IdentityFault, OfACommonNameAloneNamesItAndSaysThatItDoesNotCount)
{
    const CertificateNames names{.dnsNames = {}, .addresses = {}, .commonName = "a.example"};
    const auto fault = identityFault(names, "a.example");
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->name, "CommonNameOnly");
    EXPECT_EQ(
        fault->detail,
        "The certificate has no DNS name or address in subjectAltName; its common name is a.example, which "
        "does not count (RFC 9525 2)");
    EXPECT_EQ(faultName({}, "a.example"), "NoServerName");
}

TEST(IdentityFault, ACommonNameDoesNotCountBesideOtherNames)
{
    const CertificateNames names{.dnsNames = {"b.example"}, .addresses = {}, .commonName = "a.example"};
    const auto fault = identityFault(names, "a.example");
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->name, "HostNameMismatch");
    EXPECT_EQ(fault->detail,
              "The certificate is for b.example, not for a.example; its common name does not count "
              "(RFC 9525 2)");
}

TEST(IdentityFault, AnAddressIsNeverComparedWithADnsName)
{
    const CertificateNames names{.dnsNames = {"127.0.0.1"}, .addresses = {}, .commonName = "127.0.0.1"};
    const auto fault = identityFault(names, "127.0.0.1");
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->name, "HostNameMismatch");
    EXPECT_NE(fault->detail.find("RFC 9525 6.4"), std::string::npos) << fault->detail;
    // Nor is a name compared with octets that spell it.
    CertificateNames spelt;
    spelt.addresses = {bufferOf("host")};
    EXPECT_EQ(faultName(spelt, "host"), "HostNameMismatch");
}

TEST(IdentityFault, OfNamesThatCannotBeDecodedIsOneEvenIfTheCommonNameFits)
{
    const CertificateNames names{
        .dnsNames = {}, .addresses = {}, .commonName = "a.example", .isUnreadable = true};
    EXPECT_EQ(faultName(names, "a.example"), "UnreadableNames");
}

TEST(IdentityFault, QuotesAFewNamesAndTheStartOfEach)
{
    CertificateNames names;
    for (int i = 0; i < 1000; ++i)
        names.dnsNames.emplace_back(std::to_string(i) + std::string(10'000, 'x'));
    names.addresses = {octets("7f000001"), octets("0102")};
    const auto fault = identityFault(names, "a.example");
    ASSERT_TRUE(fault);
    EXPECT_LT(fault->detail.size(), 1000U);
    EXPECT_NE(fault->detail.find("and 997 others"), std::string::npos) << fault->detail;
    const CertificateNames few{.dnsNames = {"b.example"}, .addresses = names.addresses, .commonName = {}};
    EXPECT_EQ(identityFault(few, "a.example")->detail,
              "The certificate is for b.example, 127.0.0.1 and an address of 2 octets, not for a.example");
}

} // namespace
} // namespace fg::test::server_identity_test
