#include "protocol/wire/close_payload.h"

namespace fg {

ClosePayload parseClosePayload(OctetView payload)
{
    ClosePayload result;
    if (payload.size() < 2) {
        result.isCutCode = payload.size() == 1;
        return result;
    }
    const auto high = std::to_integer<unsigned>(payload[0]);
    const auto low = std::to_integer<unsigned>(payload[1]);
    result.code = static_cast<std::uint16_t>(high << 8 | low);
    result.reason = payload.subspan(2);
    return result;
}

void encodeClosePayload(std::optional<std::uint16_t> code, OctetView reason, OctetBuffer &out)
{
    if (code) {
        out.push_back(static_cast<std::byte>(*code >> 8));
        out.push_back(static_cast<std::byte>(*code & 0xFF));
    }
    out.insert(out.end(), reason.begin(), reason.end());
}

bool isCloseCodeAllowed(std::uint16_t code)
{
    // 1004 is reserved. 1005, 1006 and 1015 are for use in an API and must not be sent in a frame.
    if (code >= 1000 && code <= 1014)
        return code < 1004 || code > 1006;
    return code >= 3000 && code <= 4999;
}

} // namespace fg
