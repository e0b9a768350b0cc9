// The wire log as an HTML table, its rows in the forms of the case set's reports. Internal to report/.
#pragma once

#include "protocol/session/session.h"

#include <ostream>

namespace fg {

// At most so many rows, so that a browser can still show the page; the rest is counted.
inline constexpr std::size_t mostHtmlRows = 5'000;

void writeHtmlWireLog(std::ostream &out, const Session &session);

} // namespace fg
