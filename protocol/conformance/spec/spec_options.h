// The protocol options of spec files. The case set fixes all settings, so no option changes anything. An
// option that asks for another setting is reported.
#pragma once

#include "protocol/text/json_reader.h"

#include <string_view>

namespace fg {

struct SpecOption
{
    std::string_view name;
    JsonValue::Kind kind; // of its value
    std::string_view usual; // the JSON value that agrees with what is done anyway; empty: there is none
    std::string_view instead; // what is done, independent of the option's value
};

// A null pointer if there is no such option.
[[nodiscard]] const SpecOption *findSpecOption(std::string_view name);

// Whether the value agrees with what is done anyway. It must be of the option's kind.
[[nodiscard]] bool isUsual(const SpecOption &option, const JsonValue &value);

} // namespace fg
