#include "protocol/report/import/json_import.h"

#include "protocol/report/import/import_fault.h"
#include "protocol/report/import/picked_rows.h"
#include "protocol/report/import/session_restorer.h"
#include "protocol/text/escape.h"
#include "protocol/text/json_cursor.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <variant>

namespace fg {
namespace {

// The members before the rows of a session.
struct Preface
{
    Role role = Role::Client;
    bool isPicked = false;
    bool isFull = false;
    SessionFacts facts;
};

// Number of rows between two calls of ImportWatch::mayContinue.
constexpr std::size_t rowsBetweenCalls = 256;

// Reads one session.
class JsonSessionReader
{
public:
    JsonSessionReader(Preface preface, const ImportLimits &limits, const ImportWatch &watch)
        : m_preface(std::move(preface))
        , m_limits(limits)
        , m_watch(watch)
    {
        if (m_preface.isPicked)
            m_log.emplace<PickedRows>(m_preface.role, limits.session, limits.memory);
        else
            m_log.emplace<SessionRestorer>(m_preface.role, limits.session, limits.memory);
        countFacts(m_preface.facts, m_limits);
        if (m_watch.found)
            m_watch.found({session(), m_preface.facts});
    }
    [[nodiscard]] std::optional<ImportFault> add(const JsonValue &row)
    {
        auto *const picked = std::get_if<PickedRows>(&m_log);
        std::optional<ImportFault> fault =
            picked ? picked->add(row) : std::get<SessionRestorer>(m_log).add(row);
        return fault ? fault : memoryFault(row.place, m_limits);
    }
    // Called after each row with the number of octets read so far. False: the user has stopped the import.
    [[nodiscard]] bool continuesAfter(std::uint64_t octets)
    {
        if (!m_watch.mayContinue || ++m_rows % rowsBetweenCalls != 0)
            return true;
        session()->commit();
        return m_watch.mayContinue(octets);
    }
    void finish(SessionImport &into)
    {
        std::shared_ptr<Session> session = std::holds_alternative<PickedRows>(m_log)
            ? std::get<PickedRows>(m_log).finish()
            : std::get<SessionRestorer>(m_log).finish();
        const std::string name = inQuotes(m_preface.facts.title);
        if (m_preface.isPicked)
            into.notes.push_back(
                name
                + " contains only picked rows. Their frames are shown in a connection that is "
                  "made up for them.");
        if (m_preface.isFull)
            into.notes.push_back(name + " is not complete: its log had reached its limit.");
        into.sessions.push_back({std::move(session), std::move(m_preface.facts)});
    }

private:
    [[nodiscard]] const std::shared_ptr<Session> &session() const
    {
        const auto *const picked = std::get_if<PickedRows>(&m_log);
        return picked ? picked->session() : std::get<SessionRestorer>(m_log).session();
    }

    Preface m_preface;
    const ImportLimits &m_limits;
    const ImportWatch &m_watch;
    std::size_t m_rows = 0;
    std::variant<std::monostate, SessionRestorer, PickedRows> m_log;
};

void readStarted(JsonFields &fields, SessionFacts &facts)
{
    if (!fields.has("started"))
        return;
    facts.started = schema::timeIn(fields.text("started"));
    if (!facts.started)
        fields.reportFault("started", "a time such as \"2026-01-31T12:00:00Z\"");
}

void readPreface(const JsonValue &value, Preface &preface, std::optional<ImportFault> &fault)
{
    JsonFields fields(value, fault);
    preface.role = fields.oneOf("role", schema::roles);
    preface.facts.title = fields.has("title") ? fields.text("title") : std::string();
    preface.facts.url = fields.has("url") ? fields.text("url") : std::string();
    preface.isPicked = fields.has("rowsPicked");
    preface.isFull = fields.flag("logFull");
    readStarted(fields, preface.facts);
}

void checkFormat(const JsonValue &value, std::string_view format, std::optional<ImportFault> &fault)
{
    JsonFields fields(value, fault);
    if (fields.text("format") != format)
        fields.reportFault("format", inQuotes(format));
    const std::uint64_t version = fields.number("version");
    if (version == 0 || version > schema::version)
        fields.reportFault("version",
                           "a version up to " + std::to_string(schema::version) + ", not "
                               + std::to_string(version)
                               + ", which a newer version of the program has written");
}

// --- one document ---

class Document
{
public:
    Document(std::string_view text, const ImportLimits &limits, const ImportWatch &watch, SessionImport &into)
        : m_json(text)
        , m_limits(limits)
        , m_watch(watch)
        , m_into(into)
    {
    }

    void read()
    {
        if (readMembers() && !m_json.finish()) { }
        if (!m_fault && m_json.fault())
            m_fault = faultOf(*m_json.fault(), m_limits);
        if (m_fault)
            m_into.error = errorOf(*m_fault);
    }

private:
    bool readMembers();
    bool readSessions();
    bool readSession();
    bool readRows(const Preface &preface);
    // Enters the list that this member is to be.
    bool enterList(std::string_view key);
    // Reads the members of the object that begins here, up to the member `until`, without moving on.
    bool readAhead(std::string_view until, JsonValue &members);

    JsonCursor m_json;
    const ImportLimits &m_limits;
    const ImportWatch &m_watch;
    SessionImport &m_into;
    std::optional<ImportFault> m_fault;
};

bool Document::readAhead(std::string_view until, JsonValue &members)
{
    JsonCursor ahead = m_json;
    ahead.limitMemory(valueMemory(m_limits));
    members.kind = JsonValue::Kind::Object;
    members.place = ahead.place();
    std::string name;
    if (!ahead.enterObject())
        return m_json.skipValue(); // fails in the same way and keeps the fault
    while (ahead.nextMember(name) && name != until) {
        JsonMember member{name, ahead.place(), {}};
        if (!ahead.readValue(member.value))
            break;
        members.members.push_back(std::move(member));
    }
    return true;
}

bool Document::readMembers()
{
    JsonValue members;
    if (!readAhead("sessions", members) || !m_json.enterObject())
        return false;
    checkFormat(members, schema::documentFormat, m_fault);
    std::string name;
    while (!m_fault && m_json.nextMember(name)) {
        if (!(name == "sessions" ? readSessions() : m_json.skipValue()))
            return false;
    }
    return !m_fault && !m_json.fault();
}

bool Document::enterList(std::string_view key)
{
    if (m_json.enterArray())
        return true;
    const std::optional<JsonFault> &fault = m_json.fault();
    if (fault && fault->kind == JsonFault::Kind::NoList)
        m_fault = ImportFault{fault->place, inQuotes(key) + ": expected a list"};
    return false;
}

bool Document::readSessions()
{
    if (!enterList("sessions"))
        return false;
    while (m_json.nextItem()) {
        if (m_into.sessions.size() >= m_limits.sessions) {
            m_fault = ImportFault{m_json.place(),
                                  "expected at most " + std::to_string(m_limits.sessions) + " sessions"};
            return false;
        }
        if (!readSession())
            return false;
    }
    return !m_json.fault();
}

bool Document::readSession()
{
    JsonValue members;
    Preface preface;
    const JsonPlace start = m_json.place();
    if (m_json.nextKind() != JsonValue::Kind::Object && m_json.skipValue())
        m_fault = ImportFault{start, "\"sessions\": expected a list of objects"};
    if (m_fault || !readAhead("rows", members))
        return false;
    readPreface(members, preface, m_fault);
    if (m_fault || !m_json.enterObject())
        return false;
    std::string name;
    bool hasRows = false;
    while (m_json.nextMember(name)) {
        if (name == "rows" && hasRows) {
            m_fault = ImportFault{m_json.place(), "\"rows\": expected only once in a session"};
            return false;
        }
        const bool isRows = name == "rows";
        hasRows = hasRows || isRows;
        if (!(isRows ? readRows(preface) : m_json.skipValue()))
            return false;
    }
    if (!hasRows && !m_json.fault())
        m_fault = ImportFault{members.place, "\"rows\": expected a list"};
    return hasRows && !m_json.fault();
}

// The rows before an error are kept.
bool Document::readRows(const Preface &preface)
{
    JsonSessionReader reader(preface, m_limits, m_watch);
    bool isGood = enterList("rows");
    while (isGood && m_json.nextItem()) {
        JsonValue row;
        m_json.limitMemory(valueMemory(m_limits));
        isGood = m_json.readValue(row);
        if (isGood)
            m_fault = reader.add(row);
        isGood = isGood && !m_fault;
        m_into.wasStopped = isGood && !reader.continuesAfter(m_json.place().offset);
        isGood = isGood && !m_into.wasStopped;
    }
    reader.finish(m_into);
    return isGood && !m_json.fault();
}

// --- one line for each row ---

class Lines
{
public:
    Lines(const ImportLimits &limits, const ImportWatch &watch, SessionImport &into)
        : m_limits(limits)
        , m_watch(watch)
        , m_into(into)
    {
    }

    void read(std::string_view text)
    {
        while (!text.empty() && !m_fault && !m_into.wasStopped) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            readLine(text.substr(0, end));
            const std::size_t length = std::min(end + 1, text.size());
            text.remove_prefix(length);
            m_offset += length;
            ++m_line;
            m_into.wasStopped = m_reader && !m_fault && !m_reader->continuesAfter(m_offset);
        }
        if (m_reader && !m_fault && !m_into.wasStopped)
            m_fault = ImportFault{{m_line, 1, m_offset}, "expected the line that ends the session"};
        finishSession();
        if (m_fault)
            m_into.error = errorOf(*m_fault);
    }

private:
    void readLine(std::string_view line)
    {
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            return;
        JsonCursor json(line);
        json.limitMemory(valueMemory(m_limits));
        JsonValue value;
        if (!json.readValue(value) || !json.finish())
            m_fault = faultOf(*json.fault(), m_limits);
        else
            process(value);
        if (m_fault) {
            m_fault->place.line = m_line;
            m_fault->place.offset += m_offset;
        }
    }
    void process(const JsonValue &value)
    {
        if (value.find("format"))
            beginSession(value);
        else if (!m_reader)
            m_fault = ImportFault{value.place, "expected a line with \"format\", which begins a session"};
        else if (value.find("isEnd"))
            finishSession();
        else
            m_fault = m_reader->add(value);
    }
    void beginSession(const JsonValue &value)
    {
        finishSession();
        Preface preface;
        checkFormat(value, schema::linesFormat, m_fault);
        readPreface(value, preface, m_fault);
        if (!m_fault && m_into.sessions.size() >= m_limits.sessions)
            m_fault = ImportFault{value.place,
                                  "expected at most " + std::to_string(m_limits.sessions) + " sessions"};
        if (!m_fault)
            m_reader.emplace(std::move(preface), m_limits, m_watch);
    }
    void finishSession()
    {
        if (m_reader)
            m_reader->finish(m_into);
        m_reader.reset();
    }

    const ImportLimits &m_limits;
    const ImportWatch &m_watch;
    SessionImport &m_into;
    std::optional<JsonSessionReader> m_reader;
    std::optional<ImportFault> m_fault;
    unsigned m_line = 1;
    std::size_t m_offset = 0; // where the current line begins
};

} // namespace

SessionImport importJson(std::string_view text, const ImportLimits &limits, const ImportWatch &watch)
{
    SessionImport result;
    Document(text, limits, watch, result).read();
    return result;
}

SessionImport importNdjson(std::string_view text, const ImportLimits &limits, const ImportWatch &watch)
{
    SessionImport result;
    Lines(limits, watch, result).read(text);
    return result;
}

} // namespace fg
