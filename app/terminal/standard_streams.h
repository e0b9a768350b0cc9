// Standard input, output and error as the program finds them at its start. It can be started without them, as
// daemons are, and those who read its output can leave at any time.
#pragma once

namespace fg {

// Opens /dev/null in place of the standard streams that are closed. Otherwise, the next file or connection
// that is opened would get the number of one, and be read as input or be written to. Has to be called first
// in main().
void openClosedStreams();

// Lets writing fail where it would kill the program: to a pipe or connection that nobody reads any more, and
// beyond the size that the system allows for a file.
void surviveFailedWrites();

// Whether standard output is a pipe or a connection whose reader has left, as head does.
[[nodiscard]] bool hasReaderLeft();

} // namespace fg
