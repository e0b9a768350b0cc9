// The wire log as an HTML table, its rows in the forms of the case set's reports. Internal to report/.
#pragma once

#include "protocol/report/pages/html_session.h"
#include "protocol/report/view/session_view.h"

#include <ostream>

namespace fg {

// At most so many rows where the whole log is in a file beside the page; the rest is counted. A page
// that stands alone has all of them, in parts of a thousand that a browser lays out when they come in sight.
inline constexpr std::size_t mostHtmlRows = 5'000;

// False where the export was ended.
bool writeHtmlWireLog(std::ostream &out, const SessionView &view, WholeLog whole);

} // namespace fg
