// Payloads for tests of compression, and plain use of zlib to check the results.
#pragma once

#include "protocol/deflate/codec.h"

#include <string>
#include <vector>

namespace fg::test {

// Text of the kind that people send; the same seed gives the same text.
[[nodiscard]] OctetBuffer prose(std::size_t size, unsigned seed = 1);
// Octets that compression does not make smaller.
[[nodiscard]] OctetBuffer noise(std::size_t size, unsigned seed = 1);

// Inflates with zlib in the simplest way that RFC 7692 7.2.2 describes.
class PlainInflater
{
public:
    explicit PlainInflater(DeflateDirection direction);
    ~PlainInflater();
    PlainInflater(const PlainInflater &) = delete;
    PlainInflater &operator=(const PlainInflater &) = delete;

    // The inflated message; if zlib refuses it, what was inflated before that.
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

// The result of inflating one message that arrives in pieces of at most `piece` octets.
struct Inflated
{
    OctetBuffer octets;
    std::vector<std::string> broken; // for example "message.deflate-invalid @3 =0"
    bool isComplete = false;

    bool operator==(const Inflated &) const = default;
};
[[nodiscard]] Inflated inflatedBy(Inflater &inflater, OctetView compressed, std::size_t piece = SIZE_MAX);

} // namespace fg::test
