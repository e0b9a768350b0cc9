// Prints which requests a server of ours has refused, and which option would let them in.
#pragma once

#include "protocol/handshake/access.h"

#include <cstddef>
#include <set>
#include <string>

namespace fg {

class RefusalLines
{
public:
    // Whoever sends requests can make up any number of origins and hosts.
    static constexpr std::size_t mostPrinted = 20;

    // Prints a line to standard error, unless the same line was printed before.
    void print(const AccessRefusal &refusal);

private:
    std::set<std::string> m_printed;
};

} // namespace fg
