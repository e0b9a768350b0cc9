// Which of the refused requests a person is told about. Whoever sends requests can make up any number of
// origins and hosts.
#pragma once

#include "protocol/handshake/access.h"

#include <cstddef>
#include <optional>
#include <set>
#include <string>

namespace fg {

class RefusalNews
{
public:
    static constexpr std::size_t most = 20;

    // The sentence to tell, escaped: why, once for each origin and host; after `most` of them, once that
    // there are more; nullopt otherwise.
    [[nodiscard]] std::optional<std::string> add(const AccessRefusal &refusal);

private:
    std::set<std::string> m_told;
};

} // namespace fg
