// A row of the log as a JSON object. Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"
#include "protocol/text/json_writer.h"

#include <string_view>

namespace fg {

void writeRow(JsonWriter &json, const SessionView &view, RowNumber number, const LogRow &row);

// A text that may be no UTF-8: then an object with its octets in base64.
void writeAnyText(JsonWriter &json, std::string_view text);

} // namespace fg
