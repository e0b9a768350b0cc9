// The payload of compressed messages, RFC 7692 7.2, over zlib: a message in, its DEFLATE data without the
// closing 00 00 ff ff out, and back. Both keep their memory from message to message: once warm nothing is
// allocated.
#pragma once

#include "protocol/deflate/parameters.h"
#include "protocol/wire/octets.h"
#include "protocol/wire/rules.h"

#include <algorithm>
#include <cstdint>
#include <memory>

struct z_stream_s;

namespace fg {

// Frees what zlib holds behind a stream.
struct DeflateStreamEnd
{
    void operator()(z_stream_s *stream) const;
};
struct InflateStreamEnd
{
    void operator()(z_stream_s *stream) const;
};

// What compressing may cost. The default was the fastest of all where it was measured, on messages of 16
// octets to 128 KiB with every window, at about the ratio of the levels 2 and 3.
struct DeflateEffort
{
    // zlib's, 0 (stored) to 9
    int level = 1;
    // zlib's, 1 to 9: 2 to this power KiB for symbols and hashes, cleared for each fresh message
    int memoryLevel = 8;

    bool operator==(const DeflateEffort &) const = default;
};

// How a message ends; a receiver takes all of them (7.2.3).
enum class DeflateEnding : std::uint8_t {
    Flush, // an empty stored block, as nearly everybody does it
    FinalBlock, // a block with BFINAL set, and then the header of an empty stored block (7.2.3.4)
};

// What a message may refer to.
enum class DeflateContext : std::uint8_t {
    AsAgreed, // by the takeover of the direction
    Fresh, // nothing but itself; always legal
    Kept, // the messages before it, even where that was not agreed
};

class Deflater
{
public:
    // A window of 8 bits is made with 9, which zlib never uses to its end: no reference goes farther back
    // than 250 octets.
    explicit Deflater(DeflateDirection direction, DeflateEffort effort = {});

    // Appends the whole message, compressed, to `out`.
    void compress(OctetView message, OctetBuffer &out, DeflateContext context = DeflateContext::AsAgreed,
                  DeflateEnding ending = DeflateEnding::Flush);

    // The same in parts. Output may come with any of them.
    void begin(DeflateContext context = DeflateContext::AsAgreed);
    void write(OctetView part, OctetBuffer &out);
    void finish(OctetBuffer &out, DeflateEnding ending = DeflateEnding::Flush);

    // The next message refers to nothing before it.
    void forget() { m_hasContext = false; }

private:
    void end(OctetView lastPart, OctetBuffer &out, DeflateEnding ending);
    void run(OctetView part, int flush, OctetBuffer &out);

    DeflateDirection m_direction;
    DeflateEffort m_effort;
    std::unique_ptr<z_stream_s, DeflateStreamEnd> m_stream; // made with the first message
    bool m_hasContext = false; // the peer has what the stream remembers
    bool m_isEmpty = true; // nothing of the message has come yet
};

// What a peer may make us inflate. Both are judged while inflating.
struct InflateLimits
{
    std::uint64_t messageOctets = 64ull * 1024 * 1024;
    // Octets inflated for each that came, once a message has come to so many octets: DEFLATE reaches 1032,
    // and messages of one repeated character come near that honestly.
    std::uint64_t ratio = 500;
    std::uint64_t ratioFrom = 16ull * 1024 * 1024;

    // For messages of at most so many octets. Whoever wants longer ones gets more of what repeats, too.
    [[nodiscard]] static constexpr InflateLimits forMessages(std::uint64_t octets)
    {
        const InflateLimits usual;
        return {.messageOctets = octets,
                .ratio = usual.ratio,
                .ratioFrom = std::max(usual.ratioFrom, octets / (usual.messageOctets / usual.ratioFrom))};
    }
};

// What inflating came to next.
struct InflateStep
{
    enum class Kind : std::uint8_t {
        NeedInput, // the input is used up
        Octets, // some of the message
        Broken, // rule, value, at
        Complete, // the message is at its end
    };
    Kind kind = Kind::NeedInput;
    OctetView octets; // borrowed until the next call
    RuleId rule{};
    std::uint64_t value = 0; // as the rule says
    std::uint64_t at = 0; // octet of the compressed message that shows it
    bool isLast = false; // of a broken message nothing more can be inflated
};

// What an inflater remembers between two messages.
struct InflateContext
{
    OctetBuffer window; // what a message may refer to, at most 32 KiB
    bool isFirst = true; // no message came before
    bool isLost = false; // the context holds a broken message

    bool operator==(const InflateContext &) const = default;
};

// Inflates one message after another as they come, in slices, so that a limit stops it at once. The window is
// always the largest, so that what refers too far back is still understood; a smaller one that was agreed
// is judged by reading the references (block_scanner.h).
class Inflater
{
public:
    static constexpr std::size_t sliceSize = 16 * 1024;

    explicit Inflater(DeflateDirection direction, InflateLimits limits = {});
    ~Inflater();
    Inflater(Inflater &&) noexcept;
    Inflater &operator=(Inflater &&) noexcept;

    // False when this message cannot be understood, because a broken one before it belongs to its context.
    bool begin();
    // Takes octets from the front of `input` (which shrinks) and gives at most a slice. After Broken, all but
    // a missing tail, the rest of the message is taken without a look.
    [[nodiscard]] InflateStep next(OctetView &input);
    // The payload is at its end: call it until it says Complete, or Broken for the last time. A message that
    // broke before is Complete at once.
    [[nodiscard]] InflateStep finish();

    // Between messages: what another one would need to go on from here, and going on from there.
    [[nodiscard]] InflateContext context() const;
    void resume(const InflateContext &context);

    // Of the message under way.
    [[nodiscard]] std::uint64_t inflated() const;
    // The octet of the compressed message that made this octet of the inflated message certain, which must be
    // one of the last step's; where that takes the closing 00 00 ff ff, the message's length. Costs time in
    // proportion to what came before.
    [[nodiscard]] std::uint64_t shownBy(std::uint64_t inflatedOctet);

private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace fg
