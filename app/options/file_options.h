// Parses the words after "show" and "export", the commands that read a file with sessions, and the words that
// open files in the window.
#pragma once

#include "app/options/command.h"
#include "app/options/option_reader.h"

namespace fg {

// Reads the number of a session in a file, from 1.
[[nodiscard]] OptionFault readSession(const std::string &value, std::optional<unsigned> &into);

// Reads a filter of rows.
[[nodiscard]] OptionFault readFilterOption(const std::string &value, std::optional<FilterTree> &into);

// Reads the most octets of memory that what is read of a file may take.
[[nodiscard]] OptionFault readFileMemory(const std::string &value, std::uint64_t &into);
// The option that sets it.
inline constexpr std::string_view fileMemoryOption = "--file-memory";

[[nodiscard]] Command parseShow(std::span<const std::string> words);
[[nodiscard]] Command parseExport(std::span<const std::string> words);
// All words of a command line without a command: files to open in the window, and options for them.
[[nodiscard]] Command parseWindow(std::span<const std::string> words);

} // namespace fg
