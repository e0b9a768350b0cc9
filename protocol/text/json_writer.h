// Writes JSON (RFC 8259) directly to a stream: pure ASCII, everything else is escaped, nothing is buffered.
// The spacing is that of the case set's own files, so that our files compare equal to them.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// A JSON string with its quotes. Octets that are not UTF-8 are read as ISO 8859-1, like the heads of HTTP
// messages, so that none is lost.
[[nodiscard]] std::string jsonString(std::string_view text);
// The same without the quotes, for a part of a string that ends with a complete character.
[[nodiscard]] std::string jsonStringPart(std::string_view text);
// The shortest form that reads back as the same number; a whole number has no decimal point.
[[nodiscard]] std::string jsonNumber(double number);

class JsonWriter
{
public:
    enum class Layout : std::uint8_t {
        OneLine,
        Indented, // by one space for each open bracket
        IndentedByThree,
    };

    explicit JsonWriter(std::ostream &out, Layout layout = Layout::OneLine)
        : m_out(out)
        , m_layout(layout)
    {
    }

    JsonWriter &beginObject() { return begin('{'); }
    JsonWriter &endObject() { return end('}'); }
    JsonWriter &beginArray() { return begin('['); }
    JsonWriter &endArray() { return end(']'); }
    // Writes the name of an object's member; its value must follow.
    JsonWriter &key(std::string_view name);

    JsonWriter &value(std::string_view text) { return raw(jsonString(text)); }
    JsonWriter &value(const char *text) { return value(std::string_view(text)); }
    JsonWriter &value(bool value) { return raw(value ? "true" : "false"); }
    template <std::integral Number>
    requires(!std::same_as<Number, bool>) JsonWriter &value(Number number)
    {
        return raw(std::to_string(number));
    }
    JsonWriter &value(double number) { return raw(jsonNumber(number)); }
    JsonWriter &null() { return raw("null"); }
    // A string written in parts, for text that is not in memory as a whole; each part ends with a complete
    // character.
    JsonWriter &beginString();
    JsonWriter &stringPart(std::string_view part);
    JsonWriter &endString();
    // Puts the next value or key on a new line.
    JsonWriter &newLineNext()
    {
        m_newLineNext = true;
        return *this;
    }
    template <typename Value> JsonWriter &value(const std::optional<Value> &value)
    {
        return value ? this->value(*value) : null();
    }
    template <typename Value> JsonWriter &member(std::string_view name, const Value &value)
    {
        return key(name).value(value);
    }

private:
    JsonWriter &begin(char bracket);
    JsonWriter &end(char bracket);
    JsonWriter &raw(std::string_view text);
    void separate();
    void newLine();

    std::ostream &m_out;
    Layout m_layout;
    std::vector<bool> m_hasMembers; // for each open bracket
    bool m_afterKey = false;
    bool m_newLineNext = false;
};

} // namespace fg
