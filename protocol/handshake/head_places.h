// Where in a head the rules are broken that checkRequest(), checkAnswer() and the checks of
// permessage-deflate find: these read values, and the places of their octets are found here.
#pragma once

#include "protocol/handshake/http_head.h"

#include <cstdint>
#include <span>

namespace fg {

// Fills in Violation::where for each of these, which are about this head. `start` is the offset in the stream
// of the head's first octet. A header field that is missing shows at the end of the head.
void findPlaces(std::span<Violation> violations, const HttpHead &head, const HeadLines &lines,
                std::uint64_t start);

} // namespace fg
