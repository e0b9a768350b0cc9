// Alerts of TLS by name.
#include "protocol/report/row_words.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

struct Alert
{
    std::uint8_t number;
    std::string_view name;
};

// RFC 8446 6.2, RFC 5246 7.2.2.
constexpr std::array alerts{
    Alert{10, "unexpected message"},
    Alert{20, "bad record MAC"},
    Alert{22, "record overflow"},
    Alert{40, "handshake failure"},
    Alert{42, "bad certificate"},
    Alert{43, "unsupported certificate"},
    Alert{44, "certificate revoked"},
    Alert{45, "certificate expired"},
    Alert{46, "certificate unknown"},
    Alert{47, "illegal parameter"},
    Alert{48, "unknown CA"},
    Alert{49, "access denied"},
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
    Alert{116, "certificate required"},
    Alert{120, "no application protocol"},
};

} // namespace

std::string tlsAlertName(std::uint8_t alert)
{
    const auto found = std::ranges::find(alerts, alert, &Alert::number);
    return found == alerts.end() ? "number " + std::to_string(alert) : '"' + std::string(found->name) + '"';
}

CertificateRefusal certificateRefusal(std::uint8_t alert)
{
    switch (alert) {
    case 116:
        return CertificateRefusal::Missing;
    case 42:
    case 43:
    case 44:
    case 45:
    case 46:
    case 48:
    case 49:
        return CertificateRefusal::NotAccepted;
    default:
        return CertificateRefusal::None;
    }
}

} // namespace fg
