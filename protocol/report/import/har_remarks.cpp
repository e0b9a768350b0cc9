#include "protocol/report/import/har_remarks.h"

#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

#include <algorithm>

namespace fg {
namespace {

// The sentence about odd values whose kinds are not told.
std::string sentenceOfOthers(std::uint64_t others)
{
    return counted(others, "further odd value") + (others == 1 ? " was" : " were")
        + " left out or adapted without a sentence of its own.";
}

} // namespace

std::string HarPlace::words() const
{
    std::string text(noun);
    if (number > 0)
        text += ' ' + std::to_string(number);
    if (!file.empty())
        text += " of " + escaped(file);
    return text;
}

std::string HarRemarks::Kind::repeatedSentence() const
{
    return inQuotes(key) + ": " + counted(more, "more " + noun) + (more == 1 ? " is" : " are")
        + " read in the same way as " + first + '.';
}

std::optional<std::string> HarRemarks::add(const HarPlace &where, const HarOddity &odd)
{
    const auto known = std::ranges::find_if(m_kinds, [&](const Kind &kind) {
        return kind.key == odd.key && kind.expected == odd.expected && kind.done == odd.done;
    });
    if (known != m_kinds.end()) {
        ++known->more;
        return std::nullopt;
    }
    if (m_kinds.size() == mostKinds) {
        ++m_others;
        return std::nullopt;
    }
    std::string sentence = inQuotes(odd.key) + " of " + where.words() + " (line "
        + std::to_string(where.place.line) + ", column " + std::to_string(where.place.column) + "): expected "
        + odd.expected;
    if (!odd.found.empty())
        sentence += ", found " + odd.found;
    sentence += "; " + odd.done + '.';
    m_kinds.push_back({.key = odd.key,
                       .expected = odd.expected,
                       .done = odd.done,
                       .sentence = sentence,
                       .first = where.words(),
                       .noun = std::string(where.noun),
                       .more = 0});
    return sentence;
}

std::vector<std::string> HarRemarks::first() const
{
    std::vector<std::string> sentences;
    for (const Kind &kind : m_kinds)
        sentences.push_back(kind.sentence);
    return sentences;
}

std::vector<std::string> HarRemarks::repeated() const
{
    std::vector<std::string> sentences;
    for (const Kind &kind : m_kinds) {
        if (kind.more > 0)
            sentences.push_back(kind.repeatedSentence());
    }
    if (m_others > 0)
        sentences.push_back(sentenceOfOthers(m_others));
    return sentences;
}

std::vector<std::string> HarRemarks::all() const
{
    std::vector<std::string> sentences;
    for (const Kind &kind : m_kinds)
        sentences.push_back(kind.sentence + (kind.more > 0 ? ' ' + kind.repeatedSentence() : std::string()));
    if (m_others > 0)
        sentences.push_back(sentenceOfOthers(m_others));
    return sentences;
}

} // namespace fg
