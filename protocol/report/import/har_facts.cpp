#include "protocol/report/import/har_facts.h"

#include "protocol/handshake/opening.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <array>
#include <utility>

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
        case JsonValue::Kind::Null:
        case JsonValue::Kind::Boolean:
        case JsonValue::Kind::Number:
        case JsonValue::Kind::String:
            break;
        }
        return readOther(json);
    }

private:
    // [{"name": "Host", "value": "a"}]
    bool readList(JsonCursor &json)
    {
        if (!json.enterArray())
            return false;
        m_isInList = true;
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
        HarValue shown;
        shown.isThere = true;
        shown.kind = JsonValue::Kind::Object;
        shown.place = json.place();
        if (!json.enterObject())
            return false;
        remark("a list", shown, "its members are taken as the fields");
        HarValue name;
        name.isThere = true;
        name.kind = JsonValue::Kind::String;
        while (json.nextMember(name.text)) {
            HarValue value;
            name.place = json.place();
            name.raw = name.text;
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
        if (m_isInList)
            remark("an object with \"name\" and \"value\"", value);
        else
            remark("a list", value, "no fields are known");
        return true;
    }
    void add(const HarValue &name, const HarValue &value)
    {
        // Names such as ":status" belong to HTTP/2.
        if (name.is(JsonValue::Kind::String) && name.text.starts_with(':'))
            return;
        const bool isLong = value.is(JsonValue::Kind::String) && value.text.empty() && value.raw.size() > 2;
        const bool isName = name.is(JsonValue::Kind::String) && isToken(name.text);
        const bool isText = !value.is(JsonValue::Kind::Array) && !value.is(JsonValue::Kind::Object);
        const std::size_t octets = name.text.size() + value.text.size() + 4;
        const bool fits =
            !isLong && m_fields.size() < m_limits.fields && m_octets + octets <= m_limits.totalOctets / 2;
        if (!isName)
            return remark("a name that a field can have", name);
        if (!isText)
            return remark("a name and a text", value);
        if (!fits)
            return remark("no more than a peer may send", {});
        m_octets += octets;
        m_fields.push_back({name.text, fieldText(value.text)});
        if (m_fields.back().value != value.text)
            remark("a text without control characters", value, "they are shown as blanks");
    }
    void remark(std::string_view expected, const HarValue &value,
                std::string_view done = "the field is left out")
    {
        m_remarks.add({.noun = "the opening handshake", .place = value.isThere ? value.place : m_entry},
                      {.key = "headers",
                       .expected = std::string(expected),
                       .found = value.isThere ? wordsFor(value) : std::string(),
                       .done = std::string(done)});
    }

    std::vector<HeaderField> &m_fields;
    HarRemarks &m_remarks;
    const JsonPlace &m_entry;
    const HeadLimits m_limits;
    std::size_t m_octets = 0;
    bool m_isInList = false;
};

// The members that are used, each with the object that it is in. Of two with one name only the last counts.
constexpr std::array<std::pair<std::string_view, std::string_view>, 27> usedMembers{
    {{"entry", "_webSocketMessages"},
     {"entry", "_webSocketFrames"},
     {"entry", "request"},
     {"entry", "response"},
     {"entry", "startedDateTime"},
     {"entry", "serverIPAddress"},
     {"entry", "_resourceType"},
     {"entry", "_webSocketClose"},
     {"entry", "_webSocketClosed"},
     {"entry", "_close"},
     {"entry", "_webSocketCloseCode"},
     {"entry", "_closeCode"},
     {"entry", "closeCode"},
     {"entry", "_webSocketCloseReason"},
     {"entry", "_closeReason"},
     {"entry", "closeReason"},
     {"request", "method"},
     {"request", "url"},
     {"request", "headers"},
     {"response", "status"},
     {"response", "statusText"},
     {"response", "headers"},
     {"response", "content"},
     {"content", "text"},
     {"content", "encoding"},
     {"content", "size"},
     {"content", "_file"}}};

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
    // Called at each member of these objects.
    void noteSecond(std::string_view object, std::string_view name)
    {
        if (equalsIgnoringCase(name, "webSocketMessages"))
            name = "_webSocketMessages";
        const auto used = std::ranges::find_if(usedMembers, [&](const auto &member) {
            return member.first == object && equalsIgnoringCase(member.second, name);
        });
        if (used == usedMembers.end())
            return;
        const auto index = static_cast<std::size_t>(used - usedMembers.begin());
        if (m_seen[index])
            m_remarks.add({.noun = "the entry", .place = m_json.place()},
                          {.key = std::string(name),
                           .expected = "it once",
                           .found = "it again",
                           .done = "the last one is taken"});
        m_seen[index] = true;
    }
    // The object begins, for the first time or again.
    void forget(std::string_view object)
    {
        for (std::size_t index = 0; index < usedMembers.size(); ++index)
            m_seen[index] = m_seen[index] && usedMembers[index].first != object;
    }
    bool readMember(const std::string &name)
    {
        noteSecond("entry", name);
        if (equalsIgnoringCase(name, "_webSocketMessages") || equalsIgnoringCase(name, "webSocketMessages")) {
            m_facts.messages = m_json;
            // A list that is written as a text may be as long as the memory allows.
            return readHarValue(m_json, m_facts.messagesShown, SIZE_MAX);
        }
        if (equalsIgnoringCase(name, "_webSocketFrames")) {
            m_facts.frames = m_json;
            return m_json.skipValue();
        }
        if (name == "request") {
            forget("request");
            m_facts.method = m_facts.url = {};
            m_facts.requestFields.clear();
            return forEachMember(m_json, [this](const std::string &member) { return readRequest(member); });
        }
        if (name == "response") {
            forget("response");
            m_facts.status = m_facts.statusText = m_facts.attached = {};
            m_facts.content = {};
            m_facts.answerFields.clear();
            return forEachMember(m_json, [this](const std::string &member) { return readAnswer(member); });
        }
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
        noteSecond("request", name);
        if (name == "method")
            return readHarValue(m_json, m_facts.method);
        if (name == "url")
            return readHarValue(m_json, m_facts.url, longestUrl);
        if (name == "headers")
            return readFields(m_facts.requestFields);
        return m_json.skipValue();
    }
    bool readAnswer(std::string_view name)
    {
        noteSecond("response", name);
        if (name == "status")
            return readHarValue(m_json, m_facts.status);
        if (name == "statusText")
            return readHarValue(m_json, m_facts.statusText);
        if (name == "headers")
            return readFields(m_facts.answerFields);
        if (name != "content")
            return m_json.skipValue();
        forget("content");
        m_facts.content = {};
        m_facts.attached = {};
        return forEachMember(m_json, [this](const std::string &member) { return readContent(member); });
    }

    bool readFields(std::vector<HeaderField> &fields)
    {
        fields.clear();
        return FieldReader(fields, m_remarks, m_facts.place).read(m_json);
    }
    bool readContent(std::string_view name)
    {
        noteSecond("content", name);
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
    std::array<bool, usedMembers.size()> m_seen{};
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
