// Writes the spec files that spec_file.h reads. A file that was read and is written again keeps everything
// that was not changed: unknown keys, options, and the patterns as they were written.
#pragma once

#include "protocol/conformance/spec/spec_file.h"
#include "protocol/handshake/secrets.h"

#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct SpecServer
{
    std::string agent;
    std::string url;
    std::string origin; // empty: none
    std::string serverName; // empty: none
    std::vector<std::string> subprotocols;
    std::vector<const CaseSpec *> cases;
};

// Whether a URL, origin or subprotocol of these servers holds a secret.
[[nodiscard]] bool haveSecrets(const std::vector<SpecServer> &servers);
// The text of a fuzzingclient.json in UTF-8, with lines that end in LF. `original`: the text that was read,
// empty for a new file.
[[nodiscard]] std::string clientSpecText(const std::vector<SpecServer> &servers,
                                         std::string_view original = {}, Secrets secrets = Secrets::Blanked);
// The text of a fuzzingserver.json. The cases of `spec` are those for all agents.
[[nodiscard]] std::string serverSpecText(const ServerSpec &spec, std::string_view original = {});

} // namespace fg
