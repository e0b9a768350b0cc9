#include "protocol/session/log/log_row.h"

#include <zlib.h>

namespace fg {

namespace {

constexpr std::uint8_t finBit = 0x80;
constexpr std::uint8_t maskBit = 0x80;

} // namespace

FrameHeader LogRow::header() const
{
    FrameHeader header{.opcode = opcode(), .fin = fin(), .rsv = static_cast<std::uint8_t>(rsv())};
    header.payloadLength = length;
    header.lengthForm = static_cast<LengthForm>(lengthBits & 0x3);
    if (isMasked())
        header.maskingKey = maskingKey;
    return header;
}

void LogRow::setHeader(const FrameHeader &header)
{
    opcodeBits =
        static_cast<std::uint8_t>((header.fin ? finBit : 0) | (header.rsv << 4) | valueOf(header.opcode));
    lengthBits = static_cast<std::uint8_t>((header.maskingKey ? maskBit : 0)
                                           | static_cast<std::uint8_t>(header.lengthForm));
    maskingKey = header.maskingKey.value_or(MaskingKey{});
    length = header.payloadLength;
}

void BulkStream::add(OctetView passed)
{
    octets += passed.size();
    crc = static_cast<std::uint32_t>(
        crc32_z(crc, reinterpret_cast<const unsigned char *>(passed.data()), passed.size()));
}

} // namespace fg
