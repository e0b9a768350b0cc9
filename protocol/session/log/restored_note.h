// Gives a session the note on a row that was read from its file.
#pragma once

#include "protocol/session/log/memory_budget.h"
#include "protocol/session/log/session.h"

#include <string>
#include <utility>

namespace fg {

inline constexpr std::size_t memoryBesideNote = 160; // In the tables of RowNotes.

// `memory`: what the file counts against; null: nothing is counted. Only what is kept of the note counts: not
// what is cut off, nor a note that is refused, nor one again that it replaces. False: it was refused.
inline bool restoreNote(const Session &session, MemoryBudget *memory, RowNumber row, std::string text)
{
    const std::size_t before = session.notes().of(row).size();
    const bool isKept = session.notes().restore(row, std::move(text));
    const std::size_t now = session.notes().of(row).size();
    if (memory && now > before)
        memory->keep(now - before + (before == 0 ? memoryBesideNote : 0));
    return isKept;
}

} // namespace fg
