// Prints whole texts to standard output and standard error, without a delay even if that is a pipe. If nobody
// reads them, the program waits; but once it was asked to end (StopSignal), for a second in all, and what has
// not been read then is given up.
#pragma once

#include "protocol/report/wording/troubles.h"

#include <string>
#include <string_view>

namespace fg {

void printOut(const std::string &text);
// Errors are never printed with secrets: they may quote what was typed or what a file holds, and go to the
// logs of CI systems.
void printError(const std::string &text);
// True if a text given to printOut() could not be written: the disk is full, the reader of the pipe has
// ended, or nobody reads it and the program was asked to end.
[[nodiscard]] bool hasLostOutput();
// The text with the lines after its first one indented, so that none of them can be mistaken for a line of
// ours.
[[nodiscard]] std::string indented(std::string_view text);
// Prints what happened, why, and what to try.
void printTrouble(const Trouble &trouble);

} // namespace fg
