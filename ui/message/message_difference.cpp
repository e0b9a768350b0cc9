#include "ui/message/message_difference.h"

#include "protocol/text/escape.h"
#include "protocol/text/line_difference.h"
#include "protocol/text/text_tools.h"
#include "ui/message/json_tree.h"

#include <algorithm>
#include <cstdio>

namespace fg {

namespace {

using Kind = MessageDifference::Tint::Kind;

constexpr std::size_t octetsInLine = 16;

OctetView comparedOf(const MessageContent &content)
{
    return OctetView(*content.octets).first(std::min(content.octets->size(), MessageDifference::maxOctets));
}

std::string_view textOf(const MessageContent &content)
{
    return content.text().characters.substr(0, MessageDifference::maxOctets);
}

// Writes the lines of a difference and what is tinted in them.
class Writer
{
public:
    void same(std::string_view line) { put(' ', line); }
    // `ends`: what the line has in common with its counterpart, if it has one.
    void removed(std::string_view line, const CommonEnds *ends) { tinted('-', Kind::Removed, line, ends); }
    void added(std::string_view line, const CommonEnds *ends) { tinted('+', Kind::Added, line, ends); }

    [[nodiscard]] MessageDifference take() &&
    {
        MessageDifference difference;
        difference.text = std::make_shared<const std::string>(std::move(m_text));
        difference.tints = std::move(m_tints);
        return difference;
    }

private:
    void put(char sign, std::string_view line)
    {
        m_text += sign;
        m_text += ' ';
        m_text += line;
        m_text += '\n';
    }

    void tinted(char sign, Kind kind, std::string_view line, const CommonEnds *ends)
    {
        const std::size_t start = m_text.size();
        put(sign, line);
        m_tints.push_back({start, m_text.size() - 1, kind});
        if (ends && ends->start + ends->end < line.size())
            m_tints.push_back({start + 2 + ends->start, start + 2 + line.size() - ends->end, Kind::Changed});
    }

    std::string m_text;
    std::vector<MessageDifference::Tint> m_tints;
};

// Removed and added lines that stand in for each other: the first with the first, and so on.
void writeChange(Writer &out, std::span<const std::string_view> removed,
                 std::span<const std::string_view> added)
{
    const std::size_t pairs = std::min(removed.size(), added.size());
    std::vector<CommonEnds> ends;
    for (std::size_t at = 0; at < pairs; ++at)
        ends.push_back(commonEnds(removed[at], added[at], EndsAt::Characters));
    for (std::size_t at = 0; at < removed.size(); ++at)
        out.removed(removed[at], at < pairs ? &ends[at] : nullptr);
    for (std::size_t at = 0; at < added.size(); ++at)
        out.added(added[at], at < pairs ? &ends[at] : nullptr);
}

MessageDifference ofTexts(std::string_view before, std::string_view after)
{
    const Lines linesBefore = linesOf(before);
    const Lines linesAfter = linesOf(after);
    const LineDifference lines = differenceOf(linesBefore, linesAfter);
    Writer out;
    for (std::size_t at = 0; at < lines.runs.size(); ++at) {
        const LineDifference::Run &run = lines.runs[at];
        const auto ofBefore = std::span(linesBefore).subspan(run.before);
        const auto ofAfter = std::span(linesAfter).subspan(run.after);
        switch (run.kind) {
        case LineDifference::Kind::Same:
            for (const std::string_view line : ofBefore.first(run.count))
                out.same(line);
            break;
        case LineDifference::Kind::Removed: {
            const bool isReplaced =
                at + 1 < lines.runs.size() && lines.runs[at + 1].kind == LineDifference::Kind::Added;
            writeChange(out, ofBefore.first(run.count),
                        ofAfter.first(isReplaced ? lines.runs[at + 1].count : 0));
            at += isReplaced ? 1 : 0;
            break;
        }
        case LineDifference::Kind::Added:
            writeChange(out, {}, ofAfter.first(run.count));
            break;
        }
    }
    MessageDifference difference = std::move(out).take();
    difference.summary = lines.isEmpty()
        ? "the same lines; only their ends differ"
        : counted(lines.removed(), "line") + " removed, " + std::to_string(lines.added()) + " added";
    if (lines.isRough)
        difference.note = "There are more than " + std::to_string(LineDifference::maxChanges)
            + " changes, so everything between the first and the last one is shown as replaced.";
    return difference;
}

std::string hexLine(OctetView octets, std::size_t at)
{
    const OctetView line = octets.subspan(at, std::min(octetsInLine, octets.size() - at));
    char offset[20];
    std::snprintf(offset, sizeof offset, "%06zx ", at);
    std::string text = offset;
    for (const std::byte octet : line)
        text += ' ' + toHex(OctetView(&octet, 1));
    text.append(3 * (octetsInLine - line.size()) + 2, ' ');
    for (const std::byte octet : line) {
        const auto character = std::to_integer<unsigned char>(octet);
        text += character >= 0x20 && character < 0x7F ? static_cast<char>(character) : '.';
    }
    return text;
}

// Octets [start, end) as lines, each with its offset.
std::vector<std::string> hexLines(OctetView octets, std::size_t start, std::size_t end)
{
    std::vector<std::string> lines;
    for (std::size_t at = start; at < end; at += octetsInLine)
        lines.push_back(hexLine(octets.first(end), at));
    return lines;
}

MessageDifference ofOctets(OctetView before, OctetView after)
{
    const CommonEnds ends = commonEnds(charactersOf(before), charactersOf(after), EndsAt::Octets);
    const std::size_t endBefore = before.size() - ends.end;
    const std::size_t endAfter = after.size() - ends.end;
    Writer out;
    for (const std::string &line : hexLines(before, 0, ends.start))
        out.same(line);
    for (const std::string &line : hexLines(before, ends.start, endBefore))
        out.removed(line, nullptr);
    for (const std::string &line : hexLines(after, ends.start, endAfter))
        out.added(line, nullptr);
    for (const std::string &line : hexLines(before, endBefore, before.size()))
        out.same(line);
    MessageDifference difference = std::move(out).take();
    const std::size_t removed = endBefore - ends.start;
    difference.summary = "at octet " + std::to_string(ends.start) + ", " + counted(removed, "octet")
        + " of the first " + (removed == 1 ? "stands" : "stand") + " against "
        + std::to_string(endAfter - ends.start) + " of the second";
    return difference;
}

// The JSON of both, one value in each line; nullopt if one is not JSON.
std::optional<std::pair<std::string, std::string>>
jsonOf(const MessageContent &before, const MessageContent &after, const std::stop_token &stop)
{
    const auto prettyOf = [&](const MessageContent &content) -> std::optional<std::string> {
        if (!content.isJson || content.octets->size() > MessageDifference::maxOctets)
            return std::nullopt;
        auto read = JsonTree::read(content.text(), stop);
        const auto *tree = std::get_if<JsonTree>(&read);
        return tree ? tree->pretty(stop) : std::nullopt;
    };
    std::optional<std::string> first = prettyOf(before);
    std::optional<std::string> second = first ? prettyOf(after) : std::nullopt;
    if (!second)
        return std::nullopt;
    return std::pair(std::move(*first), std::move(*second));
}

bool isText(const MessageContent &content)
{
    return (content.opcode == Opcode::Text || content.opcode == Opcode::Close) && !content.badOctet;
}

} // namespace

std::optional<MessageDifference> differenceOf(const MessageContent &before, const MessageContent &after,
                                              const std::stop_token &stop)
{
    MessageDifference difference;
    if (std::ranges::equal(comparedOf(before), comparedOf(after))) {
        difference = isText(before) ? ofTexts(textOf(before), textOf(before))
                                    : ofOctets(comparedOf(before), comparedOf(before));
        difference.summary = "the same, octet for octet";
    } else if (!isText(before) || !isText(after)) {
        difference = ofOctets(comparedOf(before), comparedOf(after));
    } else if (const auto json = jsonOf(before, after, stop)) {
        difference = ofTexts(json->first, json->second);
        if (json->first == json->second)
            difference.summary = "the same JSON, written with other blanks";
    } else {
        difference = ofTexts(textOf(before), textOf(after));
    }
    if (stop.stop_requested())
        return std::nullopt;
    if (std::max(before.length, after.length) > MessageDifference::maxOctets)
        difference.note = "Only the first " + sizeText(MessageDifference::maxOctets)
            + " of each were compared. " + difference.note;
    else if (before.isCut() || after.isCut())
        difference.note = "Only the octets that are kept or have arrived were compared. " + difference.note;
    return difference;
}

} // namespace fg
