// Whole texts to standard output and standard error, there at once even in a pipe.
#pragma once

#include "protocol/report/wording/wording.h"

#include <string>

namespace fg {

void printOut(const std::string &text);
void printError(const std::string &text);
// Something given to printOut() could not be written: the disk is full, or nobody reads the pipe.
[[nodiscard]] bool hasLostOutput();
// What, why and what to try.
void printTrouble(const Trouble &trouble);

} // namespace fg
