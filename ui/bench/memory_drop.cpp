#include "ui/bench/memory_drop.h"

#include "protocol/text/escape.h"

namespace fg {

Trouble memoryDropTrouble(const std::string &server, const ConnectionBudget::Drop &drop)
{
    return {
        server + " has disconnected " + escaped(drop.peer) + '.', "It " + memoryDropReason(drop) + '.', {}};
}

} // namespace fg
