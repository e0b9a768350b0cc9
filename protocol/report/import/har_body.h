// The body of the answer of an entry, as octets that the server could have sent. An archive has it decoded.
// Internal to report/.
#pragma once

#include "protocol/handshake/http_head.h"
#include "protocol/report/import/har_facts.h"
#include "protocol/report/import/har_remarks.h"

#include <string>
#include <vector>

namespace fg {

struct HarBody
{
    std::string octets; // At most longestBody.
    std::vector<HarOddity> odd;
};

// `answer`: its fields that say how the body was encoded are removed, unless they are true of these octets.
// `most`: what the text of the body may take of the memory.
[[nodiscard]] HarBody bodyIn(const HarContent &content, HttpHead &answer, std::size_t most);

} // namespace fg
