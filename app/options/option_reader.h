// Reads options of the form "--name", "--name VALUE" and "--name=VALUE", and the words between them.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// What is wrong with a value, as a sentence; nullopt if it is valid.
using OptionFault = std::optional<std::string>;

struct FlagOption
{
    std::string_view name; // "--insecure"
    std::function<void()> set;
};

// The value as it was given on the command line.
using OptionValue = const std::string &;

struct ValueOption
{
    std::string_view name; // "--cases"
    std::function<OptionFault(OptionValue value)> read;
};

struct OptionTable
{
    std::vector<FlagOption> flags;
    std::vector<ValueOption> values;
    std::function<OptionFault(const std::string &word)>
        readWord; // called for each word that is not an option
};

// Returns the first fault, as a sentence that names the option. Words after "--" are not options.
[[nodiscard]] OptionFault readOptions(std::span<const std::string> words, const OptionTable &table);

// Parses a whole decimal number; nullopt if the text is not one within the limits.
[[nodiscard]] std::optional<unsigned> parseNumber(std::string_view text, unsigned least, unsigned most);

} // namespace fg
