#include "app/commands/memory_note.h"

#include "app/terminal/console.h"
#include "protocol/report/wording/troubles.h"
#include "protocol/text/escape.h"

namespace fg {

void printMemoryDrop(const ConnectionBudget::Drop &drop)
{
    printError("frameglass: " + escaped(drop.peer) + " was disconnected: it " + memoryDropReason(drop)
               + " (--memory SIZE sets another limit).\n");
}

} // namespace fg
