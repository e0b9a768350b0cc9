#include "protocol/wire/where.h"

namespace fg {

static_assert(static_cast<unsigned>(WireField::Count) <= 16, "a FieldSet has a bit for each");

std::string_view nameOf(WireField field)
{
    switch (field) {
    case WireField::Fin:
        return "FIN";
    case WireField::Rsv1:
        return "RSV1";
    case WireField::Rsv2:
        return "RSV2";
    case WireField::Rsv3:
        return "RSV3";
    case WireField::Opcode:
        return "opcode";
    case WireField::Mask:
        return "MASK";
    case WireField::PayloadLength:
        return "payload length";
    case WireField::ExtendedLength:
        return "extended payload length";
    case WireField::Key:
        return "masking key";
    case WireField::Payload:
        return "payload";
    case WireField::CloseCode:
        return "close code";
    case WireField::CloseReason:
        return "close reason";
    case WireField::StartLine:
        return "start line";
    case WireField::HeaderField:
        return "header field";
    case WireField::HeadEnd:
        return "end of the head";
    case WireField::Count:
        break;
    }
    return {};
}

} // namespace fg
