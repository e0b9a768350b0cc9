// Prints which requests a server of ours has refused, and which option would let them in.
#pragma once

#include "protocol/handshake/refusal_news.h"

namespace fg {

class RefusalLines
{
public:
    // Settings with these origins for servers that print a line to standard error where RefusalNews has one,
    // and whose answers name the option as well. This object must outlive the servers.
    [[nodiscard]] AccessSettings settings(AllowedOrigins origins);

private:
    RefusalNews m_news;
};

} // namespace fg
