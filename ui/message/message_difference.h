// How two messages differ, as a text to be shown: lines of texts and of indented JSON, octets in hexadecimal
// of anything else. A line that only the first has begins with "-", one that only the second has with "+",
// any other with a blank.
#pragma once

#include "ui/message/message_content.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace fg {

struct MessageDifference
{
    // Of longer payloads only the beginnings are compared.
    static constexpr std::size_t maxOctets = 4 * 1024 * 1024;

    // Octets [start, end) of the text.
    struct Tint
    {
        enum class Kind : std::uint8_t {
            Removed, // a line that only the first message has
            Added, // a line that only the second has
            Changed, // of such a line, what its counterpart does not have
        };

        std::size_t start = 0;
        std::size_t end = 0;
        Kind kind = Kind::Removed;

        bool operator==(const Tint &) const = default;
    };

    std::shared_ptr<const std::string> text;
    std::vector<Tint> tints; // by their starts; a change comes after the line that has it
    std::string summary; // "2 lines removed, 3 added", "the same, octet for octet"
    std::string note; // what was not compared, or not line by line; empty if all was
};

// Nullopt if it was asked to stop. Takes time and memory in proportion to what is compared.
[[nodiscard]] std::optional<MessageDifference>
differenceOf(const MessageContent &before, const MessageContent &after, const std::stop_token &stop = {});

} // namespace fg
