#include "protocol/conformance/cases/case_patterns.h"

#include "protocol/conformance/cases/catalogue.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace fg {
namespace {

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

std::vector<std::string> casePatterns(const std::vector<const CaseSpec *> &cases)
{
    return Patterns(cases).find();
}

} // namespace fg
