// Spec files written: what spec_file.h reads. A file that was read and is written again keeps what it says
// and is not changed: keys that mean nothing here, options, and the patterns in its own words.
#pragma once

#include "protocol/conformance/spec/spec_file.h"

#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct SpecServer
{
    std::string agent;
    std::string url;
    std::string origin; // empty: none, as the next two
    std::string serverName;
    std::vector<std::string> subprotocols;
    std::vector<const CaseSpec *> cases;
};

// fuzzingclient.json. `original`: the text that was read, empty for a new file. UTF-8, lines ended by LF.
[[nodiscard]] std::string clientSpecText(const std::vector<SpecServer> &servers,
                                         std::string_view original = {});
// fuzzingserver.json; the cases of `spec` are those for everybody.
[[nodiscard]] std::string serverSpecText(const ServerSpec &spec, std::string_view original = {});

} // namespace fg
