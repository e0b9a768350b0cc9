// The values of a JSON text as a tree that takes little memory: a value is a place in the text. A text of
// 50 MB can be read so without a copy of it.
#pragma once

#include "protocol/text/json_reader.h"
#include "ui/message/text_cells.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace fg {

class JsonTree
{
public:
    using Kind = JsonValue::Kind;
    // The number of a value in the order of the text; 0 is the whole text.
    using Node = std::uint32_t;

    static constexpr unsigned maxDepth = 256;
    static constexpr std::size_t maxValues = 2'000'000; // About 60 MB of memory.
    static constexpr std::size_t maxPrettyOctets = 256 * 1024 * 1024;

    struct Stopped
    {
    };
    // Strict, as RFC 8259 has it: a text that ends in the middle is not a tree.
    [[nodiscard]] static std::variant<JsonTree, JsonFault, Stopped> read(SharedText text,
                                                                         const std::stop_token &stop = {});

    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    [[nodiscard]] Kind kind(Node node) const { return m_values[node].kind; }
    // As it is written, from its first to its last character.
    [[nodiscard]] std::string_view text(Node node) const;
    // A string without quotes and escapes; any other value as it is written. Only the first `limit` octets of
    // the value are read; a character that they cut is left out.
    [[nodiscard]] std::string shown(Node node, std::size_t limit) const;
    // The name of a member of an object, without escapes; empty for an item of an array.
    [[nodiscard]] std::string_view name(Node node) const;
    // The number of items or members.
    [[nodiscard]] std::uint32_t childCount(Node node) const { return m_values[node].children; }
    // In the order of the text.
    [[nodiscard]] std::vector<Node> children(Node node) const;
    // Node 0 is its own parent.
    [[nodiscard]] Node parent(Node node) const { return m_values[node].parent; }
    // The way to a value, as a filter has it after "json" (json_path.h), without a dot at its start:
    // "user.items[3].id". The whole text is "".
    [[nodiscard]] std::string path(Node node) const;
    // The text with one value in each line, indented by two spaces. Nullopt if it would be longer than
    // maxPrettyOctets, or was asked to stop.
    [[nodiscard]] std::optional<std::string> pretty(const std::stop_token &stop = {}) const;

private:
    struct Value
    {
        std::uint32_t start = 0; // Its first octet in the text.
        std::uint32_t length = 0;
        std::uint32_t name = 0; // The first octet of its name in m_names.
        std::uint32_t nameLength = 0;
        Node parent = 0;
        Node next = 0; // The first value that is not inside it.
        std::uint32_t children = 0;
        Kind kind = Kind::Null;
    };
    class Reader;

    [[nodiscard]] bool isInArray(Node node) const
    {
        return node != 0 && m_values[parent(node)].kind == Kind::Array;
    }

    SharedText m_text;
    std::string m_names;
    std::vector<Value> m_values;
};

} // namespace fg
