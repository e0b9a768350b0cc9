#include "protocol/handshake/http_body.h"

#include "protocol/text/characters.h"
#include "protocol/text/text_tools.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>

namespace fg {
namespace {

// --- one coding ---

enum class Inflated : std::uint8_t { Whole, Cut, Broken, TooLong };

// For inflateInit2: the largest window, with the wrapper of this format.
constexpr int zlibFormat = MAX_WBITS;
constexpr int gzipFormat = MAX_WBITS + 16;
constexpr int bareFormat = -MAX_WBITS;

class Inflation
{
public:
    Inflation(std::string_view coded, int format)
    {
        m_stream.next_in = reinterpret_cast<const Bytef *>(coded.data());
        m_stream.avail_in = static_cast<uInt>(coded.size());
        m_isUsable = inflateInit2(&m_stream, format) == Z_OK;
    }
    ~Inflation()
    {
        if (m_isUsable)
            inflateEnd(&m_stream);
    }
    Inflation(const Inflation &) = delete;
    Inflation &operator=(const Inflation &) = delete;

    [[nodiscard]] Inflated run(std::string &into)
    {
        if (!m_isUsable)
            return Inflated::Broken;
        std::array<char, 8 * 1024> part;
        for (;;) {
            m_stream.next_out = reinterpret_cast<Bytef *>(part.data());
            m_stream.avail_out = static_cast<uInt>(std::min(part.size(), longestBody + 1 - into.size()));
            const uInt room = m_stream.avail_out;
            const int result = inflate(&m_stream, Z_NO_FLUSH);
            into.append(part.data(), room - m_stream.avail_out);
            if (into.size() > longestBody) {
                into.resize(longestBody);
                return Inflated::TooLong;
            }
            if (result == Z_STREAM_END && !beginsNext())
                return Inflated::Whole;
            if (result == Z_BUF_ERROR)
                return Inflated::Cut;
            if (result != Z_OK && result != Z_STREAM_END)
                return Inflated::Broken;
        }
    }

private:
    // RFC 1952 2.2: members simply appear one after another.
    [[nodiscard]] bool beginsNext()
    {
        const bool isMember =
            m_stream.avail_in >= 2 && m_stream.next_in[0] == 0x1f && m_stream.next_in[1] == 0x8b;
        return isMember && inflateReset(&m_stream) == Z_OK;
    }

    z_stream m_stream{};
    bool m_isUsable = false;
};

Inflated inflated(std::string_view coded, int format, std::string &into)
{
    return Inflation(coded, format).run(into);
}

// RFC 9110 8.4.1.2: some senders leave out the zlib format around "deflate".
Inflated inflatedDeflate(std::string_view coded, std::string &into)
{
    const Inflated result = inflated(coded, zlibFormat, into);
    return result == Inflated::Broken && into.empty() ? inflated(coded, bareFormat, into) : result;
}

bool isNamed(std::string_view coding, std::string_view name) { return equalsIgnoringCase(coding, name); }

// --- the body ---

std::string_view sentenceOf(BodyEnd::Fault fault)
{
    switch (fault) {
    case BodyEnd::Fault::None:
        break;
    case BodyEnd::Fault::LengthMalformed:
        return "Its Content-Length is not a number, so it lasts until the connection ends (RFC 9112 6.3).";
    case BodyEnd::Fault::LengthTooGreat:
        return "Its Content-Length is too large for 64 bits, so it lasts until the connection ends (RFC 9112 "
               "6.3).";
    case BodyEnd::Fault::LengthsDiffer:
        return "Its Content-Length says two different lengths, so it lasts until the connection ends (RFC "
               "9112 6.3).";
    case BodyEnd::Fault::ChunkSizeTooGreat:
        return "The size of a chunk is too large for 64 bits (RFC 9112 7.1); what follows cannot be read.";
    case BodyEnd::Fault::ChunkSizeMalformed:
        return "The size of a chunk is not a hexadecimal number (RFC 9112 7.1); what follows cannot be read.";
    case BodyEnd::Fault::ChunkEndMissing:
        return "A chunk does not end where its size says (RFC 9112 7.1); what follows cannot be read.";
    }
    return {};
}

class BodyDecoder
{
public:
    BodyDecoder(const HttpHead &head, BodyRest rest)
        : m_head(head)
        , m_rest(rest)
    {
    }

    [[nodiscard]] DecodedBody decode(std::string_view octets)
    {
        readFraming(octets);
        std::vector<std::string> codings = codingsOf("Transfer-Encoding");
        if (!codings.empty() && isNamed(codings.front(), "chunked")) {
            m_body.undone.push_back(codings.front());
            codings.erase(codings.begin());
        }
        const std::vector<std::string> ofContent = codingsOf("Content-Encoding");
        codings.insert(codings.end(), ofContent.begin(), ofContent.end());
        if (!m_body.content.empty())
            undo(codings);
        return std::move(m_body);
    }

private:
    // The outermost first.
    [[nodiscard]] std::vector<std::string> codingsOf(std::string_view name) const
    {
        const std::string list = m_head.joined(name);
        const std::vector<std::string_view> elements = listElements(list);
        std::vector<std::string> codings(elements.rbegin(), elements.rend());
        std::erase_if(codings, [](const std::string &coding) { return isNamed(coding, "identity"); });
        return codings;
    }

    void readFraming(std::string_view octets)
    {
        BodyEnd end(m_head);
        BodyParts parts;
        (void)end.feed(octetsOf(octets), &parts);
        m_body.content = std::move(parts.content);
        readTrailers(parts.trailers);
        if (end.fault() != BodyEnd::Fault::None)
            remark(std::string(sentenceOf(end.fault())));
        m_isWhole = !end.isUnfinished() && end.fault() != BodyEnd::Fault::ChunkSizeMalformed
            && end.fault() != BodyEnd::Fault::ChunkSizeTooGreat
            && end.fault() != BodyEnd::Fault::ChunkEndMissing;
        if (m_rest == BodyRest::NotRead && !end.isComplete()) {
            m_isWhole = false;
            remark("Only its first " + sizeText(longestBody) + " are read here.");
        } else if (m_rest == BodyRest::Nothing && end.isUnfinished()) {
            remark("The connection ended before it was complete (RFC 9112 8).");
        }
    }

    void readTrailers(std::string_view lines)
    {
        while (!lines.empty()) {
            const std::size_t end = std::min(lines.find('\n'), lines.size());
            const std::string_view line = trimmed(lines.substr(0, end));
            const std::size_t colon = std::min(line.find(':'), line.size());
            std::string_view value = line.substr(std::min(colon + 1, line.size()));
            if (value.ends_with('\r'))
                value.remove_suffix(1);
            m_body.trailers.push_back(
                {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(value))});
            lines.remove_prefix(std::min(end + 1, lines.size()));
        }
    }

    void undo(const std::vector<std::string> &codings)
    {
        for (const std::string &coding : codings) {
            if (m_body.undone.size() == mostCodings) {
                m_body.isReadable = false;
                remark("It has more than " + std::to_string(mostCodings)
                       + " codings; the rest is not undone.");
                return;
            }
            const bool isGzip = isNamed(coding, "gzip") || isNamed(coding, "x-gzip");
            if (!isGzip && !isNamed(coding, "deflate")) {
                m_body.isReadable = false;
                remark("Its coding " + inQuotes(coding) + " is not undone here.");
                return;
            }
            std::string plain;
            const Inflated result =
                isGzip ? inflated(m_body.content, gzipFormat, plain) : inflatedDeflate(m_body.content, plain);
            m_body.content = std::move(plain);
            m_body.undone.push_back(coding);
            addRemarkOn(result, coding);
        }
    }

    // A part of a coded body ends early, too; that is said of the whole.
    void addRemarkOn(Inflated result, const std::string &coding)
    {
        const bool mayEndEarly = !m_isWhole || m_rest == BodyRest::Coming;
        switch (result) {
        case Inflated::Whole:
            break;
        case Inflated::Cut:
            if (!mayEndEarly)
                remark("Its coding " + inQuotes(coding) + " ends early.");
            break;
        case Inflated::Broken:
            remark("It is broken: its coding " + inQuotes(coding)
                   + (m_body.content.empty() ? " cannot be undone." : " cannot be undone from here on."));
            break;
        case Inflated::TooLong:
            remark("Only the first " + sizeText(longestBody) + " that it inflates to are read here.");
            break;
        }
        m_isWhole = m_isWhole && result == Inflated::Whole;
    }

    void remark(std::string sentence) { m_body.remarks.push_back(std::move(sentence)); }

    const HttpHead &m_head;
    BodyRest m_rest;
    DecodedBody m_body;
    bool m_isWhole = true; // of what was decoded last
};

} // namespace

DecodedBody decodeBody(std::string_view octets, const HttpHead &head, BodyRest rest)
{
    return BodyDecoder(head, rest).decode(octets.substr(0, longestBody));
}

} // namespace fg
