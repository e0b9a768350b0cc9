// Writes single characters as UTF-8 (RFC 3629 3).
#pragma once

#include <string>

namespace fg {

// `character` is a number that UTF-8 can hold: at most 0x10FFFF, and not a surrogate.
inline void appendUtf8(std::string &text, char32_t character)
{
    const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80 | ((character >> shift) & 0x3f));
    };
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xc0 | (character >> 6));
        tail(0);
    } else if (character < 0x10000) {
        text += static_cast<char>(0xe0 | (character >> 12));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0 | (character >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace fg
