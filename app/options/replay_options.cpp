#include "app/options/replay_options.h"

#include "app/options/file_options.h"
#include "app/options/option_values.h"
#include "app/options/target_options.h"

#include <array>

namespace fg {
namespace {

using Pace = ReplaySettings::Pace;
using Masks = ReplaySettings::Masks;

constexpr std::array<std::pair<std::string_view, Pace>, 3> paces{
    {{"recorded", Pace::Recorded}, {"replies", Pace::Replies}, {"fast", Pace::Fast}}};
constexpr std::array<std::pair<std::string_view, Masks>, 2> masks{
    {{"fresh", Masks::Fresh}, {"recorded", Masks::Recorded}}};

template <typename Words, typename Choice>
OptionFault readOneOf(const Words &words, OptionValue value, Choice &into)
{
    std::string all;
    for (const auto &[word, choice] : words) {
        if (word == value) {
            into = choice;
            return std::nullopt;
        }
        all += (all.empty() ? "" : ", ") + std::string(word);
    }
    return inQuotes(value) + " is not one of " + all + '.';
}

} // namespace

Command parseReplay(std::span<const std::string> words)
{
    ReplayCommand command;
    std::optional<WebSocketUrl> url;
    OptionTable table;
    TargetTimes times;
    addTargetOptions(table, command.target, times);
    table.values.push_back(timeoutOption(times));
    table.flags.push_back({"--octets", [&] { command.showsOctets = true; }});
    table.flags.push_back(secretsOption(command.secrets));
    table.values.push_back(
        {"--session", [&](OptionValue value) { return readSession(value, command.only); }});
    table.values.push_back(
        {fileMemoryOption, [&](OptionValue value) { return readFileMemory(value, command.memory); }});
    table.values.push_back(
        {"--record", [&](OptionValue value) { return readText(value, command.recordInto); }});
    table.values.push_back(
        {"--pace", [&](OptionValue value) { return readOneOf(paces, value, command.settings.pace); }});
    table.values.push_back(
        {"--masks", [&](OptionValue value) { return readOneOf(masks, value, command.settings.masks); }});
    table.values.push_back(
        {"--patience", [&](OptionValue value) { return readSeconds(value, command.settings.patience); }});
    table.readWord = [&](OptionValue word) {
        return command.file.empty() ? readText(word, command.file) : readUrl(word, url);
    };
    OptionFault fault = readOptions(words, table);
    if (!fault)
        fault = checkTargetOptions(command.target);
    if (!fault && !url)
        fault = "replay needs a file with a session and the URL of a server, such as ws://127.0.0.1:9001/.";
    if (fault)
        return UsageError{*fault};
    command.target.url = *url;
    times.applyTo(command.target);
    return command;
}

} // namespace fg
