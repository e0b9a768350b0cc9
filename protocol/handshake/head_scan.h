// Reads heads leniently, as octets that may be cut off or wrong, to find the secrets in them: what any reader
// might take for a field is one here. Internal to handshake/.
#pragma once

#include "protocol/handshake/traced_text.h"

#include <functional>
#include <string>
#include <string_view>

namespace fg {

// The value of a field. A folded one (RFC 9112 5.2) has several lines, and a receiver joins them with a
// space; a word that was cut by folding is searched joined, too.
struct FieldValue
{
    TracedText lines;
    TracedText joined;

    void add(std::string_view line, std::size_t start);
};

// One line, or one field, of a head. Open: it is the last one, and more may follow.
struct HeadPart
{
    // Other: a line without a name, for example "Authorization Bearer abc" as a whole.
    enum class Kind : std::uint8_t { RequestLine, StatusLine, Field, Other };
    Kind kind;
    std::string_view name; // of a field, without what does not belong in a name
    const FieldValue &value;
    TextEnd end;
};

// Calls `visit` for each part of these heads. A line may be visited as several parts.
void scanHeads(std::string_view octets, TextEnd end, const std::function<void(const HeadPart &)> &visit);

} // namespace fg
