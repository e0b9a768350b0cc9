#include "app/options/connect_options.h"

#include "app/options/option_values.h"
#include "app/options/target_options.h"
#include "protocol/deflate/parameters.h"

namespace fg {

Command parseConnect(std::span<const std::string> words)
{
    ConnectCommand command;
    std::optional<WebSocketUrl> url;
    OptionTable table;
    TargetTimes times;
    addTargetOptions(table, command.target, times);
    table.values.push_back(timeoutOption(times));
    table.flags.push_back({"--octets", [&] { command.showsOctets = true; }});
    table.flags.push_back(secretsOption(command.secrets));
    table.flags.push_back({"--deflate", [&] { command.target.extensions = deflateName; }});
    table.values.push_back({"--send", [&](OptionValue value) -> OptionFault {
                                command.messages.push_back(value);
                                command.readsInput = false;
                                return std::nullopt;
                            }});
    table.values.push_back(
        {"--record", [&](OptionValue value) { return readText(value, command.recordInto); }});
    table.values.push_back(
        {"--linger", [&](OptionValue value) { return readSeconds(value, command.linger); }});
    table.values.push_back(
        {"--patience", [&](OptionValue value) { return readSeconds(value, command.patience); }});
    table.values.push_back({"--longest-message",
                            [&](OptionValue value) { return readSize(value, command.target.messageLimit); }});
    table.readWord = [&](OptionValue word) { return readUrl(word, url); };
    OptionFault fault = readOptions(words, table);
    if (!fault)
        fault = checkTargetOptions(command.target);
    if (!fault && !url)
        fault = "connect needs the URL of a server, such as ws://127.0.0.1:9001/.";
    if (fault)
        return UsageError{*fault};
    command.target.url = *url;
    times.applyTo(command.target);
    return command;
}

} // namespace fg
