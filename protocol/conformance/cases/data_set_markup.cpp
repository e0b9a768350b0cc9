// The JSON and the HTML.

#include "protocol/conformance/cases/data_set_content.h"
#include "protocol/conformance/cases/prose_writer.h"

#include <algorithm>
#include <cctype>

namespace fg::data_set_content {

namespace {

// A number with leading zeros.
std::string digits(std::uint32_t value, std::size_t width)
{
    std::string text = std::to_string(value);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

std::string decimal(std::uint32_t thousandths)
{
    return std::to_string(thousandths / 1000) + '.' + digits(thousandths % 1000, 3);
}

std::string moment(SeededRandom &random)
{
    const std::string date = digits(random.between(1, 12), 2) + '-' + digits(random.between(1, 28), 2);
    return "2024-" + date + 'T' + digits(random.below(24), 2) + ':' + digits(random.below(60), 2) + ':'
        + digits(random.below(60), 2) + 'Z';
}

std::string inQuotes(std::string_view text) { return '"' + std::string(text) + '"'; }

// --- JSON: the stock of a shop ---

std::string itemJson(std::uint32_t number, SeededRandom &random, ProseWriter &writer)
{
    const std::string indent = "    ";
    std::string item = "    {\n";
    const auto member = [&](std::string_view key, const std::string &value, bool isLast = false) {
        item += indent + "  " + inQuotes(key) + ": " + value + (isLast ? "\n" : ",\n");
    };
    member("id", std::to_string(100'000 + number * 7));
    member("code", inQuotes(digits(random.below(1'000'000'000), 9) + '-' + digits(random.below(10'000), 4)));
    member("title", inQuotes(writer.title()));
    member("description",
           inQuotes("From the " + std::string(writer.adjective()) + ' ' + std::string(writer.noun()) + " of "
                    + std::string(writer.place()) + '.'));
    member("keeper", inQuotes(writer.name()));
    member("price", decimal(random.below(400'000)));
    member("inStock", random.oneIn(4) ? "false" : "true");
    member("count", std::to_string(random.below(500)));
    member("changed", inQuotes(moment(random)));
    std::string tags;
    for (std::uint32_t left = random.between(1, 4); left > 0; --left)
        tags += inQuotes(writer.noun()) + (left > 1 ? ", " : "");
    member("tags", '[' + tags + ']');
    member("place",
           "{\"latitude\": " + decimal(random.below(90'000)) + ", \"longitude\": -"
               + decimal(random.below(180'000)) + ", \"shelf\": " + std::to_string(random.below(64)) + '}');
    member("successor", random.oneIn(3) ? "null" : std::to_string(100'000 + random.below(400) * 7), true);
    return item + "    }";
}

// --- HTML: the pages of the same shop ---

std::string tableHtml(SeededRandom &random, ProseWriter &writer)
{
    std::string html = "    <table class=\"stock\">\n      <thead><tr><th>№</th><th>Name</th><th>Keeper</th>"
                       "<th>Price</th></tr></thead>\n      <tbody>\n";
    for (std::uint32_t row = 1; row <= 8; ++row)
        html += "        <tr class=\"" + std::string(row % 2 == 0 ? "even" : "odd") + "\"><td>"
            + std::to_string(row) + "</td><td><a href=\"/items/" + std::to_string(random.below(100'000))
            + "\">" + writer.title() + "</a></td><td>" + std::string(writer.name()) + "</td><td>€&nbsp;"
            + decimal(random.below(90'000)) + "</td></tr>\n";
    return html + "      </tbody>\n    </table>\n";
}

std::string listHtml(ProseWriter &writer)
{
    std::string html = "    <ul>\n";
    for (int i = 0; i < 5; ++i)
        html += "      <li><em>" + writer.title() + "</em> → " + std::string(writer.place()) + "</li>\n";
    return html + "    </ul>\n";
}

std::string sectionHtml(std::uint32_t number, SeededRandom &random, ProseWriter &writer)
{
    std::string html = "  <section id=\"part-" + std::to_string(number) + "\" class=\"part\">\n    <h2>"
        + writer.title() + "</h2>\n    <p class=\"by\">by <b>" + std::string(writer.name()) + "</b>, <time>"
        + moment(random) + "</time></p>\n";
    for (std::uint32_t left = random.between(2, 4); left > 0; --left)
        html += "    <p>" + writer.paragraph() + "</p>\n";
    if (random.oneIn(2))
        html += tableHtml(random, writer);
    else
        html += listHtml(writer);
    html += "    <img src=\"/pictures/" + std::to_string(random.below(10'000)) + ".png\" alt=\""
        + writer.title() + "\" width=\"" + std::to_string(random.between(120, 640)) + "\" height=\"240\">\n";
    return html + "  </section>\n";
}

std::size_t charactersIn(std::string_view utf8)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

} // namespace

std::string json()
{
    SeededRandom random(31);
    ProseWriter writer(32);
    std::string content = "{\n  \"version\": 3,\n  \"items\": [\n";
    const std::string closing = "\n  ]\n}\n";
    for (std::uint32_t number = 1;; ++number) {
        const std::string item = (number == 1 ? "" : ",\n") + itemJson(number, random, writer);
        if (content.size() + item.size() + closing.size() > jsonLength)
            break;
        content += item;
    }
    content += closing;
    content.resize(jsonLength, ' ');
    return content;
}

std::string html()
{
    SeededRandom random(41);
    ProseWriter writer(42, ProseWriter::Letters::Unicode);
    std::string content = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n  <meta charset=\"utf-8\">\n  <title>"
        + writer.title() + "</title>\n  <link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n";
    const std::string closing = "</body>\n</html>\n";
    std::size_t length = charactersIn(content) + closing.size();
    for (std::uint32_t number = 1;; ++number) {
        const std::string section = sectionHtml(number, random, writer);
        const std::size_t more = charactersIn(section);
        if (length + more > htmlLength)
            break;
        content += section;
        length += more;
    }
    content.append(htmlLength - length, '\n');
    return content + closing;
}

} // namespace fg::data_set_content
