#include "protocol/report/view/payload_pieces.h"

#include "protocol/text/base64.h"
#include "protocol/wire/utf8.h"

#include <algorithm>

namespace fg {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

// The number of octets at the end that begin a character which the next piece may continue.
std::size_t unfinishedEnd(std::string_view text)
{
    for (std::size_t size = 1; size <= 3 && size <= text.size(); ++size) {
        Utf8Checker checker;
        const auto lead = static_cast<unsigned char>(text[text.size() - size]);
        if (lead >= 0xC0 && checker.write(octetsOf(text.substr(text.size() - size)))
            && checker.isInsideCharacter())
            return size;
    }
    return 0;
}

// Valid UTF-8 stays as it is. The first octet of an invalid sequence becomes U+FFFD, and the check continues
// after it.
std::string repaired(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        Utf8Checker checker;
        if (checker.write(octetsOf(text)) && checker.finish())
            return out.append(text);
        const auto good = static_cast<std::size_t>(checker.badOctet());
        out.append(text.substr(0, good)).append(replacement);
        text.remove_prefix(std::min(good + 1, text.size()));
    }
    return out;
}

} // namespace

PieceSource payloadPieces(const SessionView &view, const LogRow &frame)
{
    return [&view, frame](const std::function<void(OctetView)> &take) {
        for (std::uint64_t from = 0; from < frame.length;) {
            const OctetBuffer piece = view.payload(frame, from, pieceSize);
            if (piece.empty())
                return;
            take(piece);
            from += piece.size();
        }
    };
}

PieceSource octetPieces(const SessionView &view, const LogRow &octets)
{
    return [&view, octets](const std::function<void(OctetView)> &take) {
        for (std::uint64_t from = 0; from < octets.length;) {
            const std::uint64_t wanted = std::min<std::uint64_t>(octets.length - from, pieceSize);
            const OctetBuffer piece = view.octets(octets.direction, octets.offset + from, wanted);
            if (piece.empty())
                return;
            take(piece);
            from += piece.size();
        }
    };
}

bool isText(const PieceSource &pieces)
{
    Utf8Checker checker;
    pieces([&checker](OctetView piece) { checker.write(piece); });
    return checker.finish();
}

void writeText(JsonWriter &json, const PieceSource &pieces)
{
    std::string rest; // The beginning of a character.
    json.beginString();
    pieces([&](OctetView piece) {
        std::string text = std::move(rest);
        text += charactersOf(piece);
        const std::size_t unfinished = unfinishedEnd(text);
        rest = text.substr(text.size() - unfinished);
        text.resize(text.size() - unfinished);
        json.stringPart(repaired(text));
    });
    json.stringPart(repaired(rest));
    json.endString();
}

void writeBase64(JsonWriter &json, const PieceSource &pieces)
{
    OctetBuffer rest; // Less than a group of three.
    json.beginString();
    pieces([&](OctetView piece) {
        if (!rest.empty() || piece.size() % 3 != 0) {
            rest.insert(rest.end(), piece.begin(), piece.end());
            const std::size_t whole = rest.size() / 3 * 3;
            json.stringPart(toBase64(OctetView(rest).first(whole)));
            rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(whole));
        } else {
            json.stringPart(toBase64(piece));
        }
    });
    json.stringPart(toBase64(rest));
    json.endString();
}

} // namespace fg
