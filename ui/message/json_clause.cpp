#include "ui/message/json_clause.h"

#include "protocol/session/look/filter_tree.h"
#include "protocol/session/look/search_needle.h"

#include <algorithm>

namespace fg {

namespace {

JsonPath pathOf(const JsonTree &tree, JsonTree::Node node)
{
    JsonPath path; // From the value up.
    for (; node != 0; node = tree.parent(node)) {
        if (tree.kind(tree.parent(node)) == JsonTree::Kind::Object) {
            path.emplace_back(std::string(tree.name(node)));
            continue;
        }
        const std::vector<JsonTree::Node> items = tree.children(tree.parent(node));
        const auto place = std::ranges::find(items, node);
        path.emplace_back(static_cast<std::size_t>(place - items.begin()));
    }
    std::ranges::reverse(path);
    return path;
}

} // namespace

std::string jsonClause(const JsonTree &tree, JsonTree::Node node)
{
    const FilterFieldRef field{FilterField::Json, pathOf(tree, node), {}};
    switch (tree.kind(node)) {
    case JsonTree::Kind::Array:
    case JsonTree::Kind::Object:
        return field.text();
    case JsonTree::Kind::String: {
        if (tree.text(node).size() > Needle::longestQuery)
            return {};
        const std::string text = tree.shown(node, Needle::longestQuery);
        return clauseFor(field, JsonOperand{.kind = JsonOperand::Kind::Quoted, .text = text, .number = {}});
    }
    case JsonTree::Kind::Null:
    case JsonTree::Kind::Boolean:
    case JsonTree::Kind::Number: {
        std::string text(tree.text(node).substr(0, Needle::longestQuery));
        std::optional<JsonNumber> number = JsonNumber::of(text);
        return clauseFor(field,
                         JsonOperand{.kind = JsonOperand::Kind::Bare,
                                     .text = std::move(text),
                                     .number = std::move(number)});
    }
    }
    return {};
}

} // namespace fg
