#include "protocol/report/results/baseline.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/handshake/secrets.h"
#include "protocol/report/results/agent_names.h"
#include "protocol/text/escape.h"
#include "protocol/text/json_writer.h"
#include "protocol/text/number_text.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

namespace fg {
namespace {

constexpr std::string_view firstLine = "frameglass baseline 1";

constexpr std::array behaviors{Behavior::Ok, Behavior::NonStrict, Behavior::Failed, Behavior::Unimplemented,
                               Behavior::Informational};
constexpr std::array closeBehaviors{
    CloseBehavior::Ok,      CloseBehavior::Failed,         CloseBehavior::WrongCode,
    CloseBehavior::Unclean, CloseBehavior::FailedByClient, CloseBehavior::Informational};

// A verdict's word with hyphens instead of spaces.
template <typename Verdict> std::string tokenOf(Verdict verdict)
{
    std::string token(wordOf(verdict));
    std::ranges::replace(token, ' ', '-');
    return token;
}

template <typename Verdict, std::size_t Count>
std::optional<Verdict> verdictOf(std::string_view token, const std::array<Verdict, Count> &all)
{
    const auto found = std::ranges::find(all, token, tokenOf<Verdict>);
    return found == all.end() ? std::nullopt : std::optional(*found);
}

template <typename Verdict, std::size_t Count> std::string tokensOf(const std::array<Verdict, Count> &all)
{
    std::string out;
    for (const Verdict verdict : all)
        out += (out.empty() ? "" : ", ") + tokenOf(verdict);
    return out;
}

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view cutWord(std::string_view &text)
{
    text = trimmed(text);
    const std::string_view word = text.substr(0, text.find_first_of(blanks));
    text.remove_prefix(word.size());
    return word;
}

bool isCaseId(std::string_view word)
{
    const bool hasOnlyDigitsAndPoints = word.find_first_not_of("0123456789.") == std::string_view::npos;
    return hasOnlyDigitsAndPoints && !word.empty() && word.front() != '.' && word.back() != '.'
        && word.find("..") == std::string_view::npos;
}

class BaselineReader
{
public:
    // Reads one line. False if there is a mistake in it; error() then names it.
    bool read(std::string_view line);
    [[nodiscard]] const BaselineError &error() const { return m_error; }
    // To be called after the last line. False if the first line was missing; error() then says so.
    bool finish() { return m_hasFirstLine || refuse(quotedFirstLine(), {}); }
    [[nodiscard]] Baseline takeBaseline() { return std::move(m_baseline); }

private:
    static std::string quotedFirstLine() { return '"' + std::string(firstLine) + "\" as the first line"; }
    bool refuse(std::string expected, std::string_view found);
    bool readAgent(std::string_view line);
    bool readCase(std::string_view line);
    bool readCode(std::string_view word, BaselineEntry &entry);

    Baseline m_baseline;
    AgentNames m_names;
    BaselineError m_error;
    Baseline::Cases *m_cases = nullptr; // of the agent that was named last
    std::size_t m_line = 0; // 0: nothing has been read
    bool m_hasFirstLine = false;
};

bool BaselineReader::refuse(std::string expected, std::string_view found)
{
    m_error = {std::max<std::size_t>(m_line, 1), std::move(expected), std::string(found)};
    return false;
}

bool BaselineReader::read(std::string_view line)
{
    ++m_line;
    line = trimmed(line);
    if (line.empty() || line.front() == '#')
        return true;
    if (!m_hasFirstLine) {
        m_hasFirstLine = line == firstLine;
        return m_hasFirstLine || refuse(quotedFirstLine(), line);
    }
    return line.front() == '[' ? readAgent(line) : readCase(line);
}

// The line is a JSON array of one string.
bool BaselineReader::readAgent(std::string_view line)
{
    const auto json = QByteArray::fromRawData(line.data(), static_cast<qsizetype>(line.size()));
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    if (array.size() != 1 || !array.first().isString())
        return refuse("an agent's name as [\"name\"]", line);
    // An earlier version wrote names with their secrets.
    const std::string &name = m_names.nameFor(array.first().toString().toStdString());
    const auto [at, isNew] = m_baseline.agents.try_emplace(name);
    m_cases = &at->second;
    return isNew || refuse("each agent once", line);
}

bool BaselineReader::readCase(std::string_view line)
{
    if (!m_cases)
        return refuse("an agent's name as [\"name\"] before the first case", line);
    const std::string_view id = cutWord(line);
    if (!isCaseId(id))
        return refuse("a case such as 1.1.1", id);
    const std::string_view behaviorWord = cutWord(line);
    const auto behavior = verdictOf(behaviorWord, behaviors);
    if (!behavior)
        return refuse("a behavior (" + tokensOf(behaviors) + ')', behaviorWord);
    const std::string_view closeWord = cutWord(line);
    const auto close = verdictOf(closeWord, closeBehaviors);
    if (!close)
        return refuse("a closing behavior (" + tokensOf(closeBehaviors) + ')', closeWord);
    BaselineEntry entry{.behavior = *behavior, .close = *close};
    if (!readCode(cutWord(line), entry))
        return false;
    if (!trimmed(line).empty())
        return refuse("the end of the line", trimmed(line));
    return m_cases->try_emplace(std::string(id), entry).second || refuse("each case once", id);
}

bool BaselineReader::readCode(std::string_view word, BaselineEntry &entry)
{
    if (word == "-")
        return true;
    entry.remoteCloseCode = numberIn<std::uint16_t>(word);
    return entry.remoteCloseCode || refuse("the peer's close code, or -", word);
}

} // namespace

bool CaseIdLess::operator()(std::string_view a, std::string_view b) const { return idLess(a, b); }

std::string BaselineError::sentence() const
{
    return "Line " + std::to_string(line) + ": expected " + expected + ", found "
        + (found.empty() ? "nothing" : '"' + escaped(found) + '"') + '.';
}

Baseline baselineOf(const RunReport &report)
{
    Baseline baseline;
    for (const AgentResults &agent : report.agents()) {
        Baseline::Cases &cases = baseline.agents[discreet(agent.agent)];
        for (const CaseSummary &summary : agent.cases) {
            if (!summary.wasStopped)
                cases[summary.spec->id] = {summary.verdict.behavior, summary.verdict.close,
                                           summary.remoteCloseCode};
        }
    }
    return baseline;
}

void writeBaseline(std::ostream &out, const Baseline &baseline)
{
    out << firstLine << '\n';
    for (const auto &[agent, cases] : baseline.agents) {
        out << "\n[" << jsonString(agent) << "]\n";
        for (const auto &[id, entry] : cases)
            out << id << "  " << tokenOf(entry.behavior) << "  " << tokenOf(entry.close) << "  "
                << (entry.remoteCloseCode ? std::to_string(*entry.remoteCloseCode) : "-") << '\n';
    }
}

std::variant<Baseline, BaselineError> parseBaseline(std::string_view text)
{
    BaselineReader reader;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (!reader.read(line))
            return reader.error();
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    if (!reader.finish())
        return reader.error();
    return reader.takeBaseline();
}

// --- comparing ---

namespace {

bool failsIn(Behavior behavior, Strictness strictness)
{
    return behavior == Behavior::Failed
        || (strictness == Strictness::Strict && behavior == Behavior::NonStrict);
}

// The same rule as in CaseVerdict::hasFailed(): with these behaviors the closing does not count.
bool closeFailsIn(const BaselineEntry &entry)
{
    const bool neverFails =
        entry.behavior == Behavior::Unimplemented || entry.behavior == Behavior::Informational;
    return !neverFails && entry.close != CloseBehavior::Ok && entry.close != CloseBehavior::Informational;
}

BaselineChange::Kind kindOf(const BaselineEntry &before, const BaselineEntry &now, Strictness strictness)
{
    const bool failedBefore = failsIn(before.behavior, strictness);
    const bool failsNow = failsIn(now.behavior, strictness);
    const bool closeFailedBefore = closeFailsIn(before);
    const bool closeFailsNow = closeFailsIn(now);
    if ((failsNow && !failedBefore) || (closeFailsNow && !closeFailedBefore))
        return BaselineChange::Kind::Regressed;
    if ((failedBefore && !failsNow) || (closeFailedBefore && !closeFailsNow))
        return BaselineChange::Kind::Fixed;
    return BaselineChange::Kind::Changed;
}

void compareAgent(std::vector<BaselineChange> &changes, const std::string &agent,
                  const Baseline::Cases &before, const Baseline::Cases &now, Strictness strictness)
{
    std::map<std::string_view, std::pair<const BaselineEntry *, const BaselineEntry *>, CaseIdLess> both;
    for (const auto &[id, entry] : before)
        both[id].first = &entry;
    for (const auto &[id, entry] : now)
        both[id].second = &entry;
    for (const auto &[id, entries] : both) {
        const auto [old, current] = entries;
        if (old && current && *old == *current)
            continue;
        BaselineChange change{.agent = agent, .id = std::string(id)};
        if (old)
            change.before = *old;
        if (current)
            change.now = *current;
        change.kind = !old ? BaselineChange::Kind::Added
            : !current     ? BaselineChange::Kind::Missing
                           : kindOf(*old, *current, strictness);
        changes.push_back(std::move(change));
    }
}

std::string_view wordOf(BaselineChange::Kind kind)
{
    switch (kind) {
    case BaselineChange::Kind::Regressed:
        return "regressed";
    case BaselineChange::Kind::Fixed:
        return "fixed";
    case BaselineChange::Kind::Changed:
        return "changed";
    case BaselineChange::Kind::Added:
        return "added";
    case BaselineChange::Kind::Missing:
        return "missing";
    }
    return {};
}

} // namespace

std::string verdictText(const BaselineEntry &entry)
{
    std::string out = std::string(wordOf(entry.behavior)) + ", closing " + std::string(wordOf(entry.close));
    if (entry.remoteCloseCode)
        out += ", code " + std::to_string(*entry.remoteCloseCode);
    return out;
}

std::string BaselineChange::sentence() const
{
    std::string out = escaped(agent) + ' ' + id + ' ' + std::string(wordOf(kind)) + ": ";
    if (before)
        out += "was " + verdictText(*before);
    if (before && now)
        out += "; ";
    if (now)
        out += "is " + verdictText(*now);
    return out + '.';
}

std::vector<BaselineChange> compare(const Baseline &before, const Baseline &now, Strictness strictness)
{
    static const Baseline::Cases none;
    std::vector<BaselineChange> changes;
    std::map<std::string_view, std::pair<const Baseline::Cases *, const Baseline::Cases *>> both;
    for (const auto &[agent, cases] : before.agents)
        both[agent] = {&cases, &none};
    for (const auto &[agent, cases] : now.agents)
        both.try_emplace(agent, &none, &none).first->second.second = &cases;
    for (const auto &[agent, cases] : both)
        compareAgent(changes, std::string(agent), *cases.first, *cases.second, strictness);
    return changes;
}

} // namespace fg
