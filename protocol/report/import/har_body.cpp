#include "protocol/report/import/har_body.h"

#include "protocol/handshake/body_end.h"
#include "protocol/handshake/opening.h"
#include "protocol/handshake/start_line.h"
#include "protocol/text/base64.h"
#include "protocol/text/characters.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/octets.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace fg {
namespace {

// RFC 9110 6.4.1.
bool hasNoBody(const HttpHead &answer)
{
    const int status = statusOf(answer).value_or(0);
    return status < 200 || status == 204 || status == 304;
}

// The text of the body; nullopt if the archive does not have it, or not as a text that can be read.
std::optional<std::string> textIn(const HarContent &content, std::size_t most, std::vector<HarOddity> &odd)
{
    if (content.text.isNull()) {
        const auto size = wholeNumberIn(content.size, std::numeric_limits<unsigned>::max());
        if (size && *size > 0)
            odd.push_back({.key = "content",
                           .expected = "the text of a body of " + counted(*size, "octet"),
                           .found = wordsFor(content.text),
                           .done = "the body of the answer is not known"});
        return std::nullopt;
    }
    JsonCursor json(content.text.raw, JsonForm::Lenient);
    json.limitMemory(most);
    HarValue read;
    const bool isText =
        content.text.is(JsonValue::Kind::String) && readHarValue(json, read, content.text.raw.size());
    if (!isText)
        odd.push_back({.key = "text",
                       .expected = "a text",
                       .found = wordsFor(content.text),
                       .done = json.fault() ? "it is too long, and left out" : "it is left out"});
    return isText ? std::optional(std::move(read.text)) : std::nullopt;
}

std::string decoded(std::string text, const HarValue &encoding, std::vector<HarOddity> &odd)
{
    if (encoding.isNull() || (encoding.is(JsonValue::Kind::String) && encoding.raw.size() <= 2))
        return text;
    const bool isBase64 = encoding.hasText() && equalsIgnoringCase(encoding.text, "base64");
    if (!isBase64) {
        odd.push_back({.key = "encoding",
                       .expected = "\"base64\"",
                       .found = wordsFor(encoding),
                       .done = "the text is taken as it stands"});
        return text;
    }
    if (const std::optional<OctetBuffer> octets = fromLooseBase64(text))
        return std::string(charactersOf(*octets));
    odd.push_back({.key = "text",
                   .expected = "octets in base64",
                   .found = {},
                   .done = "the text is taken as it stands"});
    return text;
}

// Removes the fields that would have a reader undo what the archive has undone, or wait for what never comes.
void removeUntrueFields(HttpHead &answer, std::size_t bodyOctets, std::vector<HarOddity> &odd)
{
    std::string removed;
    std::erase_if(answer.fields, [&](const HeaderField &field) {
        const bool isUntrue = equalsIgnoringCase(field.name, "Content-Encoding")
            || equalsIgnoringCase(field.name, "Transfer-Encoding")
            || (equalsIgnoringCase(field.name, "Content-Length")
                && trimmed(field.value) != std::to_string(bodyOctets));
        if (isUntrue)
            removed += (removed.empty() ? "" : ", ") + field.name;
        return isUntrue;
    });
    if (!removed.empty())
        odd.push_back({.key = "headers",
                       .expected = "fields that fit the body, which archives have decoded",
                       .found = removed,
                       .done = "what does not fit is left out"});
}

} // namespace

HarBody bodyIn(const HarContent &content, HttpHead &answer, std::size_t most)
{
    HarBody body;
    const bool isEmpty = content.text.is(JsonValue::Kind::String) && content.text.raw.size() <= 2;
    if (isEmpty)
        return body;
    if (hasNoBody(answer)) {
        if (content.text.is(JsonValue::Kind::String))
            body.odd.push_back({.key = "text",
                                .expected = "nothing, because such an answer has no body",
                                .found = "a text",
                                .done = "it is left out"});
        return body;
    }
    std::optional<std::string> text = textIn(content, most, body.odd);
    if (!text)
        return body;
    body.octets = decoded(std::move(*text), content.encoding, body.odd);
    removeUntrueFields(answer, body.octets.size(), body.odd);
    if (body.octets.size() > longestBody) {
        body.odd.push_back({.key = "text",
                            .expected = "a body of at most " + sizeText(longestBody),
                            .found = counted(body.octets.size(), "octet"),
                            .done = "the rest is left out"});
        body.octets.resize(longestBody);
    }
    return body;
}

} // namespace fg
