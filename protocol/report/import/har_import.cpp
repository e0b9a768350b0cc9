#include "protocol/report/import/har_import.h"

#include "protocol/report/import/har_entry.h"
#include "protocol/text/json_cursor.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

// Number of messages or frames between two calls of ImportWatch::mayContinue.
constexpr std::size_t itemsBetweenCalls = 256;

// The members of an entry that say something about its connection.
constexpr std::array<std::string_view, 4> factNames{"startedDateTime", "request", "response",
                                                    "serverIPAddress"};

// The result of a first pass over an entry. Two passes are needed because the members about the request may
// follow the messages.
struct FoundEntry
{
    JsonValue facts; // the members with factNames
    std::optional<JsonCursor> messages; // where they begin
    std::optional<JsonCursor> frames;
};

class Archive
{
public:
    Archive(std::string_view text, const ImportLimits &limits, const ImportWatch &watch, SessionImport &into)
        : m_json(text)
        , m_limits(limits)
        , m_watch(watch)
        , m_into(into)
    {
    }

    void read()
    {
        if (readRoot() && m_into.sessions.empty() && !m_into.wasStopped)
            m_fault = ImportFault{{}, "expected an entry with WebSocket messages (\"_webSocketMessages\")"};
        if (!m_fault && m_json.fault())
            m_fault = faultOf(*m_json.fault(), m_limits);
        if (m_fault)
            m_into.error = errorOf(*m_fault);
    }

private:
    bool readRoot() { return readMember("log", &Archive::readLog) && m_json.finish(); }
    bool readLog() { return readMember("entries", &Archive::readEntries); }
    bool readMember(std::string_view wanted, bool (Archive::*enter)());
    bool readEntries();
    bool readEntry();
    bool find(FoundEntry &found);
    // Called after each message or frame. False: the user has stopped the import, or the memory is used up.
    bool continuesAfter(const HarEntryReader &entry, JsonCursor &json);
    void report(const HarEntryReader &entry);
    void readMessages(JsonCursor messages, HarEntryReader &entry);
    void readFrames(JsonCursor frames, JsonCursor messages, HarEntryReader &entry);

    JsonCursor m_json;
    const ImportLimits &m_limits;
    const ImportWatch &m_watch;
    SessionImport &m_into;
    std::optional<ImportFault> m_fault;
    std::size_t m_itemsRead = 0; // messages and frames
    bool m_isReported = false; // whether the current entry was reported
};

// Reads an object: calls `enter` at the wanted member, and skips all others.
bool Archive::readMember(std::string_view wanted, bool (Archive::*enter)())
{
    const JsonPlace start = m_json.place();
    if (!m_json.enterObject())
        return false;
    std::string name;
    bool isThere = false;
    while (m_json.nextMember(name)) {
        isThere = isThere || name == wanted;
        if (!(name == wanted ? (this->*enter)() : m_json.skipValue()))
            return false;
    }
    if (!isThere && !m_json.fault())
        m_fault = ImportFault{start, "expected an object with \"" + std::string(wanted) + "\""};
    return isThere && !m_json.fault();
}

bool Archive::readEntries()
{
    if (!m_json.enterArray())
        return false;
    while (m_json.nextItem()) {
        if (!readEntry())
            return false;
    }
    return !m_json.fault();
}

bool Archive::readEntry()
{
    FoundEntry found;
    const bool isWhole = find(found);
    if (!found.messages)
        return isWhole;
    if (m_into.sessions.size() >= m_limits.sessions) {
        m_fault = ImportFault{found.facts.place,
                              "expected at most " + std::to_string(m_limits.sessions) + " connections"};
        return false;
    }
    const auto form = found.frames ? HarEntryReader::Form::Frames : HarEntryReader::Form::Messages;
    HarEntryReader entry(found.facts, form, m_limits);
    m_isReported = false;
    if (found.frames)
        readFrames(*found.frames, *found.messages, entry);
    else
        readMessages(*found.messages, entry);
    report(entry);
    entry.finish();
    return isWhole && !m_fault && !m_into.wasStopped;
}

// Reports the session after its first message, or at its end if it has none. Not earlier, because only the
// first message may say when the session started.
void Archive::report(const HarEntryReader &entry)
{
    if (std::exchange(m_isReported, true))
        return;
    m_into.sessions.push_back(entry.imported());
    countFacts(m_into.sessions.back().facts, m_limits);
    if (m_watch.found)
        m_watch.found(m_into.sessions.back());
}

bool Archive::continuesAfter(const HarEntryReader &entry, JsonCursor &json)
{
    report(entry);
    m_fault = memoryFault(json.place(), m_limits);
    if (m_fault)
        return false;
    if (m_watch.mayContinue && ++m_itemsRead % itemsBetweenCalls == 0)
        m_into.wasStopped = !m_watch.mayContinue(json.place().offset);
    return !m_into.wasStopped;
}

bool Archive::find(FoundEntry &found)
{
    found.facts.kind = JsonValue::Kind::Object;
    found.facts.place = m_json.place();
    m_json.limitMemory(valueMemory(m_limits));
    if (!m_json.enterObject())
        return false;
    std::string name;
    while (m_json.nextMember(name)) {
        const bool isMessages = name == "_webSocketMessages";
        if (isMessages || name == "_webSocketFrames") {
            (isMessages ? found.messages : found.frames) = m_json;
            if (!m_json.skipValue())
                return false;
            continue;
        }
        if (std::ranges::find(factNames, name) == factNames.end()) {
            if (!m_json.skipValue())
                return false;
            continue;
        }
        JsonMember member{name, m_json.place(), {}};
        if (!m_json.readValue(member.value))
            return false;
        // Of several members with one name the last counts.
        std::erase_if(found.facts.members, [&](const JsonMember &before) { return before.name == name; });
        found.facts.members.push_back(std::move(member));
    }
    return !m_json.fault();
}

// find() has already reported where the text breaks off. Here reading just ends there.
void Archive::readMessages(JsonCursor messages, HarEntryReader &entry)
{
    bool isGood = messages.enterArray();
    while (isGood && messages.nextItem()) {
        JsonValue message;
        messages.limitMemory(valueMemory(m_limits));
        isGood = messages.readValue(message) && !(m_fault = entry.addMessage(message))
            && continuesAfter(entry, messages);
    }
    if (!m_fault && messages.fault())
        m_fault = faultOf(*messages.fault(), m_limits);
}

// A frame that is a whole message names it by its number. The numbers only grow, so one pass over the
// messages is enough.
void Archive::readFrames(JsonCursor frames, JsonCursor messages, HarEntryReader &entry)
{
    bool isGood = frames.enterArray() && messages.enterArray();
    std::uint64_t nextMessage = 0;
    while (isGood && frames.nextItem()) {
        JsonValue frame;
        frames.limitMemory(valueMemory(m_limits));
        messages.limitMemory(valueMemory(m_limits));
        if (!frames.readValue(frame))
            break;
        JsonValue message;
        if (const std::optional<std::uint64_t> number = HarEntryReader::messageNumberOf(frame)) {
            isGood = *number >= nextMessage;
            for (; isGood && nextMessage <= *number; ++nextMessage)
                isGood = messages.nextItem()
                    && (nextMessage == *number ? messages.readValue(message) : messages.skipValue());
            if (!isGood && messages.fault() && messages.fault()->kind == JsonFault::Kind::TooBig) {
                m_fault = faultOf(*messages.fault(), m_limits);
                return;
            }
            if (!isGood) {
                m_fault = ImportFault{
                    frame.place,
                    "\"message\": expected the number of a later message than those of the frames before"};
                return;
            }
        }
        isGood = !(m_fault = entry.addFrame(frame, message)) && continuesAfter(entry, frames);
    }
    if (!m_fault && frames.fault())
        m_fault = faultOf(*frames.fault(), m_limits);
}

} // namespace

SessionImport importHar(std::string_view text, const ImportLimits &limits, const ImportWatch &watch)
{
    SessionImport result;
    Archive(text, limits, watch, result).read();
    return result;
}

} // namespace fg
