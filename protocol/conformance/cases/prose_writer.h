// Writes English sentences with a small grammar; they have no meaning. The words were chosen for this
// program, so that nobody else has a copyright on the text.
#pragma once

#include "protocol/conformance/cases/seeded_random.h"

#include <string>
#include <string_view>

namespace fg {

class ProseWriter
{
public:
    // Unicode: with typographic quotes, and names with letters that are not ASCII.
    enum class Letters : std::uint8_t { Ascii, Unicode };

    explicit ProseWriter(std::uint64_t seed, Letters letters = Letters::Ascii)
        : m_random(seed)
        , m_letters(letters)
    {
    }

    [[nodiscard]] std::string sentence();
    // Several sentences on one line.
    [[nodiscard]] std::string paragraph();
    [[nodiscard]] std::string title(); // "The Narrow Bridge"
    [[nodiscard]] std::string_view name(); // of a person
    [[nodiscard]] std::string_view place();
    [[nodiscard]] std::string_view noun();
    [[nodiscard]] std::string_view adjective();

private:
    [[nodiscard]] std::string clause();
    [[nodiscard]] std::string subject();
    [[nodiscard]] std::string object();
    [[nodiscard]] std::string predicate();
    [[nodiscard]] std::string circumstance();
    [[nodiscard]] std::string speech();

    SeededRandom m_random;
    Letters m_letters;
};

} // namespace fg
