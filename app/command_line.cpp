#include "app/command_line.h"

#include "app/help_text.h"
#include "app/option_values.h"
#include "app/serve_options.h"
#include "app/test_options.h"
#include "protocol/report/escape.h"

#include <algorithm>

namespace fg {
namespace {

Command parseEcho(std::span<const std::string> words)
{
    EchoCommand command;
    TlsServerSettings tls;
    OptionTable table;
    table.values = {
        {"--listen", [&](const std::string &value) { return takeText(value, command.listen.address); }},
        {"--port",
         [&](const std::string &value) { return takeNumber(value, 0, 65'535, command.listen.port); }},
        {"--cert", [&](const std::string &value) { return takeText(value, tls.certificateFile); }},
        {"--key", [&](const std::string &value) { return takeText(value, tls.keyFile); }},
    };
    table.takeWord = [](const std::string &word) -> OptionFault {
        return "echo takes only options; " + inQuotes(word) + " is none.";
    };
    if (const OptionFault fault = readOptions(words, table))
        return UsageError{*fault};
    if (tls.certificateFile.empty() != tls.keyFile.empty())
        return UsageError{"A certificate (--cert) and its key (--key) are only of use together."};
    if (!tls.certificateFile.empty())
        command.listen.tls = tls;
    return command;
}

template <typename Plain>
Command parsePlain(std::span<const std::string> words, Plain command, std::string_view name)
{
    OptionTable table;
    table.takeWord = [name](const std::string &word) -> OptionFault {
        return std::string(name) + " takes nothing more; " + inQuotes(word) + " is one word too many.";
    };
    if (const OptionFault fault = readOptions(words, table))
        return UsageError{*fault};
    return command;
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
    if (name == "help" || asksForHelp(words))
        return InfoCommand{helpText()};
    if (name == "--version")
        return InfoCommand{versionText()};
    if (name == "test")
        return parseTest(rest);
    if (name == "echo")
        return parseEcho(rest);
    if (name == "serve")
        return parseServe(rest);
    if (name == "demo")
        return parsePlain(rest, DemoCommand{}, name);
    if (name.starts_with("-"))
        return UsageError{"There is no option " + escaped(name) + "."};
    return UsageError{"There is no command " + inQuotes(name) + "; there are test, serve, echo and demo."};
}

} // namespace fg
