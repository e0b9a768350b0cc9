#include "protocol/session/look/filter_hits.h"

#include "protocol/wire/overloaded.h"

#include <algorithm>

namespace fg {
namespace {

void addNeedle(std::vector<Needle> &needles, SearchQuery query)
{
    auto needle = Needle::of(query);
    if (auto *const made = std::get_if<Needle>(&needle))
        needles.push_back(std::move(*made));
}

void addContained(std::vector<Needle> &needles, const FilterComparison &comparison)
{
    if (comparison.op != FilterOperator::Contains)
        return;
    for (const FilterValue &value : comparison.values) {
        if (comparison.field.info().type == FilterType::Json)
            addNeedle(needles, {.text = value.json.text, .kind = SearchQuery::Kind::AnyCase});
        else if (value.spelling == FilterValue::Spelling::Hex)
            addNeedle(needles, {.text = toHex(value.octets), .kind = SearchQuery::Kind::Hex});
        else
            addNeedle(needles,
                      {.text = std::string(charactersOf(value.octets)), .kind = SearchQuery::Kind::AnyCase});
    }
}

void addNeedles(std::vector<Needle> &needles, const FilterTree &tree)
{
    const auto addAll = [&needles](const std::vector<FilterTree> &parts) {
        for (const FilterTree &part : parts)
            addNeedles(needles, part);
    };
    std::visit(Overloaded{
                   [&](const FilterSearch &search) {
                       addNeedle(needles, {.text = search.text, .kind = SearchQuery::Kind::AnyCase});
                   },
                   [&](const FilterComparison &comparison) { addContained(needles, comparison); },
                   [](const FilterPresence &) {},
                   [](const FilterNot &) {},
                   [&](const FilterAll &all) { addAll(all.parts); },
                   [&](const FilterAny &any) { addAll(any.parts); },
               },
               tree.node);
}

// The length of the match at the start of the octets: the fewest octets that have it.
std::size_t lengthOfMatch(OctetView octets, const Needle &needle)
{
    std::size_t few = 0; // Too few for the match.
    std::size_t enough = std::min(octets.size(), needle.longestMatch());
    while (enough - few > 1) {
        const std::size_t middle = few + (enough - few) / 2;
        if (needle.find(octets.first(middle)) == 0)
            enough = middle;
        else
            few = middle;
    }
    return enough;
}

bool namesHandshake(const FilterFieldRef &field)
{
    return field.field == FilterField::Head || field.field == FilterField::Header
        || field.field == FilterField::Status;
}

} // namespace

std::vector<Needle> needlesOf(const FilterTree &filter)
{
    std::vector<Needle> needles;
    addNeedles(needles, filter);
    return needles;
}

std::vector<HitRange> hitsIn(OctetView octets, const LitNeedles &needles)
{
    std::vector<HitRange> hits;
    if (!needles)
        return hits;
    for (const Needle &needle : *needles) {
        std::size_t at = 0;
        for (std::size_t found = 0; found < mostLitHits; ++found) {
            const std::size_t next = needle.find(octets.subspan(at));
            if (next == Needle::nowhere)
                break;
            const std::size_t length = lengthOfMatch(octets.subspan(at + next), needle);
            hits.push_back({at + next, length});
            at += next + length;
        }
    }
    std::ranges::sort(hits, {}, &HitRange::start);
    std::vector<HitRange> joined;
    for (const HitRange &hit : hits) {
        if (joined.empty() || hit.start > joined.back().start + joined.back().length)
            joined.push_back(hit);
        else
            joined.back().length =
                std::max(joined.back().length, hit.start + hit.length - joined.back().start);
    }
    return joined;
}

std::size_t longestHit(const LitNeedles &needles)
{
    std::size_t longest = 0;
    if (needles) {
        for (const Needle &needle : *needles)
            longest = std::max(longest, needle.longestMatch());
    }
    return longest;
}

bool asksForHandshake(const FilterTree &filter)
{
    const auto anyOf = [](const std::vector<FilterTree> &parts) {
        return std::ranges::any_of(parts, [](const FilterTree &part) { return asksForHandshake(part); });
    };
    return std::visit(Overloaded{
                          [](const FilterSearch &) { return false; },
                          [](const FilterComparison &comparison) { return namesHandshake(comparison.field); },
                          [](const FilterPresence &presence) { return namesHandshake(presence.field); },
                          [&](const FilterNot &negated) { return anyOf(negated.part); },
                          [&](const FilterAll &all) { return anyOf(all.parts); },
                          [&](const FilterAny &any) { return anyOf(any.parts); },
                      },
                      filter.node);
}

} // namespace fg
