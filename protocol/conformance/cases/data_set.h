// What compressed messages are cut out of: five kinds of content, from what DEFLATE makes small to what it
// cannot. Each is generated from a fixed seed when it is first asked for, the same octets on every machine,
// and is under the license of this program like its sources.
#pragma once

#include "protocol/wire/frame.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace fg {

class DataSet
{
public:
    enum class Kind : std::uint8_t {
        Json, // indented, ASCII
        Bitmap, // a grey picture with a BMP header
        Prose, // lines of English, sent as octets
        Html, // with letters beyond ASCII
        Noise, // does not compress
    };
    static constexpr std::size_t kinds = 5;

    // Lives as long as the program; any thread.
    [[nodiscard]] static const DataSet &of(Kind kind);

    [[nodiscard]] std::string_view name() const { return m_name; } // "JSON", "a bitmap"
    // Text where its messages are texts and lengths count characters; otherwise they count octets.
    [[nodiscard]] Opcode opcode() const { return m_opcode; }
    [[nodiscard]] std::size_t length() const { return m_length; }
    // The whole of it.
    [[nodiscard]] OctetView octets() const { return OctetView(m_twice).first(m_twice.size() / 2); }
    // What lies between two positions; one beyond length() goes on at the beginning, once round.
    [[nodiscard]] OctetView between(std::size_t first, std::size_t last) const;

private:
    DataSet(std::string_view name, Opcode opcode, OctetBuffer content);
    [[nodiscard]] std::size_t octetAt(std::size_t position) const;

    std::string_view m_name;
    Opcode m_opcode;
    std::size_t m_length = 0;
    OctetBuffer m_twice; // two times in a row, so that what goes round lies in one piece
    std::vector<std::uint32_t> m_marks; // octet of every 16th character; empty where all are ASCII
};

// Cuts messages of one length out of a data set, one behind the other, round and round.
class DataWindow
{
public:
    // `length` must not be greater than the set's.
    DataWindow(const DataSet &set, std::size_t length)
        : m_set(&set)
        , m_length(length)
    {
    }

    // The next message; borrowed from the set.
    [[nodiscard]] OctetView next();
    // After so many messages they come again.
    [[nodiscard]] std::size_t period() const;
    // Where the next message is among those that differ, from 0.
    [[nodiscard]] std::size_t numberInPeriod() const { return m_number; }

private:
    const DataSet *m_set;
    std::size_t m_length;
    std::size_t m_at = 0;
    std::size_t m_number = 0;
};

} // namespace fg
