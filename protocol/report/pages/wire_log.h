// The wire log of a text report, with rows in the forms of the case set's reports. Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"

#include <ostream>

namespace fg {

// Writes one or more lines for each row, each ended by LF. False if the export was ended early.
bool writeWireLog(std::ostream &out, const SessionView &view);

} // namespace fg
