// Names of the alerts of TLS.
#include "protocol/transport/tls_alerts.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace fg {
namespace {

struct Alert
{
    std::uint8_t number;
    std::string_view name;
    CertificateRefusal refusal = CertificateRefusal::None;
};

constexpr auto missing = CertificateRefusal::Missing;
constexpr auto notAccepted = CertificateRefusal::NotAccepted;

// RFC 8446 6.2, RFC 5246 7.2.2.
constexpr std::array alerts{
    Alert{10, "unexpected message"},
    Alert{20, "bad record MAC"},
    Alert{22, "record overflow"},
    Alert{40, "handshake failure"},
    Alert{42, "bad certificate", notAccepted},
    Alert{43, "unsupported certificate", notAccepted},
    Alert{44, "certificate revoked", notAccepted},
    Alert{45, "certificate expired", notAccepted},
    Alert{46, "certificate unknown", notAccepted},
    Alert{47, "illegal parameter"},
    Alert{48, "unknown CA", notAccepted},
    Alert{49, "access denied", notAccepted},
    Alert{50, "decode error"},
    Alert{51, "decrypt error"},
    Alert{70, "protocol version"},
    Alert{71, "insufficient security"},
    Alert{80, "internal error"},
    Alert{86, "inappropriate fallback"},
    Alert{90, "user canceled"},
    Alert{109, "missing extension"},
    Alert{110, "unsupported extension"},
    Alert{112, "unrecognized name"},
    Alert{115, "unknown PSK identity"},
    Alert{116, "certificate required", missing},
    Alert{120, "no application protocol"},
};

const Alert *find(std::uint8_t number)
{
    const auto found = std::ranges::find(alerts, number, &Alert::number);
    return found == alerts.end() ? nullptr : &*found;
}

} // namespace

std::string tlsAlertName(std::uint8_t alert)
{
    const Alert *const known = find(alert);
    return known ? '"' + std::string(known->name) + '"' : "number " + std::to_string(alert);
}

CertificateRefusal certificateRefusal(std::uint8_t alert)
{
    const Alert *const known = find(alert);
    return known ? known->refusal : CertificateRefusal::None;
}

} // namespace fg
