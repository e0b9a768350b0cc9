// The lines of an HTTP head in a read or write, each with the octets that hold it.
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/field_clauses.h"
#include "protocol/report/wording/row_fields.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

struct FieldMeaning
{
    std::string_view name;
    std::string_view meaning;
};

constexpr std::array fieldMeanings{
    FieldMeaning{"Host", "which server is meant"},
    FieldMeaning{"Upgrade", "the protocol to change to; must name websocket"},
    FieldMeaning{"Connection", "must name Upgrade"},
    FieldMeaning{"Origin", "the web page that the request comes from"},
    FieldMeaning{"Sec-WebSocket-Key", "16 random octets; the answer must prove that they were read"},
    FieldMeaning{"Sec-WebSocket-Accept", "the proof, computed from the request's key"},
    FieldMeaning{"Sec-WebSocket-Version", "13 is the version of RFC 6455"},
    FieldMeaning{"Sec-WebSocket-Protocol", "subprotocols offered, or the one chosen"},
    FieldMeaning{"Sec-WebSocket-Extensions", "extensions offered, or those agreed"},
    FieldMeaning{"Content-Length", "octets of the body that follows"},
    FieldMeaning{"Location", "where to go instead"},
};

std::string meaningOf(std::string_view name)
{
    for (const FieldMeaning &known : fieldMeanings) {
        if (equalsIgnoringCase(known.name, name))
            return std::string(known.meaning);
    }
    return {};
}

Field lineField(std::string_view line, bool isFirstOfHead)
{
    Field out;
    const std::size_t colon = line.find(':');
    if (isFirstOfHead && line.empty()) {
        out.name = "empty line";
        out.meaning = "before the head";
    } else if (isFirstOfHead) {
        out.name = line.starts_with("HTTP/") ? "status line" : "request line";
        out.value = escaped(line);
        out.clause = startLineClause(line);
    } else if (line.empty()) {
        out.name = "empty line";
        out.meaning = "the end of the head";
    } else if (colon == std::string_view::npos) {
        out.name = "line";
        out.value = escaped(line);
    } else {
        out.name = escaped(line.substr(0, colon));
        out.value = escaped(trimmed(line.substr(colon + 1)));
        out.meaning = meaningOf(line.substr(0, colon));
        out.clause = headerClause(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    }
    return out;
}

std::string_view withoutLineEnd(std::string_view line)
{
    if (line.ends_with('\n'))
        line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

} // namespace

std::vector<Field> headFields(const SessionView &view, const LogRow &row)
{
    const HandshakeRecord handshake = view.handshake();
    const bool isRequest = (row.direction == Direction::Out) == (view.role() == Role::Client);
    const std::string &head = isRequest ? handshake.request : handshake.answer;
    const std::uint64_t headEnd = std::min<std::uint64_t>(head.size(), row.offset.value() + row.length);

    std::vector<Field> fields;
    // The head stands at the start of its stream: a place in its text is an offset in the stream.
    const std::uint64_t start = row.offset.value();
    std::uint64_t offset = start;
    // The next head begins after the empty line of an interim answer. Empty lines may precede a request.
    const auto beginsHead = [&head](std::uint64_t at) {
        const std::string_view before = std::string_view(head).substr(0, at);
        return before.find_first_not_of("\r\n") == std::string_view::npos || before.ends_with("\n\r\n")
            || before.ends_with("\n\n");
    };
    while (offset < headEnd) {
        const std::size_t newline = head.find('\n', offset);
        const std::uint64_t end =
            newline == std::string::npos ? headEnd : std::min<std::uint64_t>(newline + 1, headEnd);
        const std::string_view line = std::string_view(head).substr(offset, end - offset);
        Field field = lineField(withoutLineEnd(line), beginsHead(offset));
        // A read can begin inside a line.
        if (offset == start && offset > 0 && head[offset - 1] != '\n') {
            field = {};
            field.name = "rest of a line";
            field.value = escaped(withoutLineEnd(line));
        }
        field.offset = StreamOffset(offset);
        field.length = end - offset;
        fields.push_back(std::move(field));
        offset = end;
    }
    const std::uint64_t rest = start + row.length - offset;
    if (rest > 0) {
        const OctetBuffer octets =
            view.octets(row.direction, StreamOffset(offset), std::min<std::uint64_t>(rest, previewOctets));
        Field field;
        field.name = "after the head";
        field.value = payloadPreview(octets, rest, previewOctets);
        field.meaning = counted(rest, "octet");
        field.offset = StreamOffset(offset);
        field.length = rest;
        fields.push_back(std::move(field));
    }
    return fields;
}

} // namespace fg
