#include "protocol/report/results/forbidden_codes.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/text/characters.h"
#include "protocol/text/json_cursor.h"
#include "protocol/text/number_text.h"

#include <algorithm>
#include <fstream>
#include <string>

namespace fg {
namespace {

constexpr std::string_view category = "7.9.";
constexpr unsigned mostOfAnySuite = 13;
constexpr unsigned lastOfOneNumber = 5; // 1006

// The whole text as a number without leading zeros.
std::optional<std::uint32_t> numberOf(std::string_view digits)
{
    const bool hasLeadingZero = digits.size() > 1 && digits.front() == '0';
    return hasLeadingZero ? std::nullopt : numberIn<std::uint32_t>(digits);
}

bool isInCategoryUpTo(std::string_view id, unsigned most)
{
    if (!id.starts_with(category))
        return false;
    const auto number = numberOf(id.substr(category.size()));
    return number && *number >= 1 && *number <= most;
}

// "Send close with invalid close code 1014"; ours: "We send a close frame with the code 1016, which ...".
std::optional<std::uint32_t> codeInDescription(std::string_view text)
{
    constexpr std::string_view word = "code ";
    for (std::size_t at = text.rfind(word); at != std::string_view::npos;
         at = at > 0 ? text.rfind(word, at - 1) : std::string_view::npos) {
        const std::string_view rest = text.substr(at + word.size());
        const auto end = std::ranges::find_if_not(rest, isDigit);
        if (end != rest.begin())
            return numberOf(rest.substr(0, static_cast<std::size_t>(end - rest.begin())));
    }
    return std::nullopt;
}

std::string textOf(const std::filesystem::path &file)
{
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed)
        || std::filesystem::file_size(file, failed) > longestFileOfForbiddenCode || failed)
        return {};
    std::ifstream in(file, std::ios::binary);
    std::string text(longestFileOfForbiddenCode, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

} // namespace

bool isAboutForbiddenCode(std::string_view id) { return isInCategoryUpTo(id, mostOfAnySuite); }

bool hasOneNumber(std::string_view id) { return isInCategoryUpTo(id, lastOfOneNumber); }

const CaseSpec *caseOfForbiddenCode(std::uint32_t code)
{
    const auto sendsIt = [code](const CaseStep &step) {
        const auto *const close = std::get_if<CloseStepSpec>(&step);
        return close && close->code == code;
    };
    for (const CaseSpec &spec : catalogue()) {
        if (isAboutForbiddenCode(spec.id) && std::ranges::any_of(spec.steps, sendsIt))
            return &spec;
    }
    return nullptr;
}

std::optional<std::uint32_t> forbiddenCodeIn(const std::filesystem::path &file)
{
    constexpr std::size_t mostValues = 1'000;
    const std::string text = textOf(file);
    JsonCursor json(text, JsonCursor::defaultDepth, mostValues);
    std::optional<std::uint32_t> described;
    std::optional<std::uint32_t> sent;
    if (json.nextKind() != JsonValue::Kind::Object || !json.enterObject())
        return std::nullopt;
    for (std::string name; json.nextMember(name);) {
        JsonValue value;
        const bool matters = name == "description" || name == "localCloseCode";
        if (!(matters ? json.readValue(value) : json.skipValue()))
            break;
        if (name == "description")
            described = codeInDescription(value.text);
        else if (name == "localCloseCode" && value.kind == JsonValue::Kind::Number)
            sent = numberOf(value.text);
    }
    return described ? described : sent;
}

} // namespace fg
