// The fields of the filter language, in one table: name, type, meaning, example, and the words that stand for
// values. Parser, evaluation, completion and help all take them from here.
#pragma once

#include "protocol/text/json_path.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

enum class FilterField : std::uint8_t {
    Number,
    Time,
    Delta,
    Kind,
    Direction,
    Opcode,
    Fin,
    Rsv,
    Rsv1,
    Rsv2,
    Rsv3,
    Masked,
    Key,
    Length,
    WireLength,
    InflatedLength,
    Compressed,
    Frame,
    FrameNumber,
    Message,
    MessageNumber,
    MessageFrames,
    Control,
    Text,
    Payload,
    Wire,
    Json,
    Code,
    Reason,
    Finding,
    FindingClause,
    FindingSeverity,
    Rtt,
    Head,
    Header,
    Status,
    Info,
    Count
};

// What a field's values are. It decides which operators the field has and how a value is written.
enum class FilterType : std::uint8_t {
    Flag, // true or false
    Word, // one of the field's words, or the number that the word stands for
    Number,
    Size, // octets; 2k, 1.5M, 3KiB
    TimeSpan, // 50ms; nanoseconds inside
    Text, // UTF-8
    Octets, // 0x0a0d, 0a:0d or a text
    Json, // a number, a text, true, false or null, inside a payload
};

// The least that a row's value has to be read from, in the order of what it costs.
enum class FilterNeed : std::uint8_t {
    Row, // the row of fixed size alone; of a message, those of its frames
    Counts, // what is counted over such rows from the first one on
    Findings, // the list of broken rules
    Lists, // the list of messages, the handshake
    Octets, // the octets of the connection
};

// Where the texts of a field are, if its values are texts or octets.
enum class FilterTexts : std::uint8_t {
    None,
    OfMessage, // the payload of a text message
    Payload,
    Json, // values in the payload
    Wire,
    CloseReason,
    RuleNames, // of the rules that were broken
    RuleClauses,
    HeaderValues, // in the opening handshake
    Info,
};

// What a field's name means where it stands alone.
enum class FilterAlone : std::uint8_t {
    Asks, // whether the row has it; for a flag, whether it is true
    Searches, // every row has it, so the name is a plain word to search for
};

// A word for the values from `first` to `last`. A word may be in the list several times.
struct FilterWord
{
    std::string_view name;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::string_view meaning;
    bool isAlias = false; // It is understood, but neither offered nor printed.
};

struct FilterFieldInfo
{
    FilterField field;
    std::string_view name;
    FilterType type;
    FilterNeed need;
    FilterAlone alone;
    std::string_view meaning; // One sentence.
    std::string_view example; // A filter.
    std::span<const FilterWord> words = {};
    std::string_view alias = {}; // Another name that people know.
    FilterTexts texts = FilterTexts::None;
};

// In the order of FilterField, which is also that of the help.
[[nodiscard]] std::span<const FilterFieldInfo> allFilterFields();
[[nodiscard]] const FilterFieldInfo &infoOf(FilterField field);

// A field as a filter names it. Json has a path, which is empty for the whole value; Header has the name of
// the HTTP header field.
struct FilterFieldRef
{
    FilterField field = FilterField::Number;
    JsonPath path;
    std::string header;

    [[nodiscard]] const FilterFieldInfo &info() const { return infoOf(field); }
    // As it is written in a filter: "len", "json.user.id", "header.host".
    [[nodiscard]] std::string text() const;
    bool operator==(const FilterFieldRef &) const = default;
};

enum class FieldNameFault : std::uint8_t {
    Unknown,
    BadPath, // after "json": not .name, [number], [*] or ["name"]; or deeper than a JSON text is read
    NoHeaderName, // nothing follows "header."
};
[[nodiscard]] std::variant<FilterFieldRef, FieldNameFault> filterFieldNamed(std::string_view name);
// The name of the field that was probably meant; empty if none is close.
[[nodiscard]] std::string_view nearestFilterField(std::string_view name);

enum class FilterOperator : std::uint8_t {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Contains,
    Matches
};

struct FilterOperatorInfo
{
    FilterOperator op;
    std::string_view sign; // "=="
    std::string_view word; // "eq"
    std::string_view meaning;
};
[[nodiscard]] std::span<const FilterOperatorInfo> allFilterOperators();
[[nodiscard]] const FilterOperatorInfo &infoOf(FilterOperator op);
// Whether values of this type can be compared in this way.
[[nodiscard]] bool hasOperator(FilterType type, FilterOperator op);
// Whether several values can follow in braces.
[[nodiscard]] bool takesSet(FilterOperator op);

// A unit of sizes or of durations. The factor is in octets or nanoseconds.
struct FilterUnitOfMeasure
{
    std::string_view name;
    std::uint64_t factor = 1;
    std::string_view meaning;
    bool isAlias = false;
};
// From the smallest to the largest; empty for types without units.
[[nodiscard]] std::span<const FilterUnitOfMeasure> unitsOf(FilterType type);
[[nodiscard]] const FilterUnitOfMeasure *unitNamed(FilterType type, std::string_view name);

// "a number", "a time such as 50ms": what is written as a value.
[[nodiscard]] std::string_view valueWords(FilterType type);

} // namespace fg
