// How each character of a text appears in a view with a font of fixed width. A character that a person could
// not see, or that would change how its neighbours look, appears as a sign in its place, so that a peer
// cannot make a text look like another one.
#pragma once

#include <QString>

#include <cstddef>
#include <memory>
#include <string_view>

namespace fg {

// A text that its views share. The owner keeps the characters alive; they are not changed any more.
struct SharedText
{
    std::shared_ptr<const void> owner;
    std::string_view characters; // Usually UTF-8; octets that are not are shown as signs.
};

struct TextCell
{
    enum class Kind : std::uint8_t {
        Plain, // It is shown as it is.
        Tab,
        LineBreak, // LF or CR LF
        Sign, // It is shown as signText() has it.
    };
    Kind kind = Kind::Plain;
    std::size_t octets = 1; // Number of octets of the text, at least 1.
    int columns = 1; // Its width; 0 if it combines with the character before.
};

// The character at the front of a text that is not empty, in this column of its line.
[[nodiscard]] TextCell firstCell(std::string_view text, int column);
// What is shown in place of a sign at the front of a text: "␀" for a control, "⟨U+202E⟩" for a hidden
// character, "⟨FF⟩" for an octet that is not UTF-8.
[[nodiscard]] QString signText(std::string_view text);

} // namespace fg
