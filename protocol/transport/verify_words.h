// The faults of OpenSSL's verification of certificates, named and in words. Internal to transport/.
#pragma once

#include <openssl/x509.h>

#include <string>
#include <vector>

namespace fg {

// A stable identifier for an X509_V_ERR code. Codes that Qt knows have Qt's name, others one of ours.
[[nodiscard]] std::string verifyName(int code);
// All names that it has for codes.
[[nodiscard]] std::vector<std::string> verifyNames();
// The sentence, without a full stop. `certificate` is the one with the fault, and may be null. `level` is the
// security level that keys and signatures were compared with.
[[nodiscard]] std::string verifySentence(int code, X509 *certificate, int level);

} // namespace fg
