#include "protocol/text/json_lookup.h"

#include "protocol/text/json_cursor.h"

namespace fg {
namespace {

class Walk
{
public:
    using Test = std::function<bool(const JsonFound &)>;

    Walk(std::string_view text, const JsonPath &path, const Test &test)
        : m_text(text)
        , m_cursor(text)
        , m_path(path)
        , m_test(test)
    {
    }

    [[nodiscard]] JsonOutcome run()
    {
        const JsonOutcome outcome = visit(0);
        return m_cursor.finish() ? outcome : JsonOutcome();
    }

private:
    // Passes the next value, and asks about those in it that the rest of the path leads to. What it returns
    // after a fault is not used.
    JsonOutcome visit(std::size_t step)
    {
        if (step == m_path.size())
            return visitValue();
        const JsonStep &next = m_path[step];
        const JsonValue::Kind kind = m_cursor.nextKind();
        const auto *const name = std::get_if<std::string>(&next);
        if (name && kind == JsonValue::Kind::Object)
            return visitMember(*name, step);
        if (!name && kind == JsonValue::Kind::Array)
            return visitItems(next, step);
        (void)m_cursor.skipValue();
        return {};
    }

    JsonOutcome visitMember(const std::string &wanted, std::size_t step)
    {
        if (!m_cursor.enterObject())
            return {};
        JsonOutcome result;
        for (std::string name; m_cursor.nextMember(name);) {
            if (name == wanted)
                result = visit(step + 1);
            else
                (void)m_cursor.skipValue();
        }
        return result;
    }

    JsonOutcome visitItems(const JsonStep &wanted, std::size_t step)
    {
        if (!m_cursor.enterArray())
            return {};
        const auto *const index = std::get_if<std::size_t>(&wanted);
        JsonOutcome result;
        for (std::size_t item = 0; m_cursor.nextItem(); ++item) {
            if (index && *index != item) {
                (void)m_cursor.skipValue();
                continue;
            }
            const JsonOutcome here = visit(step + 1);
            result.isThere = result.isThere || here.isThere;
            result.passes = result.passes || here.passes;
        }
        return result;
    }

    JsonOutcome visitValue()
    {
        JsonFound found{.kind = m_cursor.nextKind(), .text = {}};
        const std::size_t start = m_cursor.place().offset;
        JsonCursor here = m_cursor;
        if (!m_cursor.skipValue())
            return {};
        const std::size_t end = endOfValue(start);
        if (end - start > longestJsonValue)
            return {};
        if (found.kind == JsonValue::Kind::String) {
            JsonValue value;
            (void)here.readValue(value);
            found.text = std::move(value.text);
        } else {
            found.text = m_text.substr(start, end - start);
        }
        return {.isThere = true, .passes = m_test(found)};
    }

    // The end of a value that has just been passed. The place of the cursor is after the white space that
    // follows.
    [[nodiscard]] std::size_t endOfValue(std::size_t start)
    {
        std::size_t end = m_cursor.place().offset;
        while (end > start && std::string_view(" \t\r\n").find(m_text[end - 1]) != std::string_view::npos)
            --end;
        return end;
    }

    std::string_view m_text;
    JsonCursor m_cursor;
    const JsonPath &m_path;
    const Test &m_test;
};

} // namespace

JsonOutcome testJsonValue(std::string_view text, const JsonPath &path,
                          const std::function<bool(const JsonFound &)> &test)
{
    return Walk(text, path, test).run();
}

} // namespace fg
