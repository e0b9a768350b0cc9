#include "protocol/conformance/cases/case_patterns.h"

#include "protocol/conformance/cases/catalogue.h"

#include <algorithm>
#include <set>

namespace fg {
namespace {

bool fits(std::string_view pattern, std::string_view text, PatternEnd end)
{
    std::size_t next = 0; // in the pattern
    std::size_t position = 0;
    std::size_t star = std::string_view::npos; // the last star that was reached
    std::size_t afterStar = 0; // where in the text the characters after that star are tried
    while (position < text.size()) {
        if (next == pattern.size() && end == PatternEnd::Open)
            return true;
        if (next < pattern.size() && pattern[next] == '*') {
            star = next++;
            afterStar = position;
        } else if (next < pattern.size() && pattern[next] == text[position]) {
            ++next;
            ++position;
        } else if (star != std::string_view::npos) {
            next = star + 1;
            position = ++afterStar;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', next) == std::string_view::npos;
}

bool fitsOneOf(std::span<const std::string> patterns, const CaseSpec &spec, PatternEnd end)
{
    return std::ranges::any_of(patterns,
                               [&](const std::string &pattern) { return fitsCase(pattern, spec.id, end); });
}

// Replaces the cases of a category by one pattern where all of them are wanted.
class Patterns
{
public:
    explicit Patterns(const std::vector<const CaseSpec *> &cases)
        : m_wanted(cases.begin(), cases.end())
    {
    }

    std::vector<std::string> find()
    {
        if (m_wanted.size() == catalogue().size())
            return {"*"};
        for (const CaseSpec &spec : catalogue()) {
            if (m_wanted.count(&spec) > 0 && !isCovered(spec.id))
                m_patterns.push_back(widest(spec.id));
        }
        return m_patterns;
    }

private:
    static bool isBelow(std::string_view id, std::string_view prefix) // "6.2."
    {
        return id.starts_with(prefix);
    }
    [[nodiscard]] bool isCovered(std::string_view id) const
    {
        return std::ranges::any_of(m_patterns, [&](std::string_view pattern) {
            return pattern.ends_with('*') && isBelow(id, pattern.substr(0, pattern.size() - 1));
        });
    }
    [[nodiscard]] bool isWhollyWanted(std::string_view prefix) const
    {
        return std::ranges::all_of(catalogue(), [&](const CaseSpec &spec) {
            return !isBelow(spec.id, prefix) || m_wanted.count(&spec) > 0;
        });
    }
    [[nodiscard]] std::string widest(const std::string &id) const
    {
        for (std::size_t dot = id.find('.'); dot != std::string::npos; dot = id.find('.', dot + 1)) {
            const std::string prefix = id.substr(0, dot + 1);
            if (isWhollyWanted(prefix))
                return prefix + '*';
        }
        return id;
    }

    std::set<const CaseSpec *> m_wanted;
    std::vector<std::string> m_patterns;
};

} // namespace

bool fitsPattern(std::string_view pattern, std::string_view text)
{
    return fits(pattern, text, PatternEnd::AtEnd);
}

bool fitsCase(std::string_view pattern, std::string_view id, PatternEnd end)
{
    return pattern.find('*') == std::string_view::npos ? pattern == id : fits(pattern, id, end);
}

bool fitsAnyCase(std::string_view pattern, PatternEnd end)
{
    return std::ranges::any_of(catalogue(),
                               [&](const CaseSpec &spec) { return fitsCase(pattern, spec.id, end); });
}

std::vector<const CaseSpec *> selectCases(std::span<const std::string> patterns)
{
    std::vector<const CaseSpec *> selected;
    for (const CaseSpec &spec : catalogue()) {
        if (fitsOneOf(patterns, spec, PatternEnd::Open))
            selected.push_back(&spec);
    }
    return selected;
}

std::vector<const CaseSpec *> withoutCases(std::vector<const CaseSpec *> cases,
                                           std::span<const std::string> patterns, PatternEnd end)
{
    std::erase_if(cases, [&](const CaseSpec *spec) { return fitsOneOf(patterns, *spec, end); });
    return cases;
}

std::vector<std::string> casePatterns(const std::vector<const CaseSpec *> &cases)
{
    return Patterns(cases).find();
}

} // namespace fg
