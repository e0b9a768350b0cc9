// "Filter for this" at a value of a JSON message.
#pragma once

#include "ui/message/json_tree.h"

#include <string>

namespace fg {

// The condition of a filter that messages pass which have the same value at the same place; for an array or
// an object, which have one there. Empty: none can be written, because the value is too long.
[[nodiscard]] std::string jsonClause(const JsonTree &tree, JsonTree::Node node);

} // namespace fg
