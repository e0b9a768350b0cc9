// Notes of a person on rows of a session. They are kept beside its log, which they do not change. Callable
// from any thread.
#pragma once

#include "protocol/session/log/row_number.h"

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace fg {

class RowNotes
{
public:
    static constexpr std::size_t longest = 4'000; // Octets of a note.
    static constexpr std::size_t most = 10'000; // Notes of a session.
    static constexpr std::size_t mostOctets = 4 * 1024 * 1024; // All of them together.

    // Sets the note of a row, as UTF-8; an empty text removes it. A text that is too long is cut. Returns
    // false if the session has too many notes, or if the text is not UTF-8.
    bool set(RowNumber row, std::string text);
    // The same for a note that was read from a file: it does not replace what a person has written since, and
    // does not count as a change.
    bool restore(RowNumber row, std::string text);

    // Empty: there is none.
    [[nodiscard]] std::string of(RowNumber row) const;
    [[nodiscard]] std::map<RowNumber, std::string> all() const;
    // Number of calls that changed something, and how many of them were of set().
    [[nodiscard]] std::uint64_t revision() const;
    [[nodiscard]] std::uint64_t changes() const;

    // Called with each note that there is, and from then on with each that is set. It must not call back.
    using Keeper = std::function<void(RowNumber row, const std::string &text)>;
    void keepWith(Keeper keeper);

private:
    // Whether it was possible.
    bool put(RowNumber row, std::string &text);

    mutable std::mutex m_mutex;
    std::map<RowNumber, std::string> m_notes;
    std::size_t m_octets = 0; // Of all notes.
    std::set<RowNumber> m_set; // By a person since the session was opened.
    std::uint64_t m_revision = 0;
    std::uint64_t m_changes = 0;
    Keeper m_keeper;
};

} // namespace fg
