#include "protocol/handshake/body_end.h"

#include "protocol/handshake/opening.h"
#include "protocol/text/characters.h"
#include "protocol/text/number_text.h"

#include <algorithm>
#include <limits>

namespace fg {

namespace {

struct ContentLength
{
    std::uint64_t octets = 0;
    BodyEnd::Fault fault = BodyEnd::Fault::LengthMalformed;
};

// The number that all elements of a Content-Length agree on (RFC 9112 6.3, 5), or why there is none.
ContentLength contentLength(std::string_view list)
{
    using Fault = BodyEnd::Fault;
    ContentLength length;
    for (const std::string_view element : listElements(list)) {
        const auto number = numberIn<std::uint64_t>(element);
        if (!number)
            return {.fault = std::ranges::all_of(element, isDigit) ? Fault::LengthTooGreat
                                                                   : Fault::LengthMalformed};
        if (length.fault == Fault::None && length.octets != *number)
            return {.fault = Fault::LengthsDiffer};
        length = {.octets = *number, .fault = Fault::None};
    }
    return length;
}

// Whether all that follows is content, because it is not known how long that is.
bool isOfLength(BodyEnd::Fault fault)
{
    switch (fault) {
    case BodyEnd::Fault::LengthMalformed:
    case BodyEnd::Fault::LengthTooGreat:
    case BodyEnd::Fault::LengthsDiffer:
        return true;
    case BodyEnd::Fault::None:
    case BodyEnd::Fault::ChunkSizeTooGreat:
    case BodyEnd::Fault::ChunkSizeMalformed:
    case BodyEnd::Fault::ChunkEndMissing:
        break;
    }
    return false;
}

} // namespace

BodyEnd::BodyEnd(const HttpHead &answer)
{
    const int status = statusOf(answer).value_or(0);
    if ((status >= 100 && status < 200) || status == 204 || status == 304)
        return;

    if (answer.count("Transfer-Encoding") > 0) {
        const std::string list = answer.joined("Transfer-Encoding");
        const std::vector<std::string_view> codings = listElements(list);
        const bool endsChunked = !codings.empty() && equalsIgnoringCase(codings.back(), "chunked");
        m_framing = endsChunked ? Framing::Chunked : Framing::UntilDrop;
        return;
    }
    m_framing = Framing::UntilDrop;
    if (answer.count("Content-Length") == 0)
        return;
    const ContentLength length = contentLength(answer.joined("Content-Length"));
    m_framing = length.fault == Fault::None ? Framing::Length : Framing::UntilDrop;
    m_remaining = length.octets;
    m_fault = length.fault;
}

std::size_t BodyEnd::feed(OctetView octets, BodyParts *parts)
{
    const std::string_view text = charactersOf(octets);
    if (m_framing == Framing::Length)
        return readCounted(text, parts);

    std::size_t used = 0;
    while (used < text.size() && m_framing == Framing::Chunked && m_stage != Stage::Done) {
        if (m_stage == Stage::Data) {
            used += readCounted(text.substr(used), parts);
            if (m_remaining == 0)
                m_stage = Stage::DataEnd;
            continue;
        }
        const bool wasInTrailer = m_stage == Stage::Trailer;
        readChunkCharacter(text[used]);
        if (parts && (wasInTrailer || m_stage == Stage::Trailer))
            parts->trailers += text[used];
        ++used;
    }
    if (m_framing != Framing::UntilDrop)
        return used;
    if (parts && (m_fault == Fault::None || isOfLength(m_fault)))
        parts->content += text.substr(used);
    return octets.size();
}

std::size_t BodyEnd::readCounted(std::string_view text, BodyParts *parts)
{
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(text.size(), m_remaining));
    m_remaining -= taken;
    if (parts)
        parts->content += text.substr(0, taken);
    return taken;
}

void BodyEnd::lose(Fault fault)
{
    m_framing = Framing::UntilDrop;
    m_fault = fault;
}

void BodyEnd::readChunkCharacter(char c)
{
    switch (m_stage) {
    case Stage::SizeStart:
    case Stage::Size:
        readSizeCharacter(c);
        break;
    case Stage::SizeLineRest:
        if (c == '\n')
            m_stage = m_remaining == 0 ? Stage::TrailerStart : Stage::Data;
        break;
    case Stage::DataEnd:
    case Stage::DataEndAfterReturn:
        if (c == '\n')
            m_stage = Stage::SizeStart;
        else if (c == '\r' && m_stage == Stage::DataEnd)
            m_stage = Stage::DataEndAfterReturn;
        else
            lose(Fault::ChunkEndMissing);
        break;
    case Stage::TrailerStart:
    case Stage::TrailerStartAfterReturn:
        if (c == '\n')
            m_stage = Stage::Done;
        else if (c == '\r' && m_stage == Stage::TrailerStart)
            m_stage = Stage::TrailerStartAfterReturn;
        else
            m_stage = Stage::Trailer;
        break;
    case Stage::Trailer:
        if (c == '\n')
            m_stage = Stage::TrailerStart;
        break;
    case Stage::Data:
    case Stage::Done:
        break;
    }
}

// A size that is not a number, or exceeds 64 bits, does not say where the body ends: then only the end of the
// connection does.
void BodyEnd::readSizeCharacter(char c)
{
    if (const std::optional<unsigned> digit = hexDigit(c)) {
        if (m_remaining > std::numeric_limits<std::uint64_t>::max() >> 4) {
            lose(Fault::ChunkSizeTooGreat);
            return;
        }
        m_remaining = m_remaining << 4 | *digit;
        m_stage = Stage::Size;
        return;
    }
    const bool mayFollow = c == '\r' || c == '\n' || c == ';' || isSpace(c);
    if (m_stage == Stage::SizeStart || !mayFollow) {
        lose(Fault::ChunkSizeMalformed);
        return;
    }
    m_stage = Stage::SizeLineRest;
    if (c == '\n')
        readChunkCharacter(c);
}

bool BodyEnd::isComplete() const
{
    switch (m_framing) {
    case Framing::Length:
        return m_remaining == 0;
    case Framing::Chunked:
        return m_stage == Stage::Done;
    case Framing::UntilDrop:
        return false;
    }
    return false;
}

} // namespace fg
