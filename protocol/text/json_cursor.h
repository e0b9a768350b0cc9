// Reads a JSON text (RFC 8259) step by step, so that only one value of a long document is in memory at a
// time, and everything before the fault of a broken document can be used.
#pragma once

#include "protocol/text/json_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fg {

// How strictly a text is read.
enum class JsonForm : std::uint8_t {
    Strict, // as RFC 8259 says
    // What other programs write although RFC 8259 forbids it is read as well, each with an oddity: a
    // surrogate without its other half and octets that are not UTF-8 (both become U+FFFD), control characters
    // and unknown escapes in a string, NaN and Infinity (both become null), numbers such as +1, and a comma
    // before a bracket.
    Lenient,
};

// A copy continues independently from the place where it was made.
class JsonCursor
{
public:
    static constexpr unsigned defaultDepth = 64;
    // What is skipped may be nested this deep.
    static constexpr unsigned deepestSkipped = 100'000;

    // `text` is borrowed; a byte order mark before it is skipped. `depth` limits the nesting of arrays and
    // objects; `values` limits the number of values in one readValue(), the value itself included.
    explicit JsonCursor(std::string_view text, unsigned depth = defaultDepth, std::size_t values = SIZE_MAX);
    JsonCursor(std::string_view text, JsonForm form);

    // From here on, one value with all values and names inside it may take this many octets of memory. What
    // is skipped takes none.
    void limitMemory(std::size_t octets) { m_memoryLimit = octets; }

    // Each step returns false at a fault. The fault is kept, and every later step fails too.
    [[nodiscard]] bool readValue(JsonValue &value);
    [[nodiscard]] bool skipValue();
    // enterObject() enters an object, nextMember() goes to the next member; a step that reads or skips the
    // member's value must follow. Both also return false at the end of the object; fault() tells the two
    // cases apart.
    [[nodiscard]] bool enterObject();
    [[nodiscard]] bool nextMember(std::string &name);
    // The same for an array.
    [[nodiscard]] bool enterArray();
    [[nodiscard]] bool nextItem();
    // True if only white space follows.
    [[nodiscard]] bool finish();

    // The kind of the next value; Null also if no value follows.
    [[nodiscard]] JsonValue::Kind nextKind();
    // The place of the next value or sign.
    [[nodiscard]] JsonPlace place();
    [[nodiscard]] const std::optional<JsonFault> &fault() const { return m_fault; }
    // The part of the text from `start`, which is the place of a value, up to here. Borrowed like the text.
    [[nodiscard]] std::string_view textFrom(const JsonPlace &start) const
    {
        return m_text.substr(start.offset, m_next - start.offset);
    }
    // Lenient: the first oddity in what was read, but not skipped, since the last call.
    [[nodiscard]] std::optional<JsonFault> takeOddity() { return std::exchange(m_oddity, std::nullopt); }
    // The place where the text is not UTF-8, if any. Strict: steps succeed up to there and then fail with
    // this fault.
    [[nodiscard]] std::optional<JsonFault> textFault() const;

private:
    using Kind = JsonFault::Kind;

    bool fail(Kind kind) { return failAt(m_place, kind); }
    bool failAt(JsonPlace place, Kind kind);
    // Fails with `kind`, or with Unfinished at the end of the text.
    bool failHere(Kind kind) { return fail(atEnd() ? Kind::Unfinished : kind); }
    // Lenient: notes an oddity and returns true. Strict: fails.
    bool tolerate(JsonPlace place, Kind kind);
    [[nodiscard]] bool atEnd() const { return m_next == m_text.size(); }
    [[nodiscard]] char peek() const { return atEnd() ? '\0' : m_text[m_next]; }
    void advance();
    void goBackTo(const JsonPlace &place)
    {
        m_place = place;
        m_next = place.offset;
    }
    bool accept(char c);
    bool acceptWord(std::string_view word);
    bool skipDigits();
    void skipSpace();
    // Where the characters of a string go; null if the string is skipped.
    using Text = std::string *;
    bool nextMember(Text name, JsonPlace &namePlace);
    bool enter(char bracket, Kind fault, unsigned depth);
    bool endsAfterComma(char bracket);
    bool skipScalar(JsonValue::Kind kind);
    bool leave();
    bool readWord(JsonValue &value);
    bool readNumber(JsonValue &value);
    bool skipNumber(JsonPlace start);
    bool readString(Text text);
    bool readPlainText(Text text);
    bool readEscape(Text text);
    bool readEscapedCharacter(Text text, JsonPlace start);
    bool readLowSurrogate(char32_t &character, JsonPlace start);
    bool replaceBadUtf8(std::string &text, JsonPlace start);
    bool add(Text text, std::string_view characters);
    bool take(std::size_t octets);
    bool readUnit(char32_t &unit, JsonPlace start);
    bool readAny(JsonValue &value);
    bool readArray(JsonValue &value);
    bool readObject(JsonValue &value);

    std::string_view m_text;
    unsigned m_depthLimit;
    std::size_t m_valueLimit;
    std::size_t m_values = 0; // number of values in the one that is being read
    std::size_t m_memoryLimit = SIZE_MAX;
    std::size_t m_memory = 0; // octets of memory that the value that is being read has taken so far
    std::size_t m_next = 0;
    JsonPlace m_place;
    JsonForm m_form = JsonForm::Strict;
    bool m_endsInBadText = false; // Strict: m_text was cut before octets that are not UTF-8
    bool m_hasBadText = false; // Lenient: m_text has octets that are not UTF-8
    std::vector<bool> m_hasMembers; // for each open bracket
    std::optional<JsonFault> m_fault;
    std::optional<JsonFault> m_oddity;
};

} // namespace fg
