#include "app/commands/command_line.h"

#include "app/options/connect_options.h"
#include "app/options/file_options.h"
#include "app/options/help_text.h"
#include "app/options/option_reader.h"
#include "app/options/peer_options.h"
#include "app/options/replay_options.h"
#include "app/options/serve_options.h"
#include "app/options/test_options.h"
#include "protocol/session/look/filter_help.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace fg {
namespace {

template <typename Plain>
Command parsePlain(std::span<const std::string> words, Plain command, std::string_view name)
{
    OptionTable table;
    table.readWord = [name](const std::string &word) -> OptionFault {
        return std::string(name) + " takes no arguments, but was given " + inQuotes(word) + ".";
    };
    if (const OptionFault fault = readOptions(words, table))
        return UsageError{*fault};
    return command;
}

constexpr std::string_view commandNames =
    "connect, show, export, replay, test, serve, echo, broadcast and demo";

bool isCommand(std::string_view word)
{
    constexpr std::array<std::string_view, 9> commands{"connect", "show", "export",    "replay", "test",
                                                       "serve",   "echo", "broadcast", "demo"};
    return std::ranges::find(commands, word) != commands.end();
}

bool asksForHelp(std::span<const std::string> words)
{
    return std::ranges::any_of(words,
                               [](const std::string &word) { return word == "--help" || word == "-h"; });
}

} // namespace

Command parseCommandLine(std::span<const std::string> words)
{
    if (words.empty())
        return WindowCommand{};
    const std::string &name = words.front();
    const std::span<const std::string> rest = words.subspan(1);
    if (name == "help" && rest.size() == 1 && rest.front() == "filter")
        return InfoCommand{filterHelp()};
    if (name == "help" && !rest.empty() && !isCommand(rest.front()) && !asksForHelp(words))
        return UsageError{"There is no help on " + inQuotes(rest.front())
                          + "; the topics are filter and the commands " + std::string(commandNames) + '.'};
    if (name == "help" || asksForHelp(words))
        return InfoCommand{helpText()};
    if (name == "--version")
        return InfoCommand{versionText()};
    if (name == "test")
        return parseTest(rest);
    if (name == "connect")
        return parseConnect(rest);
    if (name == "show")
        return parseShow(rest);
    if (name == "export")
        return parseExport(rest);
    if (name == "replay")
        return parseReplay(rest);
    if (name == "echo")
        return parseEcho(rest);
    if (name == "broadcast")
        return parseBroadcast(rest);
    if (name == "serve")
        return parseServe(rest);
    if (name == "demo")
        return parsePlain(rest, DemoCommand{}, name);
    if (name.starts_with(fileMemoryOption))
        return parseWindow(words);
    if (name.starts_with("-"))
        return UsageError{"There is no option " + escaped(name) + "."};
    std::error_code unknown;
    if (std::filesystem::exists(name, unknown))
        return parseWindow(words);
    return UsageError{"There is no command " + inQuotes(name) + " and no file of this name; the commands are "
                      + std::string(commandNames) + '.'};
}

} // namespace fg
