#include "protocol/report/results/summary_words.h"

#include "protocol/conformance/cases/catalogue.h"

#include <algorithm>
#include <utility>

namespace fg {

std::string categoryName(const CaseSpec &spec)
{
    const std::string id = spec.id.substr(0, spec.id.find('.'));
    const auto found = std::ranges::find(categories(), id, &CategoryInfo::id);
    return found == categories().end() ? id : id + ' ' + found->title;
}

std::string caseName(const CaseSpec &spec) { return spec.id + ' ' + spec.title; }

std::vector<std::string> reasons(const CaseSummary &summary)
{
    std::vector<std::string> out{summary.result};
    if (summary.wasStopped)
        return out;
    std::string close = summary.resultClose;
    if (!close.empty() && !close.ends_with('.'))
        close += '.';
    out.push_back(std::move(close));
    out.insert(out.end(), summary.details.begin(), summary.details.end());
    return out;
}

} // namespace fg
