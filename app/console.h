// Whole texts to standard output and standard error, there at once even in a pipe.
#pragma once

#include "protocol/report/wording.h"

#include <string>

namespace fg {

void printOut(const std::string &text);
void printError(const std::string &text);
// What, why and what to try.
void printTrouble(const Trouble &trouble);

} // namespace fg
