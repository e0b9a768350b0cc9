#include "ui/message/json_tree.h"

#include "protocol/text/json_cursor.h"
#include "protocol/text/json_path.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

constexpr std::size_t longestEscape = 12; // Two surrogates, "\\ud83d\\ude00".
constexpr std::size_t stopDistance = 4096; // Values between two looks at the request to stop.

bool isOpen(JsonValue::Kind kind)
{
    return kind == JsonValue::Kind::Array || kind == JsonValue::Kind::Object;
}

std::string_view withoutSpaceAtEnd(std::string_view text)
{
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

} // namespace

class JsonTree::Reader
{
public:
    Reader(JsonTree &tree, const std::stop_token &stop)
        : m_tree(tree)
        , m_stop(stop)
        , m_cursor(tree.m_text.characters, maxDepth)
    {
    }

    // False if the text is not JSON, or if it was asked to stop.
    bool read()
    {
        if (!readValue(0, {}))
            return false;
        while (!m_open.empty()) {
            if (!readNext())
                return false;
        }
        return m_cursor.finish();
    }

    [[nodiscard]] JsonFault fault()
    {
        if (const auto text = m_cursor.textFault())
            return *text;
        return m_cursor.fault().value_or(JsonFault{JsonFault::Kind::TooMany, m_cursor.place()});
    }

private:
    // Reads a value, or enters it if it has values inside.
    bool readValue(Node parent, std::string_view name)
    {
        if (m_tree.m_values.size() >= maxValues)
            return false;
        if (m_tree.m_values.size() % stopDistance == 0 && m_stop.stop_requested())
            return false;
        const auto node = static_cast<Node>(m_tree.m_values.size());
        Value value{.parent = parent, .next = node + 1, .kind = m_cursor.nextKind()};
        value.start = static_cast<std::uint32_t>(m_cursor.place().offset);
        value.name = static_cast<std::uint32_t>(m_tree.m_names.size());
        value.nameLength = static_cast<std::uint32_t>(name.size());
        m_tree.m_names += name;
        m_tree.m_values.push_back(value);
        if (node != 0)
            ++m_tree.m_values[parent].children;
        if (!isOpen(value.kind)) {
            if (!m_cursor.skipValue())
                return false;
            end(node);
            return true;
        }
        m_open.push_back(node);
        return value.kind == Kind::Array ? m_cursor.enterArray() : m_cursor.enterObject();
    }

    // Reads the next value inside the innermost array or object, or leaves it.
    bool readNext()
    {
        const Node node = m_open.back();
        m_name.clear();
        const bool has =
            m_tree.m_values[node].kind == Kind::Array ? m_cursor.nextItem() : m_cursor.nextMember(m_name);
        if (has)
            return readValue(node, m_name);
        if (m_cursor.fault())
            return false;
        m_open.pop_back();
        end(node);
        return true;
    }

    void end(Node node)
    {
        Value &value = m_tree.m_values[node];
        const std::string_view all = m_tree.m_text.characters;
        const std::size_t to = std::max<std::size_t>(m_cursor.place().offset, value.start);
        value.length =
            static_cast<std::uint32_t>(withoutSpaceAtEnd(all.substr(value.start, to - value.start)).size());
        value.next = static_cast<Node>(m_tree.m_values.size());
    }

    JsonTree &m_tree;
    const std::stop_token &m_stop;
    JsonCursor m_cursor;
    std::string m_name;
    std::vector<Node> m_open; // The arrays and objects around the place.
};

std::variant<JsonTree, JsonFault, JsonTree::Stopped> JsonTree::read(SharedText text,
                                                                    const std::stop_token &stop)
{
    JsonTree tree;
    if (text.characters.size() > UINT32_MAX)
        return JsonFault{JsonFault::Kind::TooLong, {}};
    tree.m_text = std::move(text);
    Reader reader(tree, stop);
    if (reader.read())
        return tree;
    if (stop.stop_requested())
        return Stopped();
    return reader.fault();
}

std::string_view JsonTree::text(Node node) const
{
    return m_text.characters.substr(m_values[node].start, m_values[node].length);
}

std::string_view JsonTree::name(Node node) const
{
    return std::string_view(m_names).substr(m_values[node].name, m_values[node].nameLength);
}

std::string JsonTree::shown(Node node, std::size_t limit) const
{
    const std::string_view written = text(node);
    if (kind(node) != Kind::String)
        return std::string(written.substr(0, limit));
    std::string part(written.substr(0, std::min(written.size() - 1, limit + 1))); // without its last quote
    for (std::size_t less = 0; less <= longestEscape && !part.empty(); ++less, part.pop_back()) {
        const std::string whole = part + '"';
        JsonCursor cursor(whole);
        JsonValue value;
        if (cursor.readValue(value) && cursor.finish())
            return std::move(value.text);
    }
    return std::string(written.substr(0, limit));
}

std::vector<JsonTree::Node> JsonTree::children(Node node) const
{
    std::vector<Node> children;
    children.reserve(childCount(node));
    for (Node child = node + 1; child < m_values[node].next; child = m_values[child].next)
        children.push_back(child);
    return children;
}

std::string JsonTree::path(Node node) const
{
    JsonPath steps; // From the value up.
    for (; node != 0; node = parent(node)) {
        if (!isInArray(node)) {
            steps.emplace_back(std::string(name(node)));
            continue;
        }
        std::size_t index = 0;
        for (Node before = parent(node) + 1; before != node; before = m_values[before].next)
            ++index;
        steps.emplace_back(index);
    }
    std::ranges::reverse(steps);
    const std::string path = jsonPathText(steps);
    return path.starts_with('.') ? path.substr(1) : path;
}

std::optional<std::string> JsonTree::pretty(const std::stop_token &stop) const
{
    std::string out;
    std::vector<Node> open;
    const auto newLine = [&] { (out += '\n').append(2 * open.size(), ' '); };
    // Closes the arrays and objects that end before this value.
    const auto close = [&](Node node) {
        while (!open.empty() && m_values[open.back()].next <= node) {
            const bool isArray = kind(open.back()) == Kind::Array;
            open.pop_back();
            newLine();
            out += isArray ? ']' : '}';
        }
    };
    for (Node node = 0; node < m_values.size(); ++node) {
        if (out.size() > maxPrettyOctets || (node % stopDistance == 0 && stop.stop_requested()))
            return std::nullopt;
        close(node);
        if (node != 0) {
            if (node != parent(node) + 1)
                out += ',';
            newLine();
            if (!isInArray(node))
                (out += readableJsonString(name(node))) += ": ";
        }
        const bool isArray = kind(node) == Kind::Array;
        if (!isOpen(kind(node))) {
            out += text(node);
        } else if (childCount(node) == 0) {
            out += isArray ? "[]" : "{}";
        } else {
            out += isArray ? '[' : '{';
            open.push_back(node);
        }
    }
    close(static_cast<Node>(m_values.size()));
    return out;
}

} // namespace fg
