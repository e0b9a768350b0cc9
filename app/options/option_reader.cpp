#include "app/options/option_reader.h"

#include "protocol/text/escape.h"
#include "protocol/text/number_text.h"

#include <algorithm>

namespace fg {
namespace {

OptionFault readValue(const ValueOption &option, const std::string &value)
{
    if (const OptionFault fault = option.read(value))
        return std::string(option.name) + ": " + *fault;
    return std::nullopt;
}

} // namespace

OptionFault readOptions(std::span<const std::string> words, const OptionTable &table)
{
    bool optionsEnded = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string &word = words[i];
        if (!optionsEnded && word == "--") {
            optionsEnded = true;
            continue;
        }
        if (optionsEnded || !word.starts_with('-') || word == "-") {
            if (const OptionFault fault = table.readWord(word))
                return fault;
            continue;
        }
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const auto flag = std::ranges::find(table.flags, name, &FlagOption::name);
        const auto option = std::ranges::find(table.values, name, &ValueOption::name);
        OptionFault fault;
        if (flag != table.flags.end()) {
            if (equals != std::string::npos)
                return name + " takes no value.";
            flag->set();
        } else if (option == table.values.end()) {
            // A field that was given as an option may hold a secret after its name.
            return "This command has no option " + escaped(name.substr(0, name.find_first_of(": "))) + '.';
        } else if (equals != std::string::npos) {
            fault = readValue(*option, word.substr(equals + 1));
        } else if (++i < words.size()) {
            fault = readValue(*option, words[i]);
        } else {
            return name + " needs a value.";
        }
        if (fault)
            return fault;
    }
    return std::nullopt;
}

std::optional<unsigned> parseNumber(std::string_view text, unsigned least, unsigned most)
{
    const auto number = numberIn<unsigned>(text);
    return number && *number >= least && *number <= most ? number : std::nullopt;
}

} // namespace fg
