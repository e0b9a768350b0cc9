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

bool isCloseCodeAllowed(std::uint16_t code) { return faultOfCloseCode(code) == FaultReason::None; }

FaultReason faultOfCloseCode(std::uint16_t code)
{
    if (code < 1000)
        return FaultReason::CodeNotUsed;
    if (code == 1004)
        return FaultReason::CodeReserved;
    if (code == 1005 || code == 1006 || code == 1015)
        return FaultReason::CodeNeverSent;
    if (code > 1015 && code < 3000)
        return FaultReason::CodeNotDefined;
    return code < 5000 ? FaultReason::None : FaultReason::CodeOutOfRange;
}

} // namespace fg
