// The selected row: its fields and the octets that hold them. All texts are UTF-8 and escaped.
#pragma once

#include "protocol/session/log/direction.h"
#include "protocol/session/log/row_number.h"
#include "protocol/session/log/stream_offset.h"
#include "protocol/wire/masking.h"
#include "protocol/wire/where.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fg {

class SessionView;

// A field of a frame, an HTTP head or a plain row, with the octets that hold it.
struct Field
{
    std::string name;
    std::string value;
    std::string meaning; // may be empty
    StreamOffset offset; // in the stream of the row's direction
    std::uint64_t length = 0; // octets; 0 if no octets hold the field
    std::vector<Field> children;
    WireField id = WireField::Count; // of a frame's fields; Count: another one
    // The condition of a filter (filter_tree.h) that rows pass which have the same value in this field. Not
    // escaped; empty: none can be written.
    std::string clause = {};
};

struct RowDetail
{
    std::string title; // "Frame 17, received"
    Direction direction = Direction::In;
    StreamOffset offset; // where the octets shown in hex begin, in the stream of the direction
    std::uint64_t length = 0; // all that have arrived; only their first ones are read for the fields
    // Place of a masked payload, counted from `offset`, and its key. They are used to show the payload
    // unmasked.
    std::uint64_t payloadStart = 0;
    std::optional<MaskingKey> maskingKey;
    std::vector<Field> fields;
};

[[nodiscard]] RowDetail rowDetail(const SessionView &view, RowNumber row);

} // namespace fg
