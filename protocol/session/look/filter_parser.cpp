#include "protocol/session/look/filter_parser.h"

#include "protocol/handshake/http_head.h"
#include "protocol/session/look/filter_pattern.h"
#include "protocol/session/look/search_needle.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

using TokenKind = FilterToken::Kind;
using Fault = FilterFault::Kind;

// Reads by recursive descent. Every step returns an empty result once there is a fault.
class Parser
{
public:
    explicit Parser(std::string_view text)
        : m_tokens(filterTokens(text))
    {
    }

    FilterReading run()
    {
        // The part before a fault of the tokens is read all the same, for its colours. What is missing where
        // the fault is only follows from it.
        std::optional<FilterTree> tree;
        if (peek().kind == TokenKind::End) {
            m_out.expected.condition = true;
        } else {
            tree = readAny();
            if (tree && peek().kind != TokenKind::End)
                failAtEndOfFilter();
        }
        if (m_tokens.fault && (!m_out.fault || m_hasFailedAtEnd))
            m_out.fault = m_tokens.fault;
        if (!m_out.fault)
            m_out.tree = std::move(tree);
        // Where a text in quotes is open, nothing else can be typed.
        if (m_tokens.fault)
            m_out.expected = {};
        m_out.expected.openParentheses = m_open;
        return std::move(m_out);
    }

private:
    using Tree = std::optional<FilterTree>;

    [[nodiscard]] const FilterToken &peek(std::size_t ahead = 0) const
    {
        return m_tokens.tokens[std::min(m_next + ahead, m_tokens.tokens.size() - 1)];
    }
    const FilterToken &take(FilterRole role)
    {
        m_out.parts.push_back({peek().place, role});
        return m_tokens.tokens[m_next++];
    }
    std::nullopt_t fail(Fault kind, const FilterToken &token, const FilterFieldRef *field = nullptr)
    {
        m_hasFailedAtEnd = peek().kind == TokenKind::End;
        if (!m_out.fault)
            m_out.fault = {kind,
                           token.place,
                           token.text,
                           {},
                           field ? field->text() : std::string(),
                           field ? field->info().type : FilterType::Flag};
        return std::nullopt;
    }
    void failAtEndOfFilter()
    {
        const FilterToken &token = peek();
        switch (token.kind) {
        case TokenKind::Close:
            fail(Fault::NotOpened, token);
            return;
        case TokenKind::Operator:
            fail(Fault::NoField, m_next > 0 ? m_tokens.tokens[m_next - 1] : token);
            return;
        case TokenKind::Word:
        case TokenKind::Quoted:
        case TokenKind::And:
        case TokenKind::Or:
        case TokenKind::Not:
        case TokenKind::Open:
        case TokenKind::OpenSet:
        case TokenKind::CloseSet:
        case TokenKind::Comma:
        case TokenKind::End:
            break;
        }
        fail(Fault::Stray, token);
    }
    [[nodiscard]] bool countPart(const FilterToken &token)
    {
        if (++m_parts > mostFilterParts)
            fail(Fault::TooMany, token);
        return !m_out.fault;
    }

    Tree readAny()
    {
        std::vector<FilterTree> parts;
        for (;;) {
            Tree part = readAll();
            if (!part)
                return std::nullopt;
            parts.push_back(std::move(*part));
            if (peek().kind != TokenKind::Or)
                return joined<FilterAny>(std::move(parts));
            take(FilterRole::Joint);
        }
    }

    Tree readAll()
    {
        std::vector<FilterTree> parts;
        for (;;) {
            Tree part = readOne();
            if (!part)
                return std::nullopt;
            parts.push_back(std::move(*part));
            if (peek().kind == TokenKind::And)
                take(FilterRole::Joint);
            else if (!beginsCondition(peek()))
                return joined<FilterAll>(std::move(parts));
        }
    }

    // Parts of the same kind are not nested: (a && b) && c is a && b && c.
    template <typename Joint> static FilterTree joined(std::vector<FilterTree> &&parts)
    {
        if (parts.size() == 1)
            return std::move(parts.front());
        FilterTree tree;
        tree.place = {parts.front().place.start, parts.back().place.end() - parts.front().place.start};
        Joint all;
        for (FilterTree &part : parts) {
            if (auto *const same = std::get_if<Joint>(&part.node))
                std::ranges::move(same->parts, std::back_inserter(all.parts));
            else
                all.parts.push_back(std::move(part));
        }
        tree.node = std::move(all);
        return tree;
    }

    static bool beginsCondition(const FilterToken &token)
    {
        switch (token.kind) {
        case TokenKind::Word:
        case TokenKind::Quoted:
        case TokenKind::Not:
        case TokenKind::Open:
            return true;
        case TokenKind::Operator:
        case TokenKind::And:
        case TokenKind::Or:
        case TokenKind::Close:
        case TokenKind::OpenSet:
        case TokenKind::CloseSet:
        case TokenKind::Comma:
        case TokenKind::End:
            break;
        }
        return false;
    }

    Tree readOne()
    {
        const FilterToken &token = peek();
        if (m_depth > deepestFilter)
            return fail(Fault::TooDeep, token);
        switch (token.kind) {
        case TokenKind::Not: {
            take(FilterRole::Joint);
            ++m_depth;
            Tree part = readOne();
            --m_depth;
            if (!part)
                return std::nullopt;
            FilterTree tree;
            tree.place = {token.place.start, part->place.end() - token.place.start};
            tree.node = FilterNot{{std::move(*part)}};
            return tree;
        }
        case TokenKind::Open:
            return readParentheses();
        case TokenKind::Quoted:
            return readSearch();
        case TokenKind::Word:
            return readWord();
        case TokenKind::End:
            m_out.expected.condition = true;
            return fail(Fault::NoCondition, token);
        case TokenKind::Close:
            return fail(m_open > 0 ? Fault::NoCondition : Fault::NotOpened, token);
        case TokenKind::And:
        case TokenKind::Or:
            return fail(Fault::NoCondition, token);
        case TokenKind::Operator:
            return fail(Fault::NoField, token);
        case TokenKind::OpenSet:
        case TokenKind::CloseSet:
        case TokenKind::Comma:
            break;
        }
        return fail(Fault::Stray, token);
    }

    Tree readParentheses()
    {
        const FilterToken &open = take(FilterRole::Joint);
        ++m_open;
        ++m_depth;
        Tree tree = readAny();
        --m_depth;
        if (!tree)
            return std::nullopt;
        if (peek().kind != TokenKind::Close) {
            if (peek().kind == TokenKind::End)
                return fail(Fault::NoClosing, open);
            failAtEndOfFilter();
            return std::nullopt;
        }
        --m_open;
        const FilterToken &close = take(FilterRole::Joint);
        tree->place = {open.place.start, close.place.end() - open.place.start};
        expectAfterCondition();
        return tree;
    }

    Tree readSearch()
    {
        const FilterToken &token = take(FilterRole::Search);
        if (!countPart(token))
            return std::nullopt;
        if (peek().kind == TokenKind::Operator)
            return fail(Fault::NoField, token);
        if (token.text.empty())
            return fail(Fault::NoCondition, token);
        if (token.text.size() > Needle::longestQuery)
            return fail(Fault::LongText, token);
        FilterTree tree;
        tree.place = token.place;
        tree.node = FilterSearch{token.text};
        expectAfterCondition();
        return tree;
    }

    // Notes what can follow if the text ends here.
    void expectAfterCondition()
    {
        if (peek().kind != TokenKind::End)
            return;
        m_out.expected.condition = true;
        m_out.expected.joint = true;
    }

    // Whether a comparison follows the word that is next.
    [[nodiscard]] bool isComparison() const
    {
        const FilterToken &next = peek(1);
        if (next.kind == TokenKind::Operator || (next.kind == TokenKind::Not && isIn(peek(2))))
            return true;
        return next.kind == TokenKind::Word && (isIn(next) || operatorOfWord(next.text));
    }
    static bool isIn(const FilterToken &token)
    {
        return token.kind == TokenKind::Word && equalsIgnoringCase(token.text, "in");
    }

    Tree readWord()
    {
        const FilterToken &token = peek();
        auto named = filterFieldNamed(token.text);
        const auto *const bad = std::get_if<FieldNameFault>(&named);
        const bool isSign = peek(1).kind == TokenKind::Operator;
        if (bad && *bad == FieldNameFault::BadPath)
            return fail(Fault::BadPath, token);
        if (bad && *bad == FieldNameFault::NoHeaderName
            && (isSign || token.text.find('.') != std::string::npos))
            return fail(Fault::NoHeaderName, token);
        if (bad && isSign)
            return fail(Fault::UnknownField, token);
        if (bad)
            return readSearch();
        const auto &field = std::get<FilterFieldRef>(named);
        if (isComparison())
            return readComparison(field);
        if (peek(1).kind == TokenKind::End)
            m_out.expected.operatorFor = field;
        if (field.info().alone == FilterAlone::Searches) {
            Tree tree = readSearch();
            // Whoever writes such a name means the field, although the word alone would be searched for.
            if (m_out.expected.operatorFor)
                m_out.expected.condition = m_out.expected.joint = false;
            return tree;
        }
        take(FilterRole::Field);
        if (!countPart(token))
            return std::nullopt;
        FilterTree tree;
        tree.place = token.place;
        tree.node = FilterPresence{field};
        expectAfterCondition();
        return tree;
    }

    Tree readComparison(const FilterFieldRef &field)
    {
        const std::size_t start = take(FilterRole::Field).place.start;
        FilterComparison comparison;
        comparison.field = field;
        const FilterToken sign = peek();
        bool needsSet = false;
        if (sign.kind == TokenKind::Not) {
            take(FilterRole::Operator);
            take(FilterRole::Operator);
            comparison.op = FilterOperator::NotEqual;
            needsSet = true;
        } else {
            take(FilterRole::Operator);
            needsSet = isIn(sign);
            if (sign.kind == TokenKind::Operator)
                comparison.op = sign.op;
            else if (!needsSet)
                comparison.op = *operatorOfWord(sign.text);
        }
        if (!hasOperator(field.info().type, comparison.op))
            return fail(Fault::WrongOperator, sign, &field);
        if (needsSet && peek().kind != TokenKind::OpenSet) {
            m_out.expected.value = {field, comparison.op, false};
            return fail(Fault::NoSet, peek(), &field);
        }
        if (!readValues(comparison, sign))
            return std::nullopt;
        FilterTree tree;
        const FilterPlace last = m_tokens.tokens[m_next - 1].place;
        tree.place = {start, last.end() - start};
        tree.node = std::move(comparison);
        expectAfterCondition();
        return tree;
    }

    [[nodiscard]] bool readValues(FilterComparison &comparison, const FilterToken &sign)
    {
        if (peek().kind != TokenKind::OpenSet)
            return readValue(comparison, false);
        if (!takesSet(comparison.op)) {
            fail(Fault::NoSetHere, sign, &comparison.field);
            return false;
        }
        const FilterToken &open = take(FilterRole::Operator);
        if (peek().kind == TokenKind::CloseSet) {
            fail(Fault::EmptySet, peek(), &comparison.field);
            return false;
        }
        for (;;) {
            if (!readValue(comparison, true))
                return false;
            if (peek().kind == TokenKind::CloseSet) {
                take(FilterRole::Operator);
                return true;
            }
            if (peek().kind == TokenKind::End) {
                m_out.expected.setEnd = true;
                fail(Fault::NoSetEnd, open, &comparison.field);
                return false;
            }
            if (peek().kind != TokenKind::Comma) {
                fail(Fault::NoComma, peek(), &comparison.field);
                return false;
            }
            take(FilterRole::Operator);
        }
    }

    [[nodiscard]] bool readValue(FilterComparison &comparison, bool isInSet)
    {
        const FilterFieldRef &field = comparison.field;
        const FilterToken &token = peek();
        if (token.kind != TokenKind::Word && token.kind != TokenKind::Quoted) {
            if (token.kind == TokenKind::End)
                m_out.expected.value = {field, comparison.op, isInSet};
            fail(Fault::NoValue, token, &field);
            return false;
        }
        take(FilterRole::Value);
        if (!countPart(token))
            return false;
        const std::string_view unit = unitAfter(token, field.info().type);
        auto read = readFilterValue(field, comparison.op, token, unit);
        if (!unit.empty())
            take(FilterRole::Value);
        else if (peek().kind == TokenKind::End && isDigit(token.text.empty() ? '\0' : token.text.back()))
            m_out.expected.unitFor = field;
        if (auto *const fault = std::get_if<FilterFault>(&read)) {
            if (!m_out.fault)
                m_out.fault = std::move(*fault);
            return false;
        }
        if (comparison.op == FilterOperator::Matches && !checkPattern(token, field))
            return false;
        comparison.values.push_back(std::get<FilterValue>(std::move(read)));
        return true;
    }

    // "50 ms": the unit that stands apart from its number.
    [[nodiscard]] std::string_view unitAfter(const FilterToken &token, FilterType type) const
    {
        const FilterToken &next = peek();
        const bool endsInDigit = token.kind == TokenKind::Word && isDigit(token.text.back());
        return endsInDigit && next.kind == TokenKind::Word && unitNamed(type, next.text)
            ? std::string_view(next.text)
            : std::string_view();
    }

    [[nodiscard]] bool checkPattern(const FilterToken &token, const FilterFieldRef &field)
    {
        const auto pattern = FilterPattern::of(token.text);
        const auto *const fault = std::get_if<PatternFault>(&pattern);
        if (!fault)
            return true;
        fail(Fault::BadPattern, token, &field);
        m_out.fault->detail = wordsFor(*fault);
        return false;
    }

    FilterTokens m_tokens;
    std::size_t m_next = 0;
    std::size_t m_depth = 0;
    std::size_t m_open = 0; // Parentheses.
    std::size_t m_parts = 0;
    bool m_hasFailedAtEnd = false;
    FilterReading m_out;
};

} // namespace

FilterReading readFilter(std::string_view text) { return Parser(text).run(); }

} // namespace fg
