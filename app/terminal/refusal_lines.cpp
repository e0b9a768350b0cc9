#include "app/terminal/refusal_lines.h"

#include "app/terminal/console.h"
#include "protocol/text/escape.h"

#include <utility>

namespace fg {
namespace {

std::string optionFor(std::string_view origin)
{
    const std::string value = origin == "*" ? "\"*\"" : escaped(origin);
    return "The option --allow-origin " + value + " of serve, echo and broadcast lets such requests in.";
}

} // namespace

AccessSettings RefusalLines::settings(AllowedOrigins origins)
{
    return {
        .origins = std::move(origins), .advice = optionFor, .refused = [this](const AccessRefusal &refusal) {
            if (const auto sentence = m_news.add(refusal))
                printError("frameglass: " + *sentence + '\n');
        }};
}

} // namespace fg
