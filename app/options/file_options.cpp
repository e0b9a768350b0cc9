#include "app/options/file_options.h"

#include "app/options/option_values.h"
#include "protocol/session/file/session_reader.h"
#include "protocol/session/look/filter_parser.h"

namespace fg {
namespace {

OptionFault readFile(const std::string &word, std::string &file)
{
    if (!file.empty())
        return "Only one file can be given; " + inQuotes(word) + " is one too many.";
    return readText(word, file);
}

OptionFault readFormat(const std::string &value, ExportFormat &format)
{
    if (const auto found = exportFormatOf(value)) {
        format = *found;
        return std::nullopt;
    }
    std::string words;
    for (const ExportFormatInfo &info : allExportFormats())
        words += (words.empty() ? "" : ", ") + std::string(info.word);
    return inQuotes(value) + " is not a format; the formats are " + words + '.';
}

OptionFault readRows(const std::string &value, RowSelection &rows)
{
    auto parsed = parseRowSelection(value);
    if (const auto *const fault = std::get_if<RowSelectionFault>(&parsed))
        return inQuotes(fault->part) + " is neither a row nor a range of rows such as 10-20.";
    rows = std::get<RowSelection>(std::move(parsed));
    return std::nullopt;
}

// The format according to the ending of the output's name, which is used if the option --to is missing.
ExportFormat formatOf(const std::string &into)
{
    for (const ExportFormatInfo &info : allExportFormats()) {
        if (into.ends_with('.' + std::string(info.ending)))
            return info.format;
    }
    return ExportFormat::Text;
}

} // namespace

OptionFault readSession(const std::string &value, std::optional<unsigned> &into)
{
    return readNumber(value, 1, SessionReader::mostConnections, into.emplace());
}

OptionFault readFileMemory(const std::string &value, std::uint64_t &into)
{
    return readMemory(value, MemoryBudget::smallestLimit, into);
}

OptionFault readFilterOption(const std::string &value, std::optional<FilterTree> &into)
{
    FilterReading reading = readFilter(value);
    if (reading.fault) {
        const std::string before = value.substr(0, reading.fault->place.start);
        return "The filter has a fault at character " + std::to_string(characterCount(before) + 1) + ": "
            + filterFaultSentence(*reading.fault);
    }
    if (!reading.tree)
        return "The filter is empty; an example is " + inQuotes("dir == rx && len > 1k") + '.';
    into = std::move(reading.tree);
    return std::nullopt;
}

Command parseShow(std::span<const std::string> words)
{
    ShowCommand command;
    OptionTable table;
    table.flags = {{"--octets", [&] { command.showsOctets = true; }}, secretsOption(command.secrets)};
    table.values = {
        {"--session", [&](OptionValue value) { return readSession(value, command.only); }},
        {"--filter", [&](OptionValue value) { return readFilterOption(value, command.filter); }},
        {fileMemoryOption, [&](OptionValue value) { return readFileMemory(value, command.memory); }},
    };
    table.readWord = [&](OptionValue word) { return readFile(word, command.file); };
    if (const OptionFault fault = readOptions(words, table))
        return UsageError{*fault};
    if (command.file.empty())
        return UsageError{"show needs a file with sessions."};
    return command;
}

Command parseExport(std::span<const std::string> words)
{
    ExportCommand command;
    bool isNamed = false;
    OptionTable table;
    table.flags = {secretsOption(command.options.secrets)};
    table.values = {
        {"--to",
         [&](OptionValue value) {
             isNamed = true;
             return readFormat(value, command.format);
         }},
        {"--output", [&](OptionValue value) { return readText(value, command.into); }},
        {"--rows", [&](OptionValue value) { return readRows(value, command.options.rows); }},
        {"--filter", [&](OptionValue value) { return readFilterOption(value, command.filter); }},
        {"--session", [&](OptionValue value) { return readSession(value, command.only); }},
        {fileMemoryOption, [&](OptionValue value) { return readFileMemory(value, command.memory); }},
    };
    table.readWord = [&](OptionValue word) { return readFile(word, command.file); };
    if (const OptionFault fault = readOptions(words, table))
        return UsageError{*fault};
    if (command.file.empty())
        return UsageError{"export needs a file with sessions."};
    if (!isNamed)
        command.format = formatOf(command.into);
    if ((!command.options.rows.isAll() || command.filter) && !infoOf(command.format).canPick)
        return UsageError{"Rows cannot be picked (--rows, --filter) for pcapng, because its octets are one "
                          "stream."};
    return command;
}

Command parseWindow(std::span<const std::string> words)
{
    WindowCommand command;
    OptionTable table;
    table.values = {
        {fileMemoryOption,
         [&](OptionValue value) { return readFileMemory(value, command.memory.emplace()); }},
    };
    table.readWord = [&](OptionValue word) -> OptionFault {
        command.files.push_back(word);
        return std::nullopt;
    };
    if (const OptionFault fault = readOptions(words, table))
        return UsageError{*fault};
    return command;
}

} // namespace fg
