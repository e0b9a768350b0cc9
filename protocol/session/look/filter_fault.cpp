#include "protocol/session/look/filter_fault.h"

#include "protocol/session/look/search_needle.h"
#include "protocol/text/json_cursor.h"
#include "protocol/text/json_path.h"
#include "protocol/text/text_tools.h"

#include <limits>

namespace fg {
namespace {

// "a, b or c": the names of the words that a field's values have.
std::string wordsOf(std::string_view field)
{
    const auto named = filterFieldNamed(field);
    const auto *const ref = std::get_if<FilterFieldRef>(&named);
    std::string out;
    std::string_view last;
    for (const FilterWord &word : ref ? ref->info().words : std::span<const FilterWord>()) {
        if (word.isAlias || word.name == last)
            continue;
        out += (out.empty() ? "" : ", ") + std::string(word.name);
        last = word.name;
    }
    return out;
}

std::string operatorsOf(FilterType type)
{
    std::string out;
    for (const FilterOperatorInfo &info : allFilterOperators()) {
        if (hasOperator(type, info.op))
            out += (out.empty() ? "" : ", ") + std::string(info.sign);
    }
    return out;
}

std::string unitNames(FilterType type)
{
    std::string out;
    for (const FilterUnitOfMeasure &unit : unitsOf(type)) {
        if (!unit.isAlias)
            out += (out.empty() ? "" : ", ") + std::string(unit.name);
    }
    return out;
}

// "time is 307445734min": the greatest value, in the unit in which the one that is too great is written.
std::string greatestOf(const FilterFault &fault)
{
    const std::size_t lastDigit = fault.subject.find_last_of("0123456789");
    const bool isHex = fault.subject.starts_with("0x") || fault.subject.starts_with("0X");
    const std::string_view written = isHex || lastDigit == std::string::npos
        ? std::string_view()
        : std::string_view(fault.subject).substr(lastDigit + 1);
    constexpr std::uint64_t greatest = std::numeric_limits<std::uint64_t>::max();
    const FilterUnitOfMeasure *const unit = unitNamed(fault.type, written);
    const std::string number = std::to_string(unit ? greatest / unit->factor : greatest);
    const std::string ofUnit = unit ? number + std::string(unit->name) : number;
    if (fault.type == FilterType::Size)
        return "size is " + (unit ? ofUnit : number + " octets");
    return fault.type == FilterType::TimeSpan ? "time is " + (unit ? ofUnit : number + "ns")
                                              : "number is " + number;
}

bool isTooDeepPath(std::string_view field)
{
    constexpr std::string_view json = "json";
    return field.starts_with(json) && jsonPathDepth(field.substr(json.size())) > JsonCursor::defaultDepth;
}

std::string unknownField(const FilterFault &fault)
{
    const std::string_view near = nearestFilterField(fault.subject);
    return "There is no field " + inQuotes(fault.subject)
        + (near.empty() ? ". To search for a text that contains a sign such as = or ~, put it in quotes."
                        : "; did you mean " + std::string(near) + "?");
}

std::string valueSentence(const FilterFault &fault)
{
    using Kind = FilterFault::Kind;
    const std::string subject = inQuotes(fault.subject);
    const std::string wanted(valueWords(fault.type));
    switch (fault.kind) {
    case Kind::NoValue:
        return "A value is missing: " + fault.field + " is compared with " + wanted + '.';
    case Kind::BadWord:
        return subject + " is not a value of " + fault.field + "; its values are " + wordsOf(fault.field)
            + '.';
    case Kind::BadNumber:
        return subject + " is not " + wanted + '.';
    case Kind::NotWhole:
        return subject + " is not a whole number" + (fault.type == FilterType::Size ? " of octets." : ".");
    case Kind::TooGreat:
        return subject + " is too great; the greatest " + greatestOf(fault) + '.';
    case Kind::Exponent:
        return subject + " has an exponent, which is not possible here; write all digits, for example 1000.";
    case Kind::NoUnit:
        return "A time needs a unit, for example " + inQuotes(fault.subject + "ms") + "; the units are "
            + unitNames(fault.type) + '.';
    case Kind::BadUnit:
        return subject + " is not a unit of " + fault.field + "; the units are " + unitNames(fault.type)
            + '.';
    case Kind::Backwards:
        return "The range " + subject + " ends before it begins.";
    case Kind::NoRange:
        return "A range such as " + subject + " is possible only after ==, != and in, and only for numbers, "
            + "sizes and times.";
    case Kind::BadOctets:
        return subject + " is not a list of octets; each has two hexadecimal digits: 0x0a0d or 0a:0d.";
    case Kind::EmptyText:
        return "Everything contains an empty text. To find empty values, write " + fault.field + " == \"\".";
    case Kind::LongText:
        return "A text to search for can have at most " + std::to_string(Needle::longestQuery) + " octets.";
    case Kind::LongPattern:
        return "A regular expression can have at most " + std::to_string(Needle::longestQuery) + " octets.";
    case Kind::BadPattern:
        return "The regular expression " + subject + " cannot be used: " + fault.detail + '.';
    case Kind::NotOrdered:
        return "Less and greater compare numbers only, and " + subject + " is not a number.";
    case Kind::WrongOperator:
        return fault.field + " cannot be compared with " + subject + "; its operators are "
            + operatorsOf(fault.type) + '.';
    case Kind::TooLong:
    case Kind::TooDeep:
    case Kind::TooMany:
    case Kind::NotUtf8:
    case Kind::Unfinished:
    case Kind::BadEscape:
    case Kind::Stray:
    case Kind::NoCondition:
    case Kind::NoClosing:
    case Kind::NotOpened:
    case Kind::UnknownField:
    case Kind::NoField:
    case Kind::BadPath:
    case Kind::NoHeaderName:
    case Kind::NoSet:
    case Kind::NoSetHere:
    case Kind::EmptySet:
    case Kind::NoSetEnd:
    case Kind::NoComma:
        break;
    }
    return {};
}

} // namespace

std::string filterFaultSentence(const FilterFault &fault)
{
    using Kind = FilterFault::Kind;
    switch (fault.kind) {
    case Kind::TooLong:
        return "A filter can have at most " + sizeText(longestFilter) + '.';
    case Kind::TooDeep:
        return "Parentheses and \"not\" can be nested at most " + std::to_string(deepestFilter) + " deep.";
    case Kind::TooMany:
        return "A filter can have at most " + std::to_string(mostFilterParts) + " conditions and values.";
    case Kind::NotUtf8:
        return "The filter is not UTF-8 here.";
    case Kind::Unfinished:
        return "The text does not end: a closing quotation mark is missing.";
    case Kind::BadEscape:
        return "After a backslash in quotes comes \\, \", n, r, t, xNN with two hexadecimal digits, or "
               "u{...} "
               "with the number of a character.";
    case Kind::Stray:
        return inQuotes(fault.subject) + " cannot be here. To search for it, put it in quotes.";
    case Kind::NoCondition:
        return "A condition is missing, for example op == text, or a word to search for.";
    case Kind::NoClosing:
        return "A parenthesis is open and is not closed.";
    case Kind::NotOpened:
        return "There is no open parenthesis that this one could close.";
    case Kind::UnknownField:
        return unknownField(fault);
    case Kind::NoField:
        return "Only a field can be compared, and " + inQuotes(fault.subject) + " is not one.";
    case Kind::BadPath:
        if (isTooDeepPath(fault.subject))
            return "A path in JSON can have at most " + std::to_string(JsonCursor::defaultDepth) + " steps.";
        return inQuotes(fault.subject)
            + " is not a path in JSON; it is written as json.user.id, json.items[0], "
              "json.items[*] or json[\"odd name\"].";
    case Kind::NoHeaderName:
        return "The name of a header field is missing, for example header.host.";
    case Kind::NoSet:
        return "After \"in\" come values in braces, for example " + fault.field + " in {...}.";
    case Kind::NoSetHere:
        return "Only one value can follow " + fault.subject + '.';
    case Kind::EmptySet:
        return "The braces are empty; they hold values with commas between them.";
    case Kind::NoSetEnd:
        return "A brace is open and is not closed.";
    case Kind::NoComma:
        return "A comma or a closing brace is missing before " + inQuotes(fault.subject) + '.';
    case Kind::NoValue:
    case Kind::BadWord:
    case Kind::BadNumber:
    case Kind::NotWhole:
    case Kind::TooGreat:
    case Kind::Exponent:
    case Kind::NoUnit:
    case Kind::BadUnit:
    case Kind::Backwards:
    case Kind::NoRange:
    case Kind::BadOctets:
    case Kind::EmptyText:
    case Kind::LongText:
    case Kind::LongPattern:
    case Kind::BadPattern:
    case Kind::NotOrdered:
    case Kind::WrongOperator:
        break;
    }
    return valueSentence(fault);
}

} // namespace fg
