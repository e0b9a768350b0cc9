// Writes a row of the log as a JSON object. Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"
#include "protocol/text/json_writer.h"

#include <string_view>

namespace fg {

void writeRow(JsonWriter &json, const SessionView &view, RowNumber number, const LogRow &row);

// Writes a text as a string. If it is not UTF-8, it becomes an object with its octets in base64.
void writeAnyText(JsonWriter &json, std::string_view text);

} // namespace fg
