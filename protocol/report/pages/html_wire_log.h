// The wire log as an HTML table, with rows in the forms of the case set's reports. Internal to report/.
#pragma once

#include "protocol/report/pages/html_session.h"
#include "protocol/report/view/session_view.h"

#include <ostream>

namespace fg {

// A page has at most this many rows if a file beside it has the whole log; the other rows are only counted. A
// page without such a file has all rows, in parts of a thousand, which a browser lays out when they come into
// view.
inline constexpr std::size_t mostHtmlRows = 5'000;

// False if the export was ended early.
bool writeHtmlWireLog(std::ostream &out, const SessionView &view, WholeLog whole);

} // namespace fg
