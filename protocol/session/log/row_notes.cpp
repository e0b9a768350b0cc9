#include "protocol/session/log/row_notes.h"

#include "protocol/wire/utf8.h"

#include <utility>

namespace fg {
namespace {

// Not inside of a character.
void cutNote(std::string &text)
{
    if (text.size() <= RowNotes::longest)
        return;
    std::size_t end = RowNotes::longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    text.resize(end);
}

} // namespace

bool RowNotes::set(RowNumber row, std::string text)
{
    const std::lock_guard lock(m_mutex);
    if (!put(row, text))
        return false;
    m_set.insert(row);
    ++m_changes;
    if (m_keeper)
        m_keeper(row, text);
    return true;
}

bool RowNotes::restore(RowNumber row, std::string text)
{
    const std::lock_guard lock(m_mutex);
    return m_set.contains(row) || put(row, text);
}

bool RowNotes::put(RowNumber row, std::string &text)
{
    if (!isUtf8(octetsOf(text)))
        return false;
    cutNote(text);
    const auto old = m_notes.find(row);
    const std::size_t octets = m_octets - (old == m_notes.end() ? 0 : old->second.size()) + text.size();
    const bool isTooMany = old == m_notes.end() && m_notes.size() >= most;
    if (!text.empty() && (isTooMany || octets > mostOctets))
        return false;
    m_octets = octets;
    ++m_revision;
    if (text.empty())
        m_notes.erase(row);
    else
        m_notes[row] = text;
    return true;
}

std::string RowNotes::of(RowNumber row) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_notes.find(row);
    return found == m_notes.end() ? std::string() : found->second;
}

std::map<RowNumber, std::string> RowNotes::all() const
{
    const std::lock_guard lock(m_mutex);
    return m_notes;
}

std::uint64_t RowNotes::revision() const
{
    const std::lock_guard lock(m_mutex);
    return m_revision;
}

std::uint64_t RowNotes::changes() const
{
    const std::lock_guard lock(m_mutex);
    return m_changes;
}

void RowNotes::keepWith(Keeper keeper)
{
    const std::lock_guard lock(m_mutex);
    m_keeper = std::move(keeper);
    for (const auto &[row, text] : m_notes) {
        if (m_keeper)
            m_keeper(row, text);
    }
}

} // namespace fg
