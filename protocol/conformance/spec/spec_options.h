// The protocol options of spec files. What the case set needs is fixed, so none of them changes anything;
// those that ask for something else are reported.
#pragma once

#include "protocol/text/json_reader.h"

#include <string_view>

namespace fg {

struct SpecOption
{
    std::string_view name;
    JsonValue::Kind kind; // of its value
    std::string_view usual; // the value that asks for what is done anyway, as JSON writes it; empty: none
    std::string_view instead; // what is done, whatever it says
};

// Null: no such option.
[[nodiscard]] const SpecOption *findSpecOption(std::string_view name);

// Whether the value, of the option's kind, asks for what is done anyway.
[[nodiscard]] bool isUsual(const SpecOption &option, const JsonValue &value);

} // namespace fg
