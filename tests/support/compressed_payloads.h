// What tests compress, and zlib used plainly to check it.
#pragma once

#include "protocol/deflate/codec.h"

#include <string>
#include <vector>

namespace fg::test {

// Text of the kind that people send, the same for the same seed.
[[nodiscard]] OctetBuffer prose(std::size_t size, unsigned seed = 1);
// Octets that do not get smaller.
[[nodiscard]] OctetBuffer noise(std::size_t size, unsigned seed = 1);

// zlib in the hands of somebody who read no more than RFC 7692 7.2.2.
class PlainInflater
{
public:
    explicit PlainInflater(DeflateDirection direction);
    ~PlainInflater();
    PlainInflater(const PlainInflater &) = delete;
    PlainInflater &operator=(const PlainInflater &) = delete;

    // The message; whatever came out when zlib refuses it.
    [[nodiscard]] OctetBuffer inflate(OctetView compressed);

private:
    DeflateDirection m_direction;
    std::unique_ptr<z_stream_s> m_stream;
};

class PlainDeflater
{
public:
    explicit PlainDeflater(DeflateDirection direction, int level = 6);
    ~PlainDeflater();
    PlainDeflater(const PlainDeflater &) = delete;
    PlainDeflater &operator=(const PlainDeflater &) = delete;

    [[nodiscard]] OctetBuffer deflate(OctetView message);

private:
    DeflateDirection m_direction;
    std::unique_ptr<z_stream_s> m_stream;
};

// What an inflater makes of one message that comes in pieces of at most so many octets.
struct Inflated
{
    OctetBuffer octets;
    std::vector<std::string> broken; // "message.deflate-invalid @3 =0"
    bool isComplete = false;

    bool operator==(const Inflated &) const = default;
};
[[nodiscard]] Inflated inflatedBy(Inflater &inflater, OctetView compressed, std::size_t piece = SIZE_MAX);

} // namespace fg::test
