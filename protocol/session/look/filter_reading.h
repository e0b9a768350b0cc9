// What fields are in a unit: their numbers, and their texts.
#pragma once

#include "protocol/session/look/filter_fields.h"
#include "protocol/session/look/filter_unit.h"

#include <cstdint>
#include <functional>

namespace fg {

// The number of a field in a unit.
struct Reading
{
    enum class State : std::uint8_t { Absent, Present, Unknown };

    State state = State::Absent;
    std::uint64_t value = 0;
};

// `source`: null if only the unit is read; the number is Unknown then if it takes more.
[[nodiscard]] Reading readNumber(FilterField field, const FilterUnit &unit, FilterSource *source);

// Whether the unit can have texts of this kind at all, as far as the unit shows it.
[[nodiscard]] bool mayHaveTexts(FilterTexts texts, const FilterUnit &unit);
// Calls `visit` with each text of the field until it returns true. Returns whether it did. The values in
// JSON are not among them: they are read one by one, see json_lookup.h.
[[nodiscard]] bool anyText(const FilterFieldRef &field, const FilterUnit &unit, FilterSource &source,
                           const std::function<bool(OctetView)> &visit);

// Whether the row has octets of a head of the opening handshake.
[[nodiscard]] inline bool isHead(const FilterUnit &unit)
{
    return unit.row.kind == RowKind::Octets && unit.row.has(RowFlag::Head);
}

} // namespace fg
