#include "protocol/report/import/har_import.h"

#include "protocol/report/import/har_attachments.h"
#include "protocol/report/import/har_entry.h"
#include "protocol/text/escape.h"
#include "protocol/text/json_cursor.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

// Number of messages or frames between two calls of ImportWatch::mayContinue.
constexpr std::size_t itemsBetweenCalls = 256;
// The most sentences about odd values of one archive; its sessions have all of them.
constexpr std::size_t mostNotes = 20;

// Where the messages of an entry are.
enum class MessageSource : std::uint8_t {
    Nowhere, // The entry is not a session.
    List,
    Frames, // Frames of ours, which name messages of the list.
    OtherFrames, // Frames of another program, which are what others call messages.
    Text, // A list in JSON, written as a text.
    One, // One message in place of a list.
    File, // An attached file.
    Unusable, // Something else; the opening handshake is shown.
};

bool hasItems(JsonCursor list)
{
    return list.nextKind() == JsonValue::Kind::Array && list.enterArray() && list.nextItem();
}

// Whether the list is empty or has frames as we write them.
bool hasOwnFrames(JsonCursor list)
{
    if (list.nextKind() != JsonValue::Kind::Array || !list.enterArray())
        return false;
    if (!list.nextItem())
        return !list.fault();
    std::string name;
    std::size_t found = 0;
    if (list.nextKind() != JsonValue::Kind::Object || !list.enterObject())
        return false;
    while (list.nextMember(name) && list.skipValue())
        found += name == "fin" || name == "rsv" || name == "length" || name == "lengthBits" ? 1 : 0;
    return found == 4;
}

// The member of an object in the text.
HarValue memberOf(std::string_view object, std::string_view wanted)
{
    JsonCursor json(object, JsonForm::Lenient);
    std::string name;
    HarValue value;
    if (!json.enterObject())
        return value;
    while (json.nextMember(name)) {
        if (!(name == wanted ? readHarValue(json, value) : json.skipValue()))
            break;
    }
    return value;
}

class Archive
{
public:
    Archive(std::string_view text, const ImportLimits &limits, const ImportWatch &watch,
            const std::filesystem::path &folder, SessionImport &into)
        : m_json(text, JsonForm::Lenient)
        , m_limits(limits)
        , m_watch(watch)
        , m_attachments(folder, limits)
        , m_into(into)
    {
    }

    void read()
    {
        if (readRoot() && m_into.sessions.empty() && !m_into.wasStopped)
            m_fault = ImportFault{{},
                                  "expected an entry with WebSocket messages (\"_webSocketMessages\"), found "
                                      + counted(m_entries, "entry") + " without"};
        if (!m_fault && m_json.fault())
            m_fault = faultOf(*m_json.fault(), m_limits);
        if (m_fault)
            m_into.error = errorOf(*m_fault);
        for (const std::string &sentence : m_remarks.all())
            addNote(sentence);
        if (m_notesLeftOut > 0)
            m_into.notes.push_back("The logs of the sessions have " + counted(m_notesLeftOut, "more note")
                                   + " on odd values.");
    }

private:
    bool readRoot()
    {
        return readMember("log", JsonValue::Kind::Object, &Archive::readLog) && m_json.finish();
    }
    bool readLog() { return readMember("entries", JsonValue::Kind::Array, &Archive::readEntries); }
    bool readMember(std::string_view wanted, JsonValue::Kind kind, bool (Archive::*enter)());
    bool readEntries();
    bool readEntry();
    bool readSession(HarFacts &facts, HarRemarks &remarks, bool isWhole);
    // Called after each message or frame. False: the user has stopped the import, or the memory is used up.
    bool continuesAfter(const HarEntryReader &entry, JsonCursor &json);
    void report(const HarEntryReader &entry);
    void addNote(const std::string &sentence);

    [[nodiscard]] MessageSource sourceOf(const HarFacts &facts) const;
    void readFrom(MessageSource source, const HarFacts &facts, HarEntryReader &entry);
    void readMessages(JsonCursor messages, HarEntryReader &entry, std::string_view file);
    bool readItem(JsonCursor &messages, HarEntryReader &entry, const HarPlace &where);
    bool readMessage(JsonCursor &messages, HarEntryReader &entry, const HarPlace &where);
    void readText(const HarFacts &facts, HarEntryReader &entry);
    void readFile(const HarFacts &facts, HarEntryReader &entry);
    void readLines(const HarAttachment &file, HarEntryReader &entry);
    void readFrames(JsonCursor frames, JsonCursor messages, HarEntryReader &entry);
    bool readFrame(JsonCursor &frames, JsonCursor &messages, HarEntryReader &entry, const HarPlace &where);
    bool findMessage(JsonCursor &messages, std::uint64_t number, JsonValue &message);

    JsonCursor m_json;
    const ImportLimits &m_limits;
    const ImportWatch &m_watch;
    const HarAttachments m_attachments;
    SessionImport &m_into;
    std::optional<ImportFault> m_fault;
    HarRemarks m_remarks; // on entries that are not sessions
    std::size_t m_entries = 0;
    std::size_t m_itemsRead = 0; // messages and frames
    std::uint64_t m_nextMessage = 0; // the number of the next message that a frame of ours may name
    std::size_t m_notesLeftOut = 0;
    bool m_isReported = false; // whether the current entry was reported
};

// Reads an object: calls `enter` at the wanted member, and skips all others.
bool Archive::readMember(std::string_view wanted, JsonValue::Kind kind, bool (Archive::*enter)())
{
    const JsonPlace start = m_json.place();
    if (!m_json.enterObject())
        return false;
    std::string name;
    bool isThere = false;
    while (m_json.nextMember(name)) {
        if (name != wanted) {
            if (!m_json.skipValue())
                return false;
            continue;
        }
        if (isThere)
            m_remarks.add({.noun = "the archive", .place = m_json.place()},
                          {.key = std::string(wanted),
                           .expected = "it once",
                           .found = "it again",
                           .done = "both are read"});
        isThere = true;
        if (m_json.nextKind() != kind && !m_json.fault()) {
            HarValue found;
            const bool isRead = readHarValue(m_json, found);
            if (isRead)
                m_fault = ImportFault{found.place,
                                      inQuotes(wanted) + ": expected "
                                          + (kind == JsonValue::Kind::Array ? "a list" : "an object")
                                          + ", found " + wordsFor(found)};
            return false;
        }
        if (!(this->*enter)())
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
    ++m_entries;
    m_json.limitMemory(valueMemory(m_limits));
    if (m_json.nextKind() != JsonValue::Kind::Object) {
        HarValue found;
        if (!readHarValue(m_json, found))
            return false;
        m_remarks.add({.number = m_entries, .place = found.place},
                      {.key = "entries",
                       .expected = "an object",
                       .found = wordsFor(found),
                       .done = "the entry is left out"});
        return true;
    }
    HarFacts facts;
    HarRemarks remarks;
    const bool isWhole = readHarFacts(m_json, facts, remarks);
    return readSession(facts, remarks, isWhole) && isWhole;
}

bool Archive::readSession(HarFacts &facts, HarRemarks &remarks, bool isWhole)
{
    const MessageSource source = sourceOf(facts);
    const HarValue &shown = facts.messagesShown;
    const bool isOdd = source == MessageSource::Unusable
        || (source == MessageSource::Nowhere && shown.isThere && shown.kind != JsonValue::Kind::Array);
    const HarOddity odd{.key = "_webSocketMessages",
                        .expected = "a list",
                        .found = wordsFor(shown),
                        .done = source == MessageSource::Nowhere ? "the entry is left out"
                                                                 : "the session is shown without messages"};
    if (source == MessageSource::Nowhere) {
        if (isOdd && isWhole)
            m_remarks.add({.number = m_entries, .place = shown.place}, odd);
        return true;
    }
    if (m_into.sessions.size() >= m_limits.sessions) {
        m_fault = ImportFault{facts.place,
                              "expected at most " + std::to_string(m_limits.sessions) + " connections"};
        return false;
    }
    const auto form =
        source == MessageSource::Frames ? HarEntryReader::Form::Frames : HarEntryReader::Form::Messages;
    HarEntryReader entry(facts, form, m_limits, remarks);
    m_isReported = false;
    if (isOdd)
        entry.remark({.noun = "the entry", .place = shown.place}, odd);
    readFrom(source, facts, entry);
    report(entry);
    entry.finish();
    for (const std::string &sentence : remarks.all())
        addNote("Entry " + std::to_string(m_entries) + ": " + sentence);
    return !m_fault && !m_into.wasStopped;
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

void Archive::addNote(const std::string &sentence)
{
    if (m_into.notes.size() < mostNotes)
        m_into.notes.push_back(sentence);
    else
        ++m_notesLeftOut;
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

// --- where the messages are ---

MessageSource Archive::sourceOf(const HarFacts &facts) const
{
    if (facts.messages && facts.frames && hasOwnFrames(*facts.frames)
        && (hasItems(*facts.frames) || !hasItems(*facts.messages)))
        return MessageSource::Frames;
    const HarValue &shown = facts.messagesShown;
    if (facts.messages && hasItems(*facts.messages))
        return MessageSource::List;
    if (facts.frames && hasItems(*facts.frames) && !hasOwnFrames(*facts.frames))
        return MessageSource::OtherFrames;
    if (shown.is(JsonValue::Kind::Object) && memberOf(shown.raw, "_file").isThere)
        return MessageSource::File;
    if (shown.is(JsonValue::Kind::Object) && memberOf(shown.raw, "type").isThere)
        return MessageSource::One;
    if (shown.hasText() && hasItems(JsonCursor(shown.text, JsonForm::Lenient)))
        return MessageSource::Text;
    if (!facts.isWebSocket())
        return MessageSource::Nowhere;
    if (facts.attached.hasText())
        return MessageSource::File;
    if (!facts.messages)
        return MessageSource::Nowhere;
    return JsonCursor(*facts.messages).nextKind() == JsonValue::Kind::Array ? MessageSource::List
                                                                            : MessageSource::Unusable;
}

void Archive::readFrom(MessageSource source, const HarFacts &facts, HarEntryReader &entry)
{
    const HarPlace here{.noun = "the entry", .place = facts.messagesShown.place};
    switch (source) {
    case MessageSource::Nowhere:
    case MessageSource::Unusable:
        break;
    case MessageSource::List:
        readMessages(*facts.messages, entry, {});
        break;
    case MessageSource::Frames:
        readFrames(*facts.frames, *facts.messages, entry);
        break;
    case MessageSource::OtherFrames:
        readMessages(*facts.frames, entry, {});
        break;
    case MessageSource::Text:
        entry.remark(here,
                     {.key = "_webSocketMessages",
                      .expected = "a list",
                      .found = "a text",
                      .done = "the list that is written in the text is read"});
        readText(facts, entry);
        break;
    case MessageSource::One: {
        entry.remark(here,
                     {.key = "_webSocketMessages",
                      .expected = "a list",
                      .found = "an object",
                      .done = "it is read as the only message"});
        JsonCursor message = *facts.messages;
        (void)readItem(message, entry, {.noun = "message", .number = 1, .place = message.place()});
        break;
    }
    case MessageSource::File:
        readFile(facts, entry);
        break;
    }
}

// --- messages ---

// readHarFacts() has already found where the text breaks off. Here reading just ends there. `file`: the
// attached file with the list; empty: the archive.
void Archive::readMessages(JsonCursor messages, HarEntryReader &entry, std::string_view file)
{
    bool isGood = messages.enterArray();
    for (std::uint64_t number = 1; isGood && messages.nextItem(); ++number)
        isGood = readItem(messages, entry,
                          {.noun = "message", .number = number, .file = file, .place = messages.place()});
    if (!m_fault && messages.fault() && (file.empty() || messages.fault()->kind == JsonFault::Kind::TooBig))
        m_fault = faultOf(*messages.fault(), m_limits);
}

bool Archive::readItem(JsonCursor &messages, HarEntryReader &entry, const HarPlace &where)
{
    messages.limitMemory(valueMemory(m_limits));
    if (messages.nextKind() != JsonValue::Kind::Object) {
        HarValue found;
        if (!readHarValue(messages, found))
            return false;
        entry.remark(where,
                     {.key = "_webSocketMessages",
                      .expected = "an object",
                      .found = wordsFor(found),
                      .done = "the message is left out"});
        return continuesAfter(entry, messages);
    }
    return readMessage(messages, entry, where) && continuesAfter(entry, messages);
}

bool Archive::readMessage(JsonCursor &messages, HarEntryReader &entry, const HarPlace &where)
{
    HarMessage message;
    if (!readHarMessage(messages, message))
        return false;
    const bool isNamed = message.file.isThere && message.data.isNull();
    HarOddity odd;
    const std::optional<HarAttachment> attached =
        isNamed ? m_attachments.read(message.file, odd) : std::nullopt;
    if (isNamed && !attached)
        entry.remark(where, odd);
    entry.addMessage(message, where, attached ? std::optional(attached->text) : std::nullopt);
    return true;
}

void Archive::readText(const HarFacts &facts, HarEntryReader &entry)
{
    readMessages(JsonCursor(facts.messagesShown.text, JsonForm::Lenient), entry, "the text");
}

void Archive::readFile(const HarFacts &facts, HarEntryReader &entry)
{
    const HarValue named =
        facts.attached.hasText() ? facts.attached : memberOf(facts.messagesShown.raw, "_file");
    HarOddity odd;
    const std::optional<HarAttachment> file = m_attachments.read(named, odd);
    if (!file) {
        entry.remark({.noun = "the entry", .place = facts.place}, odd);
        m_fault = memoryFault(facts.place, m_limits);
        return;
    }
    if (hasItems(JsonCursor(file->text, JsonForm::Lenient)))
        readMessages(JsonCursor(file->text, JsonForm::Lenient), entry, file->name);
    else
        readLines(*file, entry);
}

// One message on each line. A line that is not JSON is left out.
void Archive::readLines(const HarAttachment &file, HarEntryReader &entry)
{
    std::string_view rest = file.text;
    HarPlace where{.noun = "message", .number = 1, .file = file.name};
    for (; !rest.empty() && !m_fault && !m_into.wasStopped; ++where.place.line) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        JsonCursor json(line, JsonForm::Lenient);
        const bool isRead = readItem(json, entry, where);
        if (json.fault() && json.fault()->kind == JsonFault::Kind::TooBig)
            m_fault = faultOf(*json.fault(), m_limits);
        else if (!isRead && json.fault())
            entry.remark(where,
                         {.key = "_file",
                          .expected = "a message in JSON on each line",
                          .found = std::string(wordsFor(json.fault()->kind)),
                          .done = "the line is left out"});
        ++where.number;
    }
}

// --- frames of ours ---

// A frame that is a whole message names it by its number. The numbers only grow, so one pass over the
// messages is enough.
void Archive::readFrames(JsonCursor frames, JsonCursor messages, HarEntryReader &entry)
{
    bool isGood = frames.enterArray() && messages.enterArray();
    m_nextMessage = 0;
    for (std::uint64_t number = 1; isGood && frames.nextItem(); ++number)
        isGood =
            readFrame(frames, messages, entry, {.noun = "frame", .number = number, .place = frames.place()});
    if (!m_fault && frames.fault())
        m_fault = faultOf(*frames.fault(), m_limits);
}

bool Archive::readFrame(JsonCursor &frames, JsonCursor &messages, HarEntryReader &entry,
                        const HarPlace &where)
{
    JsonValue frame;
    frames.limitMemory(valueMemory(m_limits));
    messages.limitMemory(valueMemory(m_limits));
    if (frames.nextKind() != JsonValue::Kind::Object) {
        HarValue found;
        if (!readHarValue(frames, found))
            return false;
        entry.remark(where,
                     {.key = "_webSocketFrames",
                      .expected = "an object",
                      .found = wordsFor(found),
                      .done = "the frame is left out"});
        return continuesAfter(entry, frames);
    }
    if (!frames.readValue(frame))
        return false;
    JsonValue message;
    const std::optional<std::uint64_t> number = HarEntryReader::messageNumberOf(frame);
    if (number && !findMessage(messages, *number, message)) {
        if (messages.fault() && messages.fault()->kind == JsonFault::Kind::TooBig) {
            m_fault = faultOf(*messages.fault(), m_limits);
            return false;
        }
        entry.remark(where,
                     {.key = "message",
                      .expected = "the number of a later message than those of the frames before",
                      .found = std::to_string(*number),
                      .done = "the frame is left out"});
        return continuesAfter(entry, frames);
    }
    entry.addFrame(frame, message, where);
    return continuesAfter(entry, frames);
}

// Goes on to the message with this number.
bool Archive::findMessage(JsonCursor &messages, std::uint64_t number, JsonValue &message)
{
    if (number < m_nextMessage)
        return false;
    for (; m_nextMessage <= number; ++m_nextMessage) {
        if (!messages.nextItem()
            || !(m_nextMessage == number ? messages.readValue(message) : messages.skipValue()))
            return false;
    }
    return true;
}

} // namespace

SessionImport importHar(std::string_view text, const ImportLimits &limits, const ImportWatch &watch,
                        const std::filesystem::path &folder)
{
    SessionImport result;
    Archive(text, limits, watch, folder, result).read();
    return result;
}

} // namespace fg
