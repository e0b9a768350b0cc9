// The data sets that compressed messages are cut out of: five kinds of content, from one that DEFLATE makes
// very small to one that it cannot compress. Each is generated from a fixed seed when it is first used, with
// the same octets on every machine. They are under the license of this program.
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
        Noise, // cannot be compressed
    };
    static constexpr std::size_t kinds = 5;

    // Valid as long as the program runs; may be called from any thread.
    [[nodiscard]] static const DataSet &of(Kind kind);

    [[nodiscard]] std::string_view name() const { return m_name; } // "JSON", "a bitmap"
    // The opcode of its messages. Lengths and positions count characters if it is Text, otherwise octets.
    [[nodiscard]] Opcode opcode() const { return m_opcode; }
    [[nodiscard]] std::size_t length() const { return m_length; }
    // The whole data set.
    [[nodiscard]] OctetView octets() const { return OctetView(m_twice).first(m_twice.size() / 2); }
    // The octets between two positions. A position after length() means one after the beginning; `last` may
    // be at most twice length().
    [[nodiscard]] OctetView between(std::size_t first, std::size_t last) const;

private:
    DataSet(std::string_view name, Opcode opcode, OctetBuffer content);
    [[nodiscard]] std::size_t octetAt(std::size_t position) const;

    std::string_view m_name;
    Opcode m_opcode;
    std::size_t m_length = 0;
    OctetBuffer m_twice; // the content twice, so that a message across its end is contiguous
    std::vector<std::uint32_t> m_marks; // offset of every 16th character; empty if all are one octet
};

// Cuts messages of one length out of a data set, one after the other; after its end it continues at its
// beginning.
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
    // The number of messages after which they repeat.
    [[nodiscard]] std::size_t period() const;
    // The number of the next message within the period, from 0.
    [[nodiscard]] std::size_t numberInPeriod() const { return m_number; }

private:
    const DataSet *m_set;
    std::size_t m_length;
    std::size_t m_at = 0;
    std::size_t m_number = 0;
};

} // namespace fg
