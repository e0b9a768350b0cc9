// The body of an answer as it passes the wire (RFC 9112 6 and 7): where it ends, and what of it is content.
#pragma once

#include "protocol/handshake/http_head.h"
#include "protocol/wire/octets.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace fg {

// The most that is read of the body of an answer other than 101, in octets, and also once it is decoded.
inline constexpr std::size_t longestBody = 64 * 1024;

// What a body consists of beside the sizes of its chunks.
struct BodyParts
{
    std::string content;
    std::string trailers; // lines, as they passed the wire
};

// Finds the end of the body that follows an answer other than 101: by Content-Length, by chunks, or with the
// connection (RFC 9112 6.3). The body itself is not kept. If a length or chunk size is invalid, the body
// lasts until the connection ends.
class BodyEnd
{
public:
    enum class Fault : std::uint8_t {
        None,
        LengthMalformed, // Content-Length is not a number; all that follows is content
        LengthTooGreat, // the same; it exceeds 64 bits
        LengthsDiffer, // the same; there are several (RFC 9112 6.3)
        ChunkSizeTooGreat, // as ChunkSizeMalformed; it exceeds 64 bits
        ChunkSizeMalformed, // what follows cannot be told from sizes of chunks, and is not content
        ChunkEndMissing, // the same; a chunk has other octets after it than a line end
    };

    explicit BodyEnd(const HttpHead &answer);
    // Consumes octets that belong to the body and returns their number. Their content is added to `parts`.
    std::size_t feed(OctetView octets, BodyParts *parts = nullptr);
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] Fault fault() const { return m_fault; }
    // The length or a chunk says that more follows. A body that only the connection ends may be whole at any
    // octet.
    [[nodiscard]] bool isUnfinished() const { return !isComplete() && m_framing != Framing::UntilDrop; }

private:
    enum class Framing : std::uint8_t { Length, Chunked, UntilDrop };
    // The part of a chunked body (RFC 9112 7.1) that the next octet belongs to.
    enum class Stage : std::uint8_t {
        SizeStart,
        Size,
        SizeLineRest, // chunk extensions and the line end
        Data,
        DataEnd,
        DataEndAfterReturn,
        TrailerStart,
        TrailerStartAfterReturn,
        Trailer,
        Done,
    };

    std::size_t readCounted(std::string_view text, BodyParts *parts);
    void readChunkCharacter(char c);
    void readSizeCharacter(char c);
    void lose(Fault fault);

    Framing m_framing = Framing::Length;
    Stage m_stage = Stage::SizeStart;
    Fault m_fault = Fault::None;
    std::uint64_t m_remaining = 0; // octets still to come of the body, or of the chunk
};

} // namespace fg
