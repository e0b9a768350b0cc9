// The wire log of a text report: rows in the forms of the case set's reports. Internal to report/.
#pragma once

#include "protocol/session/session.h"

#include <ostream>

namespace fg {

// A line or more a row, each ended by LF.
void writeWireLog(std::ostream &out, const Session &session);

} // namespace fg
