// What the words of the command line ask for. Nothing is done here but reading them, and spec files that they
// name, and looking whether a file is there.
#pragma once

#include "app/commands/case_command.h"
#include "app/commands/connect_command.h"
#include "app/commands/file_commands.h"
#include "app/commands/peer_command.h"
#include "app/commands/replay_command.h"
#include "app/commands/serve_command.h"

#include <span>
#include <string>
#include <variant>
#include <vector>

namespace fg {

struct WindowCommand
{
    std::vector<std::string> files; // opened in it; files and folders
};

// Text to print in place of doing something: help or the version.
struct InfoCommand
{
    std::string text;
};

// What is wrong with the words: one sentence.
struct UsageError
{
    std::string message;
};

using Command =
    std::variant<WindowCommand, TestCommand, ServeCommand, EchoCommand, BroadcastCommand, DemoCommand,
                 ConnectCommand, ShowCommand, ExportCommand, ReplayCommand, InfoCommand, UsageError>;

// The words behind the program's name, in UTF-8.
[[nodiscard]] Command parseCommandLine(std::span<const std::string> words);

} // namespace fg
