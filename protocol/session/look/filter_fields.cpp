#include "protocol/session/look/filter_fields.h"

#include "protocol/handshake/http_head.h"
#include "protocol/session/log/log_row.h"
#include "protocol/text/characters.h"
#include "protocol/wire/rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace fg {
namespace {

template <typename Enum> constexpr std::uint64_t number(Enum value)
{
    return static_cast<std::uint64_t>(value);
}

template <typename Enum>
constexpr FilterWord word(std::string_view name, Enum value, std::string_view meaning)
{
    return {name, number(value), number(value), meaning};
}

template <typename Enum> constexpr FilterWord alias(std::string_view name, Enum value)
{
    return {name, number(value), number(value), {}, true};
}

constexpr std::array kindWords{
    word("frame", RowKind::Frame, "A frame, or a message of frames."),
    word("octets", RowKind::Octets, "One read or write of octets."),
    word("connected", RowKind::Connected, "The connection was established."),
    word("timer", RowKind::TimerSet, "A timer was set."),
    word("timeout", RowKind::TimerFired, "A timer ran out."),
    word("failed", RowKind::Failing, "We fail the connection from here on."),
    word("recording", RowKind::Recording, "Recording was switched on or off."),
    word("dropped", RowKind::Dropped, "The TCP connection ended."),
    word("error", RowKind::Error, "The connection never came about, or TLS refused it."),
    word("note", RowKind::Note, "A note of ours."),
    alias("tcp", RowKind::Dropped),
};

constexpr std::array directionWords{
    word("rx", Direction::In, "What we received."),
    word("tx", Direction::Out, "What we sent."),
    alias("in", Direction::In),
    alias("out", Direction::Out),
    alias("received", Direction::In),
    alias("sent", Direction::Out),
};

constexpr std::array opcodeWords{
    word("continuation", Opcode::Continuation, "0: a further frame of a message."),
    word("text", Opcode::Text, "1: the first frame of a text message."),
    word("binary", Opcode::Binary, "2: the first frame of a binary message."),
    word("close", Opcode::Close, "8: a close frame."),
    word("ping", Opcode::Ping, "9: a ping."),
    word("pong", Opcode::Pong, "10: a pong."),
    FilterWord{"reserved", 3, 7, "3 to 7 and 11 to 15: not defined."},
    FilterWord{"reserved", 11, 15, "3 to 7 and 11 to 15: not defined."},
    alias("cont", Opcode::Continuation),
    alias("bin", Opcode::Binary),
};

constexpr std::array severityWords{
    word("must", Severity::Must, "A MUST or MUST NOT of the RFC."),
    word("should", Severity::Should, "A SHOULD or SHOULD NOT of the RFC."),
    word("note", Severity::Note, "Legal, or a limit of ours, but worth reporting."),
};

constexpr std::array flagWords{
    FilterWord{"true", 1, 1, "It is so."},
    FilterWord{"false", 0, 0, "It is not so."},
    FilterWord{"yes", 1, 1, {}, true},
    FilterWord{"no", 0, 0, {}, true},
};

using Field = FilterField;
using Type = FilterType;
using Need = FilterNeed;
using enum FilterAlone;

constexpr std::array fields{
    FilterFieldInfo{Field::Number, "no", Type::Number, Need::Row, Searches,
                    "The row's number, as in the column No.", "no in {10..20, 35}"},
    FilterFieldInfo{Field::Time, "time", Type::TimeSpan, Need::Row, Searches,
                    "The time since the session began.", "time > 1.5s"},
    FilterFieldInfo{Field::Delta, "delta", Type::TimeSpan, Need::Counts, Searches,
                    "The time since the frame before it, in either direction.", "delta > 100ms"},
    FilterFieldInfo{Field::Kind, "kind", Type::Word, Need::Row, Searches, "What the row is.",
                    "kind == timeout", kindWords, "type"},
    FilterFieldInfo{Field::Direction, "dir", Type::Word, Need::Row, Searches,
                    "rx for what we received, tx for what we sent.", "dir == rx", directionWords,
                    "direction"},
    FilterFieldInfo{Field::Opcode, "op", Type::Word, Need::Row, Searches,
                    "The opcode of the frame, or of the message's first frame.", "op in {ping, pong}",
                    opcodeWords, "opcode"},
    FilterFieldInfo{Field::Fin, "fin", Type::Flag, Need::Row, Asks,
                    "The frame has FIN set; the message has its last frame.", "!fin", flagWords},
    FilterFieldInfo{Field::Rsv, "rsv", Type::Number, Need::Row, Searches,
                    "The reserved bits as a number: RSV1 is 4, RSV2 is 2, RSV3 is 1.", "rsv != 0"},
    FilterFieldInfo{Field::Rsv1, "rsv1", Type::Flag, Need::Row, Asks, "RSV1 is set.", "rsv1", flagWords},
    FilterFieldInfo{Field::Rsv2, "rsv2", Type::Flag, Need::Row, Asks, "RSV2 is set.", "rsv2", flagWords},
    FilterFieldInfo{Field::Rsv3, "rsv3", Type::Flag, Need::Row, Asks, "RSV3 is set.", "rsv3", flagWords},
    FilterFieldInfo{Field::Masked, "masked", Type::Flag, Need::Row, Asks, "The frame is masked.",
                    "dir == rx && masked", flagWords, "mask"},
    FilterFieldInfo{Field::Key, "key", Type::Number, Need::Row, Asks,
                    "The masking key of a masked frame, as a number of four octets.", "key == 0x00000000"},
    FilterFieldInfo{
        Field::Length,
        "len",
        Type::Size,
        Need::Row,
        Searches,
        "The payload's length as in the column Length: as declared in a frame; joined and inflated "
        "of a message.",
        "len > 1k",
        {},
        "length"},
    FilterFieldInfo{Field::WireLength, "wire.len", Type::Size, Need::Row, Asks,
                    "The length of the payload as it passed the wire, before it is inflated.",
                    "wire.len < 100"},
    FilterFieldInfo{
        Field::InflatedLength, "inflated", Type::Size, Need::Lists, Asks,
        "The length that a compressed message inflated to; in the view of frames, at its last frame.",
        "inflated > 1M"},
    FilterFieldInfo{Field::Compressed, "compressed", Type::Flag, Need::Counts, Asks,
                    "The message is compressed (permessage-deflate).", "compressed", flagWords},
    FilterFieldInfo{Field::Frame, "frame", Type::Flag, Need::Row, Asks,
                    "The row is a frame, or a message of frames.", "frame && dir == tx", flagWords},
    FilterFieldInfo{Field::FrameNumber, "frame.no", Type::Number, Need::Counts, Asks,
                    "The number of the frame in its direction, from 1.", "frame.no == 3"},
    FilterFieldInfo{Field::Message, "message", Type::Flag, Need::Counts, Asks,
                    "The row is a text or binary message, or a frame of one.", "message", flagWords},
    FilterFieldInfo{Field::MessageNumber, "message.no", Type::Number, Need::Counts, Asks,
                    "The number of the text or binary message in its direction, from 1.", "message.no == 12"},
    FilterFieldInfo{Field::MessageFrames, "message.frames", Type::Number, Need::Counts, Asks,
                    "How many frames the message has; in the view of frames, up to this one.",
                    "message.frames > 1"},
    FilterFieldInfo{Field::Control, "control", Type::Flag, Need::Row, Asks,
                    "The row is a control frame: close, ping, pong, or reserved from 11 on.", "!control",
                    flagWords},
    FilterFieldInfo{
        Field::Text,
        "text",
        Type::Text,
        Need::Octets,
        Asks,
        "The text of a text message, unmasked and inflated; in the view of frames, the part of it "
        "that is in the frame.",
        "text ~ \"error\"",
        {},
        {},
        FilterTexts::OfMessage},
    FilterFieldInfo{Field::Payload,
                    "payload",
                    Type::Octets,
                    Need::Octets,
                    Asks,
                    "The payload of any message or frame, unmasked and inflated.",
                    "payload ~ 0x0a0d",
                    {},
                    "data",
                    FilterTexts::Payload},
    FilterFieldInfo{Field::Wire,
                    "wire",
                    Type::Octets,
                    Need::Octets,
                    Asks,
                    "The octets of the row as they passed the wire, with the headers of frames.",
                    "wire ~ 0x8900",
                    {},
                    "hex",
                    FilterTexts::Wire},
    FilterFieldInfo{Field::Json,
                    "json",
                    Type::Json,
                    Need::Octets,
                    Asks,
                    "A value in the JSON of a payload; json alone: the payload is JSON.",
                    "json.user.id == 7",
                    {},
                    {},
                    FilterTexts::Json},
    FilterFieldInfo{Field::Code, "code", Type::Number, Need::Octets, Asks,
                    "The close code: of a close frame, 1005 if it has none; 1006 where the connection ended "
                    "without a close frame from the peer (RFC 6455 7.1.5).",
                    "code == 1006"},
    FilterFieldInfo{Field::Reason,
                    "reason",
                    Type::Text,
                    Need::Octets,
                    Asks,
                    "The reason in a close frame.",
                    "reason ~ \"shutdown\"",
                    {},
                    {},
                    FilterTexts::CloseReason},
    FilterFieldInfo{Field::Finding,
                    "finding",
                    Type::Text,
                    Need::Findings,
                    Asks,
                    "The name of a rule that was broken here; finding alone: any rule.",
                    "finding == frame.reserved-bits",
                    {},
                    "finding.rule",
                    FilterTexts::RuleNames},
    FilterFieldInfo{Field::FindingClause,
                    "finding.clause",
                    Type::Text,
                    Need::Findings,
                    Asks,
                    "The clause of a rule that was broken here.",
                    "finding.clause ~ \"6455 5.2\"",
                    {},
                    {},
                    FilterTexts::RuleClauses},
    FilterFieldInfo{Field::FindingSeverity, "finding.severity", Type::Word, Need::Findings, Asks,
                    "How grave a rule that was broken here is.", "finding.severity == must", severityWords},
    FilterFieldInfo{Field::Rtt, "rtt", Type::TimeSpan, Need::Octets, Asks,
                    "Of a pong: the time since the ping that it answers.", "rtt > 50ms"},
    FilterFieldInfo{Field::Head, "head", Type::Flag, Need::Row, Asks,
                    "The row has octets of the opening handshake.", "head", flagWords, "handshake"},
    FilterFieldInfo{Field::Header,
                    "header",
                    Type::Text,
                    Need::Lists,
                    Asks,
                    "A header field of the opening handshake, by its name.",
                    "header.sec-websocket-protocol",
                    {},
                    {},
                    FilterTexts::HeaderValues},
    FilterFieldInfo{Field::Status, "status", Type::Number, Need::Lists, Asks,
                    "The status code of the answer to the opening handshake.", "status != 101"},
    FilterFieldInfo{Field::Info,
                    "info",
                    Type::Text,
                    Need::Octets,
                    Searches,
                    "The words in the column Info, and the sentences of broken rules.",
                    "info ~ \"no longer kept\"",
                    {},
                    {},
                    FilterTexts::Info},
};
static_assert(fields.size() == number(Field::Count));

constexpr std::array operators{
    FilterOperatorInfo{FilterOperator::Equal, "==", "eq", "is equal to; capital and small letters differ"},
    FilterOperatorInfo{FilterOperator::NotEqual, "!=", "ne", "has a value, and it differs"},
    FilterOperatorInfo{FilterOperator::Less, "<", "lt", "is less than"},
    FilterOperatorInfo{FilterOperator::LessEqual, "<=", "le", "is at most"},
    FilterOperatorInfo{FilterOperator::Greater, ">", "gt", "is greater than"},
    FilterOperatorInfo{FilterOperator::GreaterEqual, ">=", "ge", "is at least"},
    FilterOperatorInfo{FilterOperator::Contains, "~", "contains",
                       "contains; capital and small letters are equal"},
    FilterOperatorInfo{FilterOperator::Matches, "matches", "matches",
                       "matches a regular expression; capital and small letters are equal"},
};

constexpr std::array sizeUnits{
    FilterUnitOfMeasure{"k", 1ull << 10, "1024 octets"},
    FilterUnitOfMeasure{"KiB", 1ull << 10, "1024 octets", true},
    FilterUnitOfMeasure{"kB", 1'000, "1000 octets"},
    FilterUnitOfMeasure{"MB", 1'000'000, "1000 kB"},
    FilterUnitOfMeasure{"M", 1ull << 20, "1024 k"},
    FilterUnitOfMeasure{"MiB", 1ull << 20, "1024 k", true},
    FilterUnitOfMeasure{"GB", 1'000'000'000, "1000 MB"},
    FilterUnitOfMeasure{"G", 1ull << 30, "1024 M"},
    FilterUnitOfMeasure{"GiB", 1ull << 30, "1024 M", true},
    FilterUnitOfMeasure{"K", 1ull << 10, "1024 octets", true},
};

constexpr std::array durationUnits{
    FilterUnitOfMeasure{"ns", 1, "nanoseconds"},
    FilterUnitOfMeasure{"us", 1'000, "microseconds"},
    FilterUnitOfMeasure{"\xc2\xb5s", 1'000, "microseconds", true},
    FilterUnitOfMeasure{"ms", 1'000'000, "milliseconds"},
    FilterUnitOfMeasure{"s", 1'000'000'000, "seconds"},
    FilterUnitOfMeasure{"min", 60'000'000'000, "minutes"},
};

// The number of letters to insert, remove or replace.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (lowered(a[i - 1]) == lowered(b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row[b.size()];
}

} // namespace

std::span<const FilterFieldInfo> allFilterFields() { return fields; }

const FilterFieldInfo &infoOf(FilterField field) { return fields[number(field)]; }

std::string FilterFieldRef::text() const
{
    std::string out(info().name);
    if (field == FilterField::Header)
        return out + '.' + header;
    return out + jsonPathText(path);
}

std::variant<FilterFieldRef, FieldNameFault> filterFieldNamed(std::string_view name)
{
    for (const FilterFieldInfo &info : fields) {
        const bool isIt = equalsIgnoringCase(name, info.name)
            || (!info.alias.empty() && equalsIgnoringCase(name, info.alias));
        if (isIt && info.field != Field::Header)
            return FilterFieldRef{info.field, {}, {}};
    }
    constexpr std::string_view json = "json";
    if (equalsIgnoringCase(name.substr(0, json.size()), json) && name.size() > json.size()
        && (name[json.size()] == '.' || name[json.size()] == '[')) {
        std::optional<JsonPath> path = jsonPathIn(name.substr(json.size()));
        if (!path)
            return FieldNameFault::BadPath;
        return FilterFieldRef{Field::Json, std::move(*path), {}};
    }
    constexpr std::string_view header = "header";
    if (!equalsIgnoringCase(name.substr(0, header.size()), header)
        || (name.size() > header.size() && name[header.size()] != '.'))
        return FieldNameFault::Unknown;
    const std::string_view field = name.substr(std::min(name.size(), header.size() + 1));
    if (field.empty() || !std::ranges::all_of(field, isTokenCharacter))
        return FieldNameFault::NoHeaderName;
    std::string small(field);
    std::ranges::transform(small, small.begin(), lowered);
    return FilterFieldRef{Field::Header, {}, std::move(small)};
}

std::string_view nearestFilterField(std::string_view name)
{
    constexpr std::size_t longestName = 32;
    constexpr std::size_t far = 3;
    if (name.size() > longestName)
        return {};
    std::string_view nearest;
    std::size_t least = std::min(far, 1 + name.size() / 3);
    for (const FilterFieldInfo &info : fields) {
        for (const std::string_view known : {info.name, info.alias}) {
            if (const std::size_t letters = distance(name, known); letters < least) {
                least = letters;
                nearest = info.name;
            }
        }
    }
    return nearest;
}

std::span<const FilterOperatorInfo> allFilterOperators() { return operators; }

const FilterOperatorInfo &infoOf(FilterOperator op) { return operators[number(op)]; }

bool hasOperator(FilterType type, FilterOperator op)
{
    switch (op) {
    case FilterOperator::Equal:
    case FilterOperator::NotEqual:
        return true;
    case FilterOperator::Less:
    case FilterOperator::LessEqual:
    case FilterOperator::Greater:
    case FilterOperator::GreaterEqual:
        return type == Type::Number || type == Type::Size || type == Type::TimeSpan || type == Type::Json;
    case FilterOperator::Contains:
    case FilterOperator::Matches:
        return type == Type::Text || type == Type::Octets || type == Type::Json;
    }
    return false;
}

bool takesSet(FilterOperator op)
{
    switch (op) {
    case FilterOperator::Equal:
    case FilterOperator::NotEqual:
    case FilterOperator::Contains:
    case FilterOperator::Matches:
        return true;
    case FilterOperator::Less:
    case FilterOperator::LessEqual:
    case FilterOperator::Greater:
    case FilterOperator::GreaterEqual:
        break;
    }
    return false;
}

std::span<const FilterUnitOfMeasure> unitsOf(FilterType type)
{
    if (type == Type::Size)
        return sizeUnits;
    return type == Type::TimeSpan ? std::span<const FilterUnitOfMeasure>(durationUnits)
                                  : std::span<const FilterUnitOfMeasure>();
}

const FilterUnitOfMeasure *unitNamed(FilterType type, std::string_view name)
{
    const auto units = unitsOf(type);
    const auto found = std::ranges::find(units, name, &FilterUnitOfMeasure::name);
    return found == units.end() ? nullptr : &*found;
}

std::string_view valueWords(FilterType type)
{
    switch (type) {
    case Type::Flag:
        return "true or false";
    case Type::Word:
        return "one of its words";
    case Type::Number:
        return "a number such as 1000 or 0x3e8";
    case Type::Size:
        return "a size such as 100, 2k or 1.5M";
    case Type::TimeSpan:
        return "a time such as 50ms or 1.5s";
    case Type::Text:
        return "a text such as \"error\"";
    case Type::Octets:
        return "octets such as 0x0a0d, or a text in quotes";
    case Type::Json:
        return "a number, a text, true, false or null";
    }
    return {};
}

} // namespace fg
