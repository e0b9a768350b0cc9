// A recorded report of the case set in our own form (tests/data/samples): what the peer sent, the random
// parts of our side, and the sections that our export must reproduce.
#pragma once

#include "protocol/wire/octets.h"

#include <map>
#include <string>
#include <vector>

namespace fg::test {

using Lines = std::vector<std::string>;

struct GoldenSample
{
    std::map<std::string, Lines> sections;

    [[nodiscard]] const Lines &operator[](const std::string &name) const { return sections.at(name); }
    [[nodiscard]] bool weAreServer() const
    {
        return sections.at("closing values").front() == "isServer True";
    }
    // The octets that we read, one entry for each read.
    [[nodiscard]] std::vector<OctetBuffer> reads() const;
};

[[nodiscard]] GoldenSample loadSample(const std::string &caseId);

// A head as it passed the wire.
[[nodiscard]] std::string headText(const Lines &lines);

} // namespace fg::test
