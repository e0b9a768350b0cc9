#include "protocol/session/look/filter_completion.h"

#include "protocol/handshake/http_head.h"
#include "protocol/session/look/filter_parser.h"
#include "protocol/text/characters.h"
#include "protocol/wire/rules.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

using CandidateKind = FilterCandidate::Kind;

constexpr std::array usualHeaders{
    std::string_view("host"),
    std::string_view("origin"),
    std::string_view("user-agent"),
    std::string_view("cookie"),
    std::string_view("authorization"),
    std::string_view("sec-websocket-protocol"),
    std::string_view("sec-websocket-extensions"),
    std::string_view("sec-websocket-version"),
    std::string_view("server"),
    std::string_view("location"),
};

// Whether what was typed begins the text.
bool begins(std::string_view typed, std::string_view text)
{
    return typed.size() <= text.size() && equalsIgnoringCase(typed, text.substr(0, typed.size()));
}

class Completer
{
public:
    Completer(std::string_view typed, const FilterExpected &expected, const FilterSamples &samples)
        : m_typed(typed)
        , m_expected(expected)
        , m_samples(samples)
    {
    }

    std::vector<FilterCandidate> run(std::string &hint)
    {
        if (m_expected.operatorFor)
            addOperators(*m_expected.operatorFor);
        if (m_expected.value)
            addValues(*m_expected.value, hint);
        if (m_expected.unitFor && m_typed.empty())
            addUnits({}, m_expected.unitFor->info().type);
        if (m_expected.setEnd) {
            add(CandidateKind::Operator, ",", "Another value follows.");
            add(CandidateKind::Operator, "}", "The values end here.");
        }
        if (m_expected.joint)
            addJoints();
        // After a condition, fields are offered when one is being typed.
        if (m_expected.condition && (!m_expected.joint || !m_typed.empty()))
            addFields();
        return std::move(m_out);
    }

private:
    void add(CandidateKind kind, std::string_view text, std::string_view sentence)
    {
        if (m_out.size() < mostCandidates && begins(m_typed, text))
            m_out.push_back({kind, std::string(text), std::string(sentence)});
    }

    void addFields()
    {
        for (const FilterFieldInfo &info : allFilterFields()) {
            // A field can be found by its other name.
            const bool isByAlias = !info.alias.empty() && !m_typed.empty() && begins(m_typed, info.alias)
                && !begins(m_typed, info.name);
            const std::string name = std::string(info.name) + (info.field == FilterField::Header ? "." : "");
            if (isByAlias && m_out.size() < mostCandidates)
                m_out.push_back({CandidateKind::Field, name, std::string(info.meaning)});
            else
                add(CandidateKind::Field, name, info.meaning);
        }
        if (begins("json", m_typed)) {
            for (const std::string &path : m_samples.jsonPaths)
                add(CandidateKind::Field, "json" + path, "A value in the JSON of payloads of this session.");
        }
        if (begins("header.", m_typed)) {
            for (const std::string &header : m_samples.headerNames)
                add(CandidateKind::Field, "header." + header, "A header field of this session's handshake.");
            for (const std::string_view header : usualHeaders) {
                if (std::ranges::find(m_samples.headerNames, header) == m_samples.headerNames.end())
                    add(CandidateKind::Field, "header." + std::string(header),
                        "A header field of the handshake.");
            }
        }
        if (!m_typed.empty() || !m_expected.joint)
            add(CandidateKind::Joint, "not", "The condition that follows does not hold.");
    }

    void addOperators(const FilterFieldRef &field)
    {
        const FilterType type = field.info().type;
        for (const FilterOperatorInfo &info : allFilterOperators()) {
            if (hasOperator(type, info.op))
                add(CandidateKind::Operator, info.sign, field.text() + ' ' + std::string(info.meaning) + '.');
        }
        add(CandidateKind::Operator, "in", field.text() + " is one of the values in braces.");
        add(CandidateKind::Operator, "not in",
            field.text() + " has a value, and it is none of those in braces.");
    }

    void addValues(const FilterExpected::Value &value, std::string &hint)
    {
        const FilterFieldInfo &info = value.field.info();
        hint = valueWords(info.type);
        std::string_view last;
        for (const FilterWord &word : info.words) {
            if (!word.isAlias && word.name != last)
                add(CandidateKind::Value, word.name, word.meaning);
            last = word.name;
        }
        if (info.field == FilterField::Finding) {
            for (const Rule &rule : allRules())
                add(CandidateKind::Value, rule.name, rule.statement);
        }
        if (info.field == FilterField::FindingClause)
            addClauses();
        if (info.type == FilterType::Json) {
            for (const std::string_view word : {"true", "false", "null"})
                add(CandidateKind::Value, word, "The JSON value of this name.");
        }
        addUnits(m_typed, info.type);
    }

    void addClauses()
    {
        std::vector<std::string_view> clauses;
        for (const Rule &rule : allRules()) {
            if (std::ranges::find(clauses, rule.clause) == clauses.end())
                clauses.push_back(rule.clause);
        }
        for (const std::string_view clause : clauses)
            add(CandidateKind::Value, quotedForFilter(clause), "A clause that a rule rests on.");
    }

    // The units that a number can have: 10 can become 10k.
    void addUnits(std::string_view number, FilterType type)
    {
        if (!std::ranges::all_of(number, [](char c) { return isDigit(c) || c == '.'; }))
            return;
        const bool isApart = number.empty();
        for (const FilterUnitOfMeasure &unit : unitsOf(type)) {
            if (!unit.isAlias && (!isApart || m_expected.unitFor))
                add(CandidateKind::Value, std::string(number) + std::string(unit.name), unit.meaning);
        }
    }

    void addJoints()
    {
        if (m_typed.empty()) {
            add(CandidateKind::Joint, "&&", "Both conditions hold.");
            add(CandidateKind::Joint, "||", "One of the conditions holds.");
            if (m_expected.openParentheses > 0)
                add(CandidateKind::Joint, ")", "The parenthesis ends here.");
            return;
        }
        add(CandidateKind::Joint, "and", "Both conditions hold.");
        add(CandidateKind::Joint, "or", "One of the conditions holds.");
    }

    std::string_view m_typed;
    const FilterExpected &m_expected;
    const FilterSamples &m_samples;
    std::vector<FilterCandidate> m_out;
};

// Where the word begins that ends at the end of the text; its end if none does.
std::size_t startOfWord(std::string_view text)
{
    const FilterTokens tokens = filterTokens(text);
    if (tokens.fault || tokens.tokens.size() < 2)
        return text.size();
    const FilterToken &last = tokens.tokens[tokens.tokens.size() - 2];
    const char first = text[last.place.start];
    const bool isWord =
        isTokenCharacter(first) && first != '!' && first != '|' && first != '&' && first != '~';
    const bool isOfWords = last.kind == FilterToken::Kind::Word || last.kind == FilterToken::Kind::And
        || last.kind == FilterToken::Kind::Or || last.kind == FilterToken::Kind::Not;
    return last.place.end() == text.size() && isOfWords && isWord ? last.place.start : text.size();
}

} // namespace

FilterCompletion completeFilter(std::string_view text, std::size_t cursor, const FilterSamples &samples)
{
    const std::string_view before = text.substr(0, std::min(cursor, text.size()));
    const std::size_t start = startOfWord(before);
    FilterCompletion out;
    out.replaces = {start, before.size() - start};
    const FilterReading reading = readFilter(before.substr(0, start));
    out.candidates = Completer(before.substr(start), reading.expected, samples).run(out.hint);
    return out;
}

} // namespace fg
