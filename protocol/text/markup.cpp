#include "protocol/text/markup.h"

#include "protocol/text/escape.h"

namespace fg {

std::string markup(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string foreignMarkup(std::string_view text) { return markup(escaped(text)); }

} // namespace fg
