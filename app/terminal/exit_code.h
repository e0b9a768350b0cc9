#pragma once

namespace fg {

// What the program says to the shell; part of its interface.
enum class ExitCode : int {
    Fine = 0,
    CaseFailed = 1, // in either verdict
    Usage = 2, // the command line, or a file named on it
    NotConnected = 3, // or, for a server, cannot listen
    Interrupted = 130, // before all cases had run; what shells say of SIGINT
};

[[nodiscard]] constexpr int valueOf(ExitCode code) { return static_cast<int>(code); }

} // namespace fg
