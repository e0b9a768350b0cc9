// The payload of compressed messages, RFC 7692 7.2, implemented with zlib: compresses a message to its
// DEFLATE data without the closing 00 00 ff ff, and inflates it again. Both keep their memory from message to
// message, so that they allocate nothing once warm.
#pragma once

#include "protocol/deflate/parameters.h"
#include "protocol/wire/octets.h"
#include "protocol/wire/rules.h"

#include <algorithm>
#include <cstdint>
#include <memory>

struct z_stream_s;

namespace fg {

// Frees the memory that zlib holds for a stream.
struct DeflateStreamEnd
{
    void operator()(z_stream_s *stream) const;
};
struct InflateStreamEnd
{
    void operator()(z_stream_s *stream) const;
};

// How much work compressing may take. The default was the fastest setting that was measured, for messages of
// 16 octets to 128 KiB and every window size, at about the compression ratio of levels 2 and 3.
struct DeflateEffort
{
    // zlib's level, 0 (stored) to 9.
    int level = 1;
    // zlib's memory level, 1 to 9: 2 to this power KiB for symbols and hashes, cleared for each fresh
    // message.
    int memoryLevel = 8;

    bool operator==(const DeflateEffort &) const = default;
};

// How a message ends; a receiver accepts all of these (7.2.3).
enum class DeflateEnding : std::uint8_t {
    Flush, // an empty stored block, as almost every implementation does it
    FinalBlock, // a block with BFINAL set, followed by the header of an empty stored block (7.2.3.4)
};

// What the references of a message may refer to.
enum class DeflateContext : std::uint8_t {
    AsAgreed, // what the agreed context takeover of the direction allows
    Fresh, // only the message itself; always legal
    Kept, // the messages before it, even if that was not agreed on
};

class Deflater
{
public:
    // A window of 8 bits is replaced by 9 bits, of which zlib never uses the end: no reference goes back
    // further than 250 octets.
    explicit Deflater(DeflateDirection direction, DeflateEffort effort = {});

    // Appends the whole message, compressed, to `out`.
    void compress(OctetView message, OctetBuffer &out, DeflateContext context = DeflateContext::AsAgreed,
                  DeflateEnding ending = DeflateEnding::Flush);

    // The same in parts. Each call may append output.
    void begin(DeflateContext context = DeflateContext::AsAgreed);
    void write(OctetView part, OctetBuffer &out);
    void finish(OctetBuffer &out, DeflateEnding ending = DeflateEnding::Flush);

    // The next message will not refer to anything before it.
    void forgetContext() { m_hasContext = false; }
    // Octets of memory for the stream and its window.
    [[nodiscard]] std::size_t memory() const;

private:
    void end(OctetView lastPart, OctetBuffer &out, DeflateEnding ending);
    void run(OctetView part, int flush, OctetBuffer &out);

    DeflateDirection m_direction;
    DeflateEffort m_effort;
    std::unique_ptr<z_stream_s, DeflateStreamEnd> m_stream; // created with the first message
    bool m_hasContext = false; // the peer has what the stream remembers
    bool m_isEmpty = true; // nothing of the message has been written yet
};

// The most that a peer can make us inflate. Both limits are checked while inflating.
struct InflateLimits
{
    std::uint64_t messageOctets = 64ull * 1024 * 1024;
    // Octets inflated for each compressed octet, checked once a message has reached `ratioFrom` octets.
    // DEFLATE reaches 1032, and legitimate messages of one repeated character come close to that.
    std::uint64_t ratio = 500;
    std::uint64_t ratioFrom = 16ull * 1024 * 1024;

    // For messages of at most this number of octets. A higher limit also allows longer messages of repeated
    // data.
    [[nodiscard]] static constexpr InflateLimits forMessages(std::uint64_t octets)
    {
        const InflateLimits usual;
        return {.messageOctets = octets,
                .ratio = usual.ratio,
                .ratioFrom = std::max(usual.ratioFrom, octets / (usual.messageOctets / usual.ratioFrom))};
    }
};

// The result of the next step of inflating.
struct InflateStep
{
    enum class Kind : std::uint8_t {
        NeedInput, // the input is used up
        Octets, // some octets of the message
        Broken, // a rule is broken: rule, value and at are set
        Complete, // the message has ended
    };
    Kind kind = Kind::NeedInput;
    OctetView octets; // borrowed until the next call
    RuleId rule{};
    std::uint64_t value = 0; // its meaning depends on the rule
    std::uint64_t at = 0; // octet of the compressed message that shows the fault
    bool isLast = false; // nothing more of the broken message can be inflated
};

// The state of an inflater between two messages.
struct InflateContext
{
    OctetBuffer window; // what a message may refer to, at most 32 KiB
    bool isFirst = true; // no message came before
    bool isLost = false; // the context includes a broken message

    bool operator==(const InflateContext &) const = default;
};

// Inflates one message after another as they arrive, in slices, so that a limit stops a message at once. The
// window is always the largest one, so that a reference that goes too far back can still be inflated; the
// references are checked separately against a smaller agreed window (block_scanner.h).
class Inflater
{
public:
    static constexpr std::size_t sliceSize = 16 * 1024;

    explicit Inflater(DeflateDirection direction, InflateLimits limits = {});
    ~Inflater();
    Inflater(Inflater &&) noexcept;
    Inflater &operator=(Inflater &&) noexcept;

    // Begins a message. Returns false if it cannot be inflated because its context includes a broken message.
    bool begin();
    // Consumes octets from the front of `input` (which shrinks) and returns at most one slice. After Broken
    // (other than a missing tail), the rest of the message is consumed unread.
    [[nodiscard]] InflateStep next(OctetView &input);
    // Ends the payload: call it until it returns Complete, or Broken with isLast. A message that has already
    // broken is Complete at once.
    [[nodiscard]] InflateStep finish();

    // Between messages: context() returns what another inflater needs to continue from here, resume()
    // continues from there.
    [[nodiscard]] InflateContext context() const;
    void resume(const InflateContext &context);

    // Octets of memory that it takes beside its own size.
    [[nodiscard]] std::size_t memory() const;
    // Octets inflated of the current message.
    [[nodiscard]] std::uint64_t inflated() const;
    // The octet of the compressed message that determined this octet of the inflated message, which must be
    // one of the last step's. The result is the message's length if only the closing 00 00 ff ff determines
    // it. Takes time in proportion to the octets before it.
    [[nodiscard]] std::uint64_t shownBy(std::uint64_t inflatedOctet);

private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace fg
