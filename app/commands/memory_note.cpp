#include "app/commands/memory_note.h"

#include "app/terminal/console.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

namespace fg {
namespace {

// To whole MiB, which are precise enough for a person.
std::string roundedSize(std::uint64_t octets)
{
    const std::uint64_t unit = octets < mebibyte ? 1 : mebibyte;
    return sizeText((octets + unit / 2) / unit * unit);
}

} // namespace

void printMemoryDrop(const ConnectionBudget::Drop &drop)
{
    printError("frameglass: " + escaped(drop.peer) + " was disconnected: it held " + roundedSize(drop.held)
               + " and gave nothing back, and all connections together may hold " + sizeText(drop.limit)
               + " (--memory SIZE sets another limit).\n");
}

} // namespace fg
