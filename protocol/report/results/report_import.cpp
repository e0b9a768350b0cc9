#include "protocol/report/results/report_import.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/report/results/agent_names.h"
#include "protocol/report/results/forbidden_codes.h"
#include "protocol/text/escape.h"
#include "protocol/text/json_cursor.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <utility>

namespace fg {
namespace {

constexpr std::uintmax_t longestFile = 256 * 1024 * 1024;
constexpr std::size_t longestName = 1'000;
// Largest number of JSON values in a case of an index, and in a row of a wire log.
constexpr std::size_t mostValues = 1'000;
constexpr std::size_t longestSentence = 10'000;
constexpr unsigned deepest = 64;
constexpr std::size_t pieceLength = 1024 * 1024;

std::string sentenceOf(const JsonFault &fault)
{
    return "Line " + std::to_string(fault.place.line) + ", column " + std::to_string(fault.place.column)
        + ": " + std::string(wordsFor(fault.kind)) + '.';
}

struct ImportFailure
{
    std::string why; // escaped
};

// Reads a file of the report, which is the first half of the progress that `watch` is told. A failure names
// the file.
std::variant<std::string, ImportFailure> textOfFile(const std::filesystem::path &path,
                                                    const ReadingWatch &watch)
{
    const std::string name = inQuotes(path.string());
    std::error_code failed;
    const std::filesystem::file_type type = std::filesystem::status(path, failed).type();
    if (type == std::filesystem::file_type::not_found)
        return ImportFailure{name + " does not exist."};
    if (!failed && type != std::filesystem::file_type::regular)
        return ImportFailure{name + " is not a file."};
    const std::uintmax_t length = failed ? 0 : std::filesystem::file_size(path, failed);
    if (failed)
        return ImportFailure{name + ": " + escaped(failed.message()) + '.'};
    if (length > longestFile)
        return ImportFailure{name + " is too long for a report."};
    std::ifstream in(path, std::ios::binary);
    std::string text;
    while (in && text.size() < longestFile) {
        const std::size_t before = text.size();
        text.resize(before + pieceLength);
        in.read(text.data() + before, static_cast<std::streamsize>(pieceLength));
        text.resize(before + static_cast<std::size_t>(in.gcount()));
        if (watch && !watch(text.size(), 2 * std::max<std::uintmax_t>(length, 1)))
            return ImportFailure{std::string(stoppedReading)};
    }
    if (in.bad() || (text.empty() && length > 0))
        return ImportFailure{name + " cannot be read."};
    return text;
}

// Tells `watch` the second half of the progress.
ReadingWatch secondHalf(const ReadingWatch &watch)
{
    if (!watch)
        return watch;
    return [watch](std::uint64_t done, std::uint64_t all) { return watch(all + done, 2 * all); };
}

// Puts the name of the file before the text, unless reading was stopped.
std::string inFile(const std::filesystem::path &path, const std::string &why)
{
    return why == stoppedReading ? why : inQuotes(path.string()) + ": " + why;
}

// The first octets of a UTF-8 text, at most `most` of them, without a part of a character at the end.
std::string_view cutAtCharacter(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80)
        --most;
    return text.substr(0, most);
}

// The entries of an index that were left out for the same reason, for a note that names them.
class LeftOut
{
public:
    explicit LeftOut(std::string_view why)
        : m_why(why)
    {
    }

    // `more`: what else is to be said about it; escaped.
    void add(const std::string &id, const std::string &more = {})
    {
        if (m_seen.size() == mostNamed || !m_seen.insert(id + more).second)
            return;
        if (m_seen.size() <= mostShown)
            m_shown += (m_shown.empty() ? "" : ", ") + escaped(cutAtCharacter(id, longestId)) + more;
    }
    void addNote(std::vector<std::string> &notes) const
    {
        if (m_seen.empty())
            return;
        const std::size_t others = m_seen.size() - std::min(m_seen.size(), mostShown);
        const std::string_view atLeast = m_seen.size() == mostNamed ? "at least " : "";
        std::string note = "Left out, because " + std::string(m_why) + ": " + m_shown;
        if (others > 0)
            note.append(" and ").append(atLeast).append(std::to_string(others)).append(" more");
        notes.push_back(note + '.');
    }

private:
    static constexpr std::size_t mostShown = 20;
    static constexpr std::size_t mostNamed = 1'000;
    static constexpr std::size_t longestId = 40; // octets

    std::string_view m_why;
    std::set<std::string> m_seen;
    std::string m_shown;
};

// Reads the agents and cases of an index one by one, so that only one case is in memory as JSON. It names the
// entries that it leaves out.
class IndexReader
{
public:
    IndexReader(std::string_view text, std::filesystem::path folder, const ReadingWatch &watch)
        : m_text(text)
        , m_json(text, deepest, mostValues)
        , m_folder(std::move(folder))
        , m_watch(watch)
    {
    }

    [[nodiscard]] std::variant<ImportedReport, std::string> read()
    {
        if (const std::optional<JsonFault> fault = m_json.textFault())
            return sentenceOf(*fault);
        if (m_json.nextKind() == JsonValue::Kind::Object)
            readAgents();
        else if (m_json.skipValue())
            m_why = expected();
        if (m_why.empty())
            static_cast<void>(m_json.finish()); // the cursor keeps the fault
        if (m_why.empty() && m_json.fault())
            m_why = sentenceOf(*m_json.fault());
        if (m_why.empty() && m_cases == 0)
            m_why = whyWithoutCases();
        if (!m_why.empty())
            return m_why;
        for (const LeftOut *const leftOut : {&m_notOfSet, &m_otherCodes, &m_otherNumbers, &m_withoutVerdict})
            leftOut->addNote(m_read.notes);
        if (m_agents > mostImportedAgents)
            m_read.notes.push_back("Only the first " + std::to_string(mostImportedAgents) + " of "
                                   + std::to_string(m_agents) + " agents are shown.");
        return std::move(m_read);
    }

private:
    [[nodiscard]] std::string whyWithoutCases() const
    {
        std::vector<std::string> notes;
        m_withoutVerdict.addNote(notes);
        return notes.empty() ? "It has no case of the set."
                             : "It has no case of the set with two verdicts that are known. " + notes.front();
    }

    [[nodiscard]] std::string expected()
    {
        return "Line " + std::to_string(m_json.place().line)
            + ": expected an index of a report: agents as keys, each with its cases.";
    }

    void readAgents()
    {
        if (!m_json.enterObject())
            return;
        for (std::string agent; m_why.empty() && m_json.nextMember(agent);) {
            if (m_json.nextKind() != JsonValue::Kind::Object || agent.size() > longestName)
                m_why = expected();
            else if (++m_agents > mostImportedAgents)
                skipAgent();
            else
                readCases(m_names.nameFor(agent));
        }
    }

    // Skips an agent that is not read.
    void skipAgent()
    {
        if (m_json.skipValue())
            reportProgress();
    }

    void readCases(const std::string &agent)
    {
        if (!m_json.enterObject())
            return;
        std::map<std::string, JsonValue> forbiddenCodes;
        for (std::string id; m_why.empty() && m_json.nextMember(id);) {
            JsonValue value;
            if (!m_json.readValue(value))
                return;
            if (isAboutForbiddenCode(id))
                forbiddenCodes[id] = std::move(value);
            else if (const CaseSpec *const spec = findCase(id))
                addCase(agent, *spec, id, value);
            else
                m_notOfSet.add(id);
            reportProgress();
        }
        if (m_why.empty())
            addForbiddenCodes(agent, forbiddenCodes);
    }

    // Whether the suite that wrote the report numbers these cases as the set does, is said only by the files
    // of the cases.
    void addForbiddenCodes(const std::string &agent, const std::map<std::string, JsonValue> &entries)
    {
        std::map<std::string, std::optional<std::uint32_t>> codes;
        bool areNumberedDifferently = false;
        for (const auto &[id, value] : entries) {
            codes[id] = forbiddenCodeIn(fileOf(value));
            const CaseSpec *const spec = codes[id] ? caseOfForbiddenCode(*codes[id]) : findCase(id);
            areNumberedDifferently = areNumberedDifferently || !spec || spec->id != id;
        }
        for (const auto &[id, value] : entries) {
            const std::optional<std::uint32_t> code = codes[id];
            const CaseSpec *const spec = code ? caseOfForbiddenCode(*code) : findCase(id);
            if (!code && areNumberedDifferently && !hasOneNumber(id))
                m_otherNumbers.add(id);
            else if (!spec)
                m_otherCodes.add(id, " (" + std::to_string(code.value_or(0)) + ')');
            else
                addCase(agent, *spec, id, value);
        }
    }

    void reportProgress()
    {
        if (m_watch && !m_watch(m_json.place().offset, m_text.size()))
            m_why = stoppedReading;
    }

    // The file of a case. A report must not make us read files outside its folder.
    [[nodiscard]] std::filesystem::path fileOf(const JsonValue &one) const
    {
        const std::filesystem::path file = std::filesystem::path(one.textOf("reportfile")).filename();
        return file.empty() || file == ".." ? std::filesystem::path() : m_folder / file;
    }

    // Why a member of a case is not a verdict; escaped.
    [[nodiscard]] static std::string whatIsWrong(const JsonValue &one, std::string_view name)
    {
        constexpr std::size_t longestShown = 40; // octets
        const std::string found = one.textOf(name);
        return (found.empty() ? "no " : "unknown ") + std::string(name)
            + (found.empty() ? "" : " \"" + escaped(cutAtCharacter(found, longestShown)) + '"');
    }

    // `id`: of the case in the index.
    void addCase(const std::string &agent, const CaseSpec &spec, const std::string &id, const JsonValue &one)
    {
        const auto behavior = behaviorOf(one.textOf("behavior"));
        const auto close = closeBehaviorOf(one.textOf("behaviorClose"));
        if (!behavior || !close) {
            const std::string lacking = (behavior ? "" : whatIsWrong(one, "behavior"))
                + (behavior || close ? "" : " and ") + (close ? "" : whatIsWrong(one, "behaviorClose"));
            m_withoutVerdict.add(id, " (" + lacking + ')');
            return;
        }
        CaseSummary summary{.spec = &spec};
        summary.verdict = {*behavior, *close, *behavior, *close};
        if (const JsonMember *code = one.find("remoteCloseCode");
            code && code->value.kind == JsonValue::Kind::Number)
            summary.remoteCloseCode = static_cast<std::uint16_t>(std::atoi(code->value.text.c_str()));
        if (const JsonMember *time = one.find("duration");
            time && time->value.kind == JsonValue::Kind::Number)
            summary.duration = std::chrono::milliseconds(
                std::clamp(std::atoll(time->value.text.c_str()), 0LL, 86'400'000LL));
        m_read.report.agent(agent).add(std::move(summary));
        if (std::filesystem::path file = fileOf(one); !file.empty())
            m_read.files[agent][spec.id] = std::move(file);
        ++m_cases;
    }

    std::string_view m_text;
    JsonCursor m_json;
    std::filesystem::path m_folder;
    const ReadingWatch &m_watch;
    ImportedReport m_read;
    AgentNames m_names;
    std::string m_why; // why this is not an index, or why reading stopped; else empty
    std::size_t m_agents = 0;
    std::size_t m_cases = 0;
    LeftOut m_notOfSet{"the set has no such case"};
    LeftOut m_otherCodes{"the set has no case about their close code"};
    LeftOut m_otherNumbers{
        "the suite numbers cases about close codes differently, and no file says which ones "
        "these are"};
    LeftOut m_withoutVerdict{"one of their two verdicts is missing or not known"};
};

// --- a case's file ---

std::string itemText(const JsonValue &row, std::size_t index)
{
    return index < row.items.size() ? row.items[index].text : std::string();
}

bool itemIsTrue(const JsonValue &row, std::size_t index)
{
    return index < row.items.size() && row.items[index].boolean;
}

// Returns "8 octets: 8882dd739abdde9b" for [8, "8882dd739abdde9b"].
std::string dataText(const JsonValue &row)
{
    if (row.items.size() < 2)
        return {};
    const JsonValue &data = row.items[1];
    return itemText(data, 0) + (itemText(data, 0) == "1" ? " octet" : " octets")
        + (itemText(data, 1).empty() ? "" : ": " + itemText(data, 1));
}

std::string frameText(std::string_view direction, const JsonValue &row)
{
    std::string out = std::string(direction) + " frame, opcode " + itemText(row, 2);
    if (!itemIsTrue(row, 3))
        out += ", FIN 0";
    if (const std::string rsv = itemText(row, 4); !rsv.empty() && rsv != "0")
        out += ", RSV " + rsv;
    return out + ", " + dataText(row);
}

// The tags are those of json_report.cpp.
std::string wireText(const JsonValue &row)
{
    const std::string tag = itemText(row, 0);
    const std::string value = itemText(row, 1);
    const auto followedBy = [](std::string_view words, const std::string &rest) {
        return rest.empty() ? std::string(words) : std::string(words) + ' ' + rest;
    };
    if (tag == "TO" || tag == "RO")
        return std::string(tag == "TO" ? "TX " : "RX ") + dataText(row);
    if (tag == "TF" || tag == "RF")
        return frameText(tag == "TF" ? "TX" : "RX", row);
    if (tag == "KL")
        return "fail the connection after " + value + " s";
    if (tag == "KLE")
        return "time is up: failing the connection";
    if (tag == "TI")
        return "close the connection after " + value + " s";
    if (tag == "TIE")
        return "time is up: closing the connection";
    if (tag == "CT")
        return "wait " + value + " s" + followedBy("", itemText(row, 2));
    if (tag == "CTE")
        return "the wait" + followedBy("", value) + " is over";
    if (tag == "WLM")
        return itemIsTrue(row, 1) ? "octets and frames are recorded again"
                                  : followedBy("octets and frames are not recorded from here on", value);
    return followedBy(tag, value);
}

class CaseReader
{
public:
    CaseReader(std::string_view text, const ReadingWatch &watch)
        : m_text(text)
        , m_json(text, deepest, mostValues)
        , m_watch(watch)
    {
    }

    [[nodiscard]] std::variant<ImportedCase, std::string> read()
    {
        if (const std::optional<JsonFault> fault = m_json.textFault())
            return sentenceOf(*fault);
        // A value of another kind is not a fault; there is just nothing to show.
        if (m_json.nextKind() == JsonValue::Kind::Object ? readMembers() : m_json.skipValue())
            static_cast<void>(m_json.finish());
        if (m_wasStopped)
            return std::string(stoppedReading);
        if (m_json.fault())
            return sentenceOf(*m_json.fault());
        return std::move(m_read);
    }

private:
    // False if reading cannot go on.
    bool readMembers()
    {
        bool isGood = m_json.enterObject();
        for (std::string name; isGood && m_json.nextMember(name);) {
            if (name == "wirelog" && m_json.nextKind() == JsonValue::Kind::Array)
                isGood = readWireLog();
            else if (std::string *const place = placeOf(name))
                isGood = readSentence(*place);
            else
                isGood = m_json.skipValue();
            isGood = isGood && reportProgress();
        }
        return isGood && !m_json.fault();
    }

    [[nodiscard]] std::string *placeOf(std::string_view name)
    {
        if (name == "result")
            return &m_read.result;
        if (name == "resultClose")
            return &m_read.resultClose;
        return name == "started" ? &m_read.started : nullptr;
    }

    bool readSentence(std::string &place)
    {
        JsonValue value;
        if (!m_json.readValue(value))
            return false;
        if (value.kind == JsonValue::Kind::String)
            place = cutAtCharacter(value.text, longestSentence);
        return true;
    }

    bool readWireLog()
    {
        std::size_t more = 0;
        bool isGood = m_json.enterArray();
        m_read.wireLog.clear();
        while (isGood && m_json.nextItem()) {
            JsonValue row;
            const bool isKept = m_read.wireLog.size() < mostImportedRows;
            isGood = isKept ? m_json.readValue(row) : m_json.skipValue();
            if (isKept)
                m_read.wireLog.emplace_back(cutAtCharacter(wireText(row), longestImportedRow));
            else
                ++more;
            isGood = isGood && reportProgress();
        }
        if (more > 0)
            m_read.wireLog.push_back("and " + counted(more, "more row"));
        return isGood && !m_json.fault();
    }

    bool reportProgress()
    {
        m_wasStopped = m_watch && !m_watch(m_json.place().offset, m_text.size());
        return !m_wasStopped;
    }

    std::string_view m_text;
    JsonCursor m_json;
    const ReadingWatch &m_watch;
    ImportedCase m_read;
    bool m_wasStopped = false;
};

} // namespace

std::variant<ImportedReport, std::string>
readReportIndex(std::string_view text, const std::filesystem::path &folder, const ReadingWatch &watch)
{
    return IndexReader(text, folder, watch).read();
}

std::variant<ImportedReport, std::string> readReportFolder(const std::filesystem::path &path,
                                                           const ReadingWatch &watch)
{
    std::error_code failed;
    const bool isFolder = std::filesystem::is_directory(path, failed);
    const std::filesystem::path file = isFolder ? path / "index.json" : path;
    const auto text = textOfFile(file, watch);
    if (const auto *const failure = std::get_if<ImportFailure>(&text))
        return failure->why;
    auto read = readReportIndex(std::get<std::string>(text), file.parent_path(), secondHalf(watch));
    if (auto *const why = std::get_if<std::string>(&read))
        return inFile(file, *why);
    return read;
}

std::variant<ImportedCase, std::string> readReportCase(const std::filesystem::path &file,
                                                       const ReadingWatch &watch)
{
    const auto text = textOfFile(file, watch);
    if (const auto *const failure = std::get_if<ImportFailure>(&text))
        return failure->why;
    const ReadingWatch rest = secondHalf(watch);
    auto read = CaseReader(std::get<std::string>(text), rest).read();
    if (auto *const why = std::get_if<std::string>(&read))
        return inFile(file, *why);
    return read;
}

} // namespace fg
