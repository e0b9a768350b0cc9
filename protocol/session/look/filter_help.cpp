#include "protocol/session/look/filter_help.h"

#include "protocol/session/look/filter_fields.h"
#include "protocol/session/look/filter_pattern.h"
#include "protocol/session/look/search_needle.h"
#include "protocol/text/json_cursor.h"
#include "protocol/text/text_tools.h"

#include <string_view>

namespace fg {
namespace {

constexpr std::size_t lineWidth = 110;
constexpr std::size_t nameWidth = 20;

// Adds words to a line that has a name at its left, and continues below them.
void addEntry(std::string &out, std::string_view name, std::string_view words)
{
    std::string line = "  " + padded(name, nameWidth - 2);
    if (name.size() > nameWidth - 3)
        line = "  " + std::string(name) + ' ';
    std::size_t used = line.size();
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        if (used + end > lineWidth) {
            out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
            line.assign(nameWidth, ' ');
            used = line.size();
        }
        line += std::string(words.substr(0, end)) + ' ';
        used += characterCount(words.substr(0, end)) + 1;
        words.remove_prefix(std::min(words.size(), end + 1));
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
}

std::string_view typeWords(FilterType type)
{
    switch (type) {
    case FilterType::Flag:
        return "True or false.";
    case FilterType::Word:
        return "A word:";
    case FilterType::Number:
        return "A number.";
    case FilterType::Size:
        return "A size.";
    case FilterType::TimeSpan:
        return "A time.";
    case FilterType::Text:
        return "A text.";
    case FilterType::Octets:
        return "Octets.";
    case FilterType::Json:
        return "A JSON value.";
    }
    return {};
}

void addFields(std::string &out)
{
    for (const FilterFieldInfo &info : allFilterFields()) {
        std::string words(info.meaning);
        if (info.type == FilterType::Word) {
            words += ' ' + std::string(typeWords(info.type));
            std::string_view last;
            for (const FilterWord &word : info.words) {
                if (!word.isAlias && word.name != last)
                    words += (last.empty() ? " " : ", ") + std::string(word.name);
                last = word.isAlias ? last : word.name;
            }
            words += '.';
        } else if (info.type != FilterType::Flag) {
            words += ' ' + std::string(typeWords(info.type));
        }
        const std::string name = std::string(info.name) + (info.field == FilterField::Header ? ".NAME" : "");
        addEntry(out, name, words + " Example: " + std::string(info.example));
    }
}

void addUnits(std::string &out, std::string_view name, FilterType type)
{
    std::string words;
    for (const FilterUnitOfMeasure &unit : unitsOf(type)) {
        if (!unit.isAlias)
            words +=
                (words.empty() ? "" : ", ") + std::string(unit.name) + " (" + std::string(unit.meaning) + ')';
    }
    addEntry(out, name, words + '.');
}

} // namespace

std::string filterHelp()
{
    std::string out =
        "A filter picks rows of a log, for example: dir == rx && op == text && text ~ \"error\"\n\n"
        "Conditions:\n";
    addEntry(
        out, "word, \"a text\"",
        "The row shows the word: in its payload, the name of its opcode, its broken rules, its header fields "
        "or its Info. Capital and small letters are equal. A name of a field has to be in quotes.");
    addEntry(out, "field",
             "The row has the field; a flag is true. A name that every row has, such as len, is a word.");
    addEntry(out, "field OP value",
             "The operator holds between the field's value and this one. A row without the field never "
             "passes, also not with !=; to find it, write !(field == value).");
    addEntry(out, "field in {a, b..c}", "The field has one of these values. Also: not in.");
    out += "\nJoining them; what binds tighter comes first:\n";
    addEntry(out, "( )", "Parentheses.");
    addEntry(out, "!a, not a", "The condition does not hold.");
    addEntry(out, "a && b, a and b", "Both hold. What only stands side by side is joined by and, too.");
    addEntry(out, "a || b, a or b", "One of them holds.");
    out += "\nOperators:\n";
    for (const FilterOperatorInfo &info : allFilterOperators()) {
        const bool isTwice = info.sign != info.word;
        addEntry(out, std::string(info.sign) + (isTwice ? ", " + std::string(info.word) : ""),
                 std::string(info.meaning) + '.');
    }
    out += "\nValues:\n";
    addEntry(out, "numbers", "1000, 0x3e8.");
    addUnits(out, "units of sizes", FilterType::Size);
    addUnits(out, "units of times", FilterType::TimeSpan);
    addEntry(out, "texts", "A word, or \"in quotes\" with \\\" \\\\ \\n \\r \\t \\xNN \\u{NNNN}.");
    addEntry(out, "octets", "0x0a0d or 0a:0d, or a text.");
    addEntry(
        out, "matches",
        "A regular expression: . [a-z] [^a-z] \\d \\w \\s | ( ) * + ? {n,m} ^ $; (?-i) at its start tells "
        "capital and small letters apart. \\xNN is the octet, also of binary payloads, \\u{NNNN} the "
        "character; "
        "in quotes, each \\ is written twice. It may have at most "
            + std::to_string(Needle::longestQuery) + " octets, repeat something with {n,m} at most "
            + std::to_string(FilterPattern::mostRepeats) + " times, and have at most "
            + std::to_string(FilterPattern::mostStates)
            + " states; x{n} has n times those of x. The time grows with the length of the text, at worst "
              "times the states.");
    addEntry(out, "json",
             "json.user.id, json.items[0], json.items[*] for any item, json[\"odd name\"]; at most "
                 + std::to_string(JsonCursor::defaultDepth) + " steps.");
    out += "\nFields:\n";
    addFields(out);
    return out;
}

} // namespace fg
