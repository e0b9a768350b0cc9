// A text that is searched for secrets, and where each of its characters is in the octets that it was taken
// from. A folded value without its line ends, a body without its chunk sizes and a URL without its percent
// signs are such texts. Internal to handshake/.
#pragma once

#include "protocol/handshake/secrets.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// The octets of a text that are secret.
class SecretMarks
{
public:
    explicit SecretMarks(std::size_t octets)
        : m_isSecret(octets)
    {
    }
    void add(std::size_t start, std::size_t length);
    [[nodiscard]] std::vector<TextRange> ranges() const;

private:
    std::vector<bool> m_isSecret;
};

class TracedText
{
public:
    TracedText() = default;
    // These octets, which begin at `start` in the whole.
    TracedText(std::string_view octets, std::size_t start) { append(octets, start); }

    void append(std::string_view octets, std::size_t start);
    [[nodiscard]] std::string_view characters() const { return m_characters; }
    // The same with each %XX, or each \uXXXX of an ASCII character and each \/, replaced by the character
    // that it stands for.
    [[nodiscard]] TracedText withoutPercents() const;
    [[nodiscard]] TracedText withoutJsonEscapes() const;

    // Marks the characters [from, to), without spaces at both ends.
    void mark(std::size_t from, std::size_t to, SecretMarks &marks) const;

private:
    struct Place
    {
        std::uint32_t start = 0;
        std::uint32_t length = 0;
    };
    // Adds a character that stands for `count` characters of another text from `at` on.
    void add(char character, const TracedText &other, std::size_t at, std::size_t count);

    std::string m_characters;
    std::vector<Place> m_places;
    // Further places of a character whose octets are apart, by its number.
    std::multimap<std::size_t, Place> m_apart;
};

} // namespace fg
