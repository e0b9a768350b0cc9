// The words and signs of a filter's text, with their places.
#pragma once

#include "protocol/session/look/filter_fault.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct FilterToken
{
    enum class Kind : std::uint8_t {
        Word, // Neither in quotes nor a sign.
        Quoted, // text: without quotes and escapes.
        Operator, // op
        And,
        Or,
        Not,
        Open, // (
        Close, // )
        OpenSet, // {
        CloseSet, // }
        Comma, // Inside braces only; elsewhere it is a part of a word.
        End,
    };

    Kind kind = Kind::End;
    FilterPlace place;
    std::string text;
    FilterOperator op = FilterOperator::Equal;
};

struct FilterTokens
{
    std::vector<FilterToken> tokens; // Up to the fault, if there is one; always with an End.
    std::optional<FilterFault> fault;
};

[[nodiscard]] FilterTokens filterTokens(std::string_view text);

// A text in quotes, as a filter is written, with what has to be escaped; octets that are not UTF-8 as \xNN.
[[nodiscard]] std::string quotedForFilter(std::string_view text);
// The operator that a word stands for: "eq", "contains", "matches".
[[nodiscard]] std::optional<FilterOperator> operatorOfWord(std::string_view word);

} // namespace fg
