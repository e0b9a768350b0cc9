#include "protocol/report/import/har_facts.h"

#include "protocol/handshake/opening.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

constexpr std::size_t longestUrl = 64 * 1024;

// A character that a header field must not contain becomes a blank: a line break would begin another field.
std::string fieldText(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return !isFieldText(c); }, ' ');
    return text;
}

// Reads the header fields of a request or an answer, as many as a peer could send.
class FieldReader
{
public:
    FieldReader(std::vector<HeaderField> &into, HarRemarks &remarks, const JsonPlace &entry)
        : m_fields(into)
        , m_remarks(remarks)
        , m_entry(entry)
    {
    }

    bool read(JsonCursor &json)
    {
        switch (json.nextKind()) {
        case JsonValue::Kind::Array:
            return readList(json);
        case JsonValue::Kind::Object:
            return readNames(json);
        default:
            return readOther(json);
        }
    }

private:
    // [{"name": "Host", "value": "a"}]
    bool readList(JsonCursor &json)
    {
        if (!json.enterArray())
            return false;
        while (json.nextItem()) {
            if (json.nextKind() != JsonValue::Kind::Object) {
                if (!readOther(json))
                    return false;
                continue;
            }
            HarValue name;
            HarValue value;
            if (!readField(json, name, value))
                return false;
            add(name, value);
        }
        return !json.fault();
    }
    bool readField(JsonCursor &json, HarValue &name, HarValue &value)
    {
        if (!json.enterObject())
            return false;
        std::string member;
        while (json.nextMember(member)) {
            const bool isRead = member == "name" ? readHarValue(json, name, m_limits.lineOctets)
                : member == "value"              ? readHarValue(json, value, m_limits.lineOctets)
                                                 : json.skipValue();
            if (!isRead)
                return false;
        }
        return !json.fault();
    }
    // {"Host": "a"}
    bool readNames(JsonCursor &json)
    {
        if (!json.enterObject())
            return false;
        HarValue name;
        name.isThere = true;
        name.kind = JsonValue::Kind::String;
        while (json.nextMember(name.text)) {
            HarValue value;
            name.place = json.place();
            if (!readHarValue(json, value, m_limits.lineOctets))
                return false;
            add(name, value);
        }
        return !json.fault();
    }
    bool readOther(JsonCursor &json)
    {
        HarValue value;
        if (!readHarValue(json, value))
            return false;
        if (!value.isNull())
            remark("an object with \"name\" and \"value\"", value);
        return true;
    }
    void add(const HarValue &name, const HarValue &value)
    {
        // Names such as ":status" belong to HTTP/2.
        if (name.is(JsonValue::Kind::String) && name.text.starts_with(':'))
            return;
        const bool isLong = value.is(JsonValue::Kind::String) && value.text.empty() && value.raw.size() > 2;
        const bool isField = name.is(JsonValue::Kind::String) && isToken(name.text)
            && !value.is(JsonValue::Kind::Array) && !value.is(JsonValue::Kind::Object);
        const std::size_t octets = name.text.size() + value.text.size() + 4;
        const bool fits =
            !isLong && m_fields.size() < m_limits.fields && m_octets + octets <= m_limits.totalOctets / 2;
        if (!isField)
            return remark("a name and a text", name.is(JsonValue::Kind::String) ? value : name);
        if (!fits)
            return remark("no more than a peer may send", {});
        m_octets += octets;
        m_fields.push_back({name.text, fieldText(value.text)});
    }
    void remark(std::string_view expected, const HarValue &value)
    {
        m_remarks.add({.noun = "the opening handshake", .place = value.isThere ? value.place : m_entry},
                      {.key = "headers",
                       .expected = std::string(expected),
                       .found = value.isThere ? wordsFor(value) : std::string(),
                       .done = "the field is left out"});
    }

    std::vector<HeaderField> &m_fields;
    HarRemarks &m_remarks;
    const JsonPlace &m_entry;
    const HeadLimits m_limits;
    std::size_t m_octets = 0;
};

// Calls `read` at each member of the object; a value that is not an object is skipped.
template <typename Read> bool forEachMember(JsonCursor &json, const Read &read)
{
    if (json.nextKind() != JsonValue::Kind::Object)
        return json.skipValue();
    if (!json.enterObject())
        return false;
    std::string name;
    while (json.nextMember(name)) {
        if (!read(name))
            return false;
    }
    return !json.fault();
}

class FactReader
{
public:
    FactReader(JsonCursor &json, HarFacts &facts, HarRemarks &remarks)
        : m_json(json)
        , m_facts(facts)
        , m_remarks(remarks)
    {
    }

    bool read()
    {
        m_facts.place = m_json.place();
        return forEachMember(m_json, [this](const std::string &name) { return readMember(name); });
    }

private:
    bool readMember(const std::string &name)
    {
        if (equalsIgnoringCase(name, "_webSocketMessages") || equalsIgnoringCase(name, "webSocketMessages")) {
            m_facts.messages = m_json;
            // A list that is written as a text may be as long as the memory allows.
            return readHarValue(m_json, m_facts.messagesShown, SIZE_MAX);
        }
        if (equalsIgnoringCase(name, "_webSocketFrames")) {
            m_facts.frames = m_json;
            return m_json.skipValue();
        }
        if (name == "request")
            return forEachMember(m_json, [this](const std::string &member) { return readRequest(member); });
        if (name == "response")
            return forEachMember(m_json, [this](const std::string &member) { return readAnswer(member); });
        HarValue *const value = valueNamed(name);
        return value ? readHarValue(m_json, *value) : m_json.skipValue();
    }
    HarValue *valueNamed(std::string_view name)
    {
        const std::array<std::pair<std::string_view, HarValue *>, 12> values{
            {{"startedDateTime", &m_facts.started},
             {"serverIPAddress", &m_facts.serverAddress},
             {"_resourceType", &m_facts.resourceType},
             {"_webSocketClose", &m_facts.close},
             {"_webSocketClosed", &m_facts.close},
             {"_close", &m_facts.close},
             {"_webSocketCloseCode", &m_facts.closeCode},
             {"_closeCode", &m_facts.closeCode},
             {"closeCode", &m_facts.closeCode},
             {"_webSocketCloseReason", &m_facts.closeReason},
             {"_closeReason", &m_facts.closeReason},
             {"closeReason", &m_facts.closeReason}}};
        const auto found = std::ranges::find_if(
            values, [&](const auto &known) { return equalsIgnoringCase(known.first, name); });
        return found == values.end() ? nullptr : found->second;
    }
    bool readRequest(std::string_view name)
    {
        if (name == "url")
            return readHarValue(m_json, m_facts.url, longestUrl);
        if (name == "headers")
            return FieldReader(m_facts.requestFields, m_remarks, m_facts.place).read(m_json);
        return m_json.skipValue();
    }
    bool readAnswer(std::string_view name)
    {
        if (name == "status")
            return readHarValue(m_json, m_facts.status);
        if (name == "statusText")
            return readHarValue(m_json, m_facts.statusText);
        if (name == "headers")
            return FieldReader(m_facts.answerFields, m_remarks, m_facts.place).read(m_json);
        if (name != "content")
            return m_json.skipValue();
        return forEachMember(m_json, [this](const std::string &member) {
            return readContent(member);
        });
    }

    bool readContent(std::string_view name)
    {
        if (name == "text")
            return readHarValue(m_json, m_facts.content.text, 0);
        if (name == "encoding")
            return readHarValue(m_json, m_facts.content.encoding);
        if (name == "size")
            return readHarValue(m_json, m_facts.content.size);
        return name == "_file" ? readHarValue(m_json, m_facts.attached) : m_json.skipValue();
    }

    JsonCursor &m_json;
    HarFacts &m_facts;
    HarRemarks &m_remarks;
};

} // namespace

bool HarFacts::isWebSocket() const
{
    const bool hasUpgrade = std::ranges::any_of(requestFields, [](const HeaderField &field) {
        return equalsIgnoringCase(field.name, "Upgrade")
            && equalsIgnoringCase(trimmed(field.value), "websocket");
    });
    return hasUpgrade || equalsIgnoringCase(resourceType.text, "websocket")
        || equalsIgnoringCase(url.text.substr(0, 5), "ws://")
        || equalsIgnoringCase(url.text.substr(0, 6), "wss://") || wholeNumberIn(status, 999) == 101U;
}

bool readHarFacts(JsonCursor &json, HarFacts &facts, HarRemarks &remarks)
{
    return FactReader(json, facts, remarks).read();
}

} // namespace fg
