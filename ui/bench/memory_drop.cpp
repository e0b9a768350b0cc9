#include "ui/bench/memory_drop.h"

#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

namespace fg {

Trouble memoryDropTrouble(const std::string &server, const ConnectionBudget::Drop &drop)
{
    return {server + " has disconnected " + escaped(drop.peer) + '.',
            "It held " + sizeText(drop.held)
                + " and gave nothing back, and all connections together may hold " + sizeText(drop.limit)
                + '.',
            {}};
}

} // namespace fg
