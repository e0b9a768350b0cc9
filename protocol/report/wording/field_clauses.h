// "Filter for this" at the fields of a row: conditions of a filter that rows pass which have the same value.
#pragma once

#include "protocol/report/wording/row_detail.h"
#include "protocol/session/look/filter_fields.h"
#include "protocol/wire/octets.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

[[nodiscard]] std::string fieldClause(FilterField field, std::uint64_t number);
// For a text or octets of this length, of which these are the first. A long value is asked for by its start.
// Empty: the octets are not known.
[[nodiscard]] std::string fieldClause(FilterField field, OctetView octets, std::uint64_t length);
[[nodiscard]] std::string headerClause(std::string_view name, std::string_view value);
// Of a request line or a status line.
[[nodiscard]] std::string startLineClause(std::string_view line);
// Gives each field without a clause, and those below it, one that asks for these words of the column Info.
void addInfoClauses(std::vector<Field> &fields, std::string_view info);
// The key as the field `key` has it.
[[nodiscard]] std::uint64_t numberOf(const MaskingKey &key);

} // namespace fg
