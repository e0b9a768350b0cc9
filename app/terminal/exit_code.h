#pragma once

namespace fg {

// The exit codes of the program; part of its interface.
enum class ExitCode : int {
    Fine = 0,
    CaseFailed = 1, // A case failed in either verdict.
    Usage = 2, // The command line, or a file named on it, is wrong.
    NotConnected = 3, // There was no connection; or a server cannot listen.
    // Interrupted before it had ended by itself; the exit code of shells for SIGINT. A server that runs until
    // it is interrupted ends with the others.
    Interrupted = 130,
};

[[nodiscard]] constexpr int valueOf(ExitCode code) { return static_cast<int>(code); }

} // namespace fg
