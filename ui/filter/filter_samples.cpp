#include "ui/filter/filter_samples.h"

#include "protocol/handshake/http_head.h"
#include "protocol/report/view/session_view.h"
#include "protocol/text/characters.h"
#include "protocol/text/json_cursor.h"

#include <algorithm>
#include <array>

namespace fg {

namespace {

// Collects the paths of the values in JSON texts.
class PathReader
{
public:
    explicit PathReader(std::vector<std::string> &paths)
        : m_paths(paths)
    {
    }

    // Nothing is kept of a text that is not JSON.
    void read(std::string_view text)
    {
        const std::size_t before = m_paths.size();
        JsonCursor cursor(text);
        m_path.clear();
        if (!visit(cursor) || !cursor.finish())
            m_paths.resize(before);
    }

private:
    bool visit(JsonCursor &cursor)
    {
        const JsonValue::Kind kind = cursor.nextKind();
        if (!m_path.empty())
            add(FilterFieldRef{FilterField::Json, m_path, {}}.text().substr(std::string_view("json").size()));
        if (kind == JsonValue::Kind::Object)
            return visitObject(cursor);
        return kind == JsonValue::Kind::Array ? visitArray(cursor) : cursor.skipValue();
    }

    bool visitObject(JsonCursor &cursor)
    {
        if (!cursor.enterObject())
            return false;
        for (std::string name; cursor.nextMember(name);) {
            m_path.emplace_back(name);
            const bool goesOn = visit(cursor);
            m_path.pop_back();
            if (!goesOn)
                return false;
        }
        return !cursor.fault();
    }

    // The items of an array are mostly alike, so only the first one is looked into.
    bool visitArray(JsonCursor &cursor)
    {
        if (!cursor.enterArray())
            return false;
        for (bool isFirst = true; cursor.nextItem(); isFirst = false) {
            if (!isFirst) {
                if (!cursor.skipValue())
                    return false;
                continue;
            }
            m_path.emplace_back(JsonEvery{});
            const bool goesOn = visit(cursor);
            m_path.pop_back();
            if (!goesOn)
                return false;
        }
        return !cursor.fault();
    }

    void add(std::string path)
    {
        if (m_paths.size() < mostSampledPaths && std::ranges::find(m_paths, path) == m_paths.end())
            m_paths.push_back(std::move(path));
    }

    std::vector<std::string> &m_paths;
    JsonPath m_path;
};

void addHeaders(const HttpHead &head, std::vector<std::string> &names)
{
    for (const HeaderField &field : head.fields) {
        std::string name = field.name;
        std::ranges::transform(name, name.begin(), lowered);
        if (std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
    }
}

} // namespace

FilterSamples samplesOf(const Session &session, const std::stop_token &stop)
{
    FilterSamples samples;
    // Names alone are offered, and no value of a field.
    const HandshakeRecord handshake = SessionView(session, Secrets::Kept).handshake();
    addHeaders(handshake.requestHead, samples.headerNames);
    addHeaders(handshake.answerHead, samples.headerNames);
    PathReader paths(samples.jsonPaths);
    const RowNumber end = endOf(session.rowCount());
    std::size_t messages = 0;
    std::array<LogRow, 1> rows;
    for (std::size_t back = 1; back <= std::min(mostSampledRows, end.value()); ++back) {
        if (messages == mostSampledMessages || stop.stop_requested())
            break;
        const RowNumber number(end.value() - back);
        if (session.rows(number, rows) == RowCount() || rows[0].kind != RowKind::Frame || !rows[0].fin())
            continue;
        const std::optional<MessageRecord> message = session.messageOf(number);
        if (!message || message->opcode != Opcode::Text || message->length > longestSampledMessage)
            continue;
        ++messages;
        const OctetBuffer text = session.payload(*message, longestSampledMessage);
        paths.read(charactersOf(text));
    }
    return samples;
}

} // namespace fg
