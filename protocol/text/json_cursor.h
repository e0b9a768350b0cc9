// Goes through a JSON text (RFC 8259) step by step, strictly, so that of a long document no more than one
// value is in memory, and of a broken one everything before the fault can be used.
#pragma once

#include "protocol/text/json_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// A copy goes its own way from where it was made.
class JsonCursor
{
public:
    static constexpr unsigned defaultDepth = 64;

    // `text` is borrowed; a byte order mark before it is let pass. `depth`: arrays and objects inside each
    // other; `values`: what one readValue() may take, the value itself and all inside it.
    explicit JsonCursor(std::string_view text, unsigned depth = defaultDepth, std::size_t values = SIZE_MAX);

    // Each step returns false where it meets a fault, which is kept; every later step then fails too.
    [[nodiscard]] bool readValue(JsonValue &value);
    [[nodiscard]] bool skipValue();
    // Into an object, then from member to member, each with a step that takes its value; false also when the
    // object is over, and fault() tells which.
    [[nodiscard]] bool enterObject();
    [[nodiscard]] bool nextMember(std::string &name);
    // The same for an array.
    [[nodiscard]] bool enterArray();
    [[nodiscard]] bool nextItem();
    // Nothing but white space follows.
    [[nodiscard]] bool finish();

    // What kind of value comes next; null also where none does.
    [[nodiscard]] JsonValue::Kind nextKind();
    // Where the next value or sign stands.
    [[nodiscard]] JsonPlace place();
    [[nodiscard]] const std::optional<JsonFault> &fault() const { return m_fault; }
    // Where the text is no UTF-8. Steps come as far as that, and then fail with it.
    [[nodiscard]] std::optional<JsonFault> textFault() const;

private:
    using Kind = JsonFault::Kind;

    bool fail(Kind kind) { return failAt(m_place, kind); }
    bool failAt(JsonPlace place, Kind kind);
    // A fault of what should be here, or of the text when that has come to its end.
    bool failHere(Kind kind) { return fail(atEnd() ? Kind::Unfinished : kind); }
    [[nodiscard]] bool atEnd() const { return m_next == m_text.size(); }
    [[nodiscard]] char peek() const { return atEnd() ? '\0' : m_text[m_next]; }
    void advance();
    bool take(char c);
    bool takeWord(std::string_view word);
    bool takeDigits();
    void skipSpace();
    bool nextMember(std::string &name, JsonPlace &namePlace);
    bool enter(char bracket, Kind fault);
    bool leave();
    bool readWord(JsonValue &value);
    bool readNumber(JsonValue &value);
    bool readString(std::string &text);
    void takePlainText(std::string &text);
    bool readEscape(std::string &text);
    bool readEscapedCharacter(std::string &text, JsonPlace start);
    bool readUnit(char32_t &unit, JsonPlace start);
    bool readAny(JsonValue &value);
    bool readArray(JsonValue &value);
    bool readObject(JsonValue &value);

    std::string_view m_text;
    unsigned m_depthLimit;
    std::size_t m_valueLimit;
    std::size_t m_values = 0; // of the one that is read
    std::size_t m_next = 0;
    JsonPlace m_place;
    bool m_endsInBadText = false; // m_text was cut before what is no UTF-8
    std::vector<bool> m_hasMembers; // for each bracket that is open
    std::optional<JsonFault> m_fault;
};

} // namespace fg
