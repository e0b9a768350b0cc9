#include "protocol/conformance/cases/data_set.h"

#include "protocol/conformance/cases/data_set_content.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace fg {

namespace {

constexpr std::size_t markDistance = 16; // characters

bool isFirstOfCharacter(std::byte octet) { return (octet & std::byte{0xc0}) != std::byte{0x80}; }

} // namespace

DataSet::DataSet(std::string_view name, Opcode opcode, OctetBuffer content)
    : m_name(name)
    , m_opcode(opcode)
    , m_length(content.size())
{
    if (opcode == Opcode::Text) {
        m_length = 0;
        for (std::size_t at = 0; at < content.size(); ++at) {
            if (!isFirstOfCharacter(content[at]))
                continue;
            if (m_length++ % markDistance == 0)
                m_marks.push_back(static_cast<std::uint32_t>(at));
        }
    }
    if (m_length == content.size())
        m_marks.clear();
    m_twice.reserve(content.size() * 2);
    for (int time = 0; time < 2; ++time)
        m_twice.insert(m_twice.end(), content.begin(), content.end());
}

const DataSet &DataSet::of(Kind kind)
{
    using namespace data_set_content;
    switch (kind) {
    case Kind::Json: {
        static const DataSet set("JSON", Opcode::Text, bufferOf(json()));
        return set;
    }
    case Kind::Bitmap: {
        static const DataSet set("a bitmap", Opcode::Binary, bitmap());
        return set;
    }
    case Kind::Prose: {
        static const DataSet set("prose", Opcode::Binary, bufferOf(prose()));
        return set;
    }
    case Kind::Html: {
        static const DataSet set("HTML", Opcode::Text, bufferOf(html()));
        return set;
    }
    case Kind::Noise:
        break;
    }
    static const DataSet set("noise", Opcode::Binary, noise());
    return set;
}

OctetView DataSet::between(std::size_t first, std::size_t last) const
{
    const std::size_t start = octetAt(first);
    return OctetView(m_twice).subspan(start, octetAt(last) - start);
}

std::size_t DataSet::octetAt(std::size_t position) const
{
    if (m_marks.empty())
        return position;
    if (position >= m_length)
        return m_twice.size() / 2 + octetAt(position - m_length);
    std::size_t at = m_marks[position / markDistance];
    for (std::size_t left = position % markDistance; left > 0; --left) {
        do
            ++at;
        while (!isFirstOfCharacter(m_twice[at]));
    }
    return at;
}

OctetView DataWindow::next()
{
    const OctetView message = m_set->between(m_at, m_at + m_length);
    m_at = (m_at + m_length) % m_set->length();
    m_number = (m_number + 1) % period();
    return message;
}

std::size_t DataWindow::period() const { return m_set->length() / std::gcd(m_set->length(), m_length); }

} // namespace fg
