// Options of the form "--name", "--name VALUE" and "--name=VALUE", and the words between them.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// What is wrong with a value; nullopt when it was taken.
using OptionFault = std::optional<std::string>;

struct FlagOption
{
    std::string_view name; // "--insecure"
    std::function<void()> take;
};

// As it stands in the words.
using OptionValue = const std::string &;

struct ValueOption
{
    std::string_view name; // "--cases"
    std::function<OptionFault(OptionValue value)> take;
};

struct OptionTable
{
    std::vector<FlagOption> flags;
    std::vector<ValueOption> values;
    std::function<OptionFault(const std::string &word)> takeWord; // one that is no option
};

// The first fault, as a sentence that names the option. Behind "--" nothing is an option.
[[nodiscard]] OptionFault readOptions(std::span<const std::string> words, const OptionTable &table);

// A whole decimal number within the limits.
[[nodiscard]] std::optional<unsigned> parseNumber(std::string_view text, unsigned least, unsigned most);

} // namespace fg
