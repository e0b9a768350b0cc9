// The wire log of a text report: rows in the forms of the case set's reports. Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"

#include <ostream>

namespace fg {

// A line or more a row, each ended by LF. False where the export was ended.
bool writeWireLog(std::ostream &out, const SessionView &view);

} // namespace fg
