// Reads spec files, which say what to test and how. They are JSON with the keys of the case set's reference
// implementation, so that existing files can be used unchanged. Nothing is opened or connected here.
#pragma once

#include "protocol/conformance/cases/case_spec.h"
#include "protocol/session/live/target.h"
#include "protocol/text/json_reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

// An error or a note about a place in the file.
struct SpecRemark
{
    JsonPlace place;
    std::string key; // "cases"; empty: the remark is not about a key
    std::string text; // "expected the name of a folder, found a number"

    // For example: fuzzingclient.json:7: "cases": expected ...
    [[nodiscard]] std::string sentence(std::string_view fileName) const;
};

// Which cases to run with which agents.
struct CaseChoice
{
    struct Exclusion
    {
        std::string agent; // a pattern for fitsPattern()
        std::vector<std::string> cases; // patterns that end where an id ends (PatternEnd::AtEnd)
    };
    std::vector<const CaseSpec *> cases; // in the order of the set, without those excluded for all agents
    std::vector<Exclusion> exclusions; // for single agents

    [[nodiscard]] std::vector<const CaseSpec *> casesFor(std::string_view agent) const;
};

// fuzzingclient.json: servers to test. Faults of a server's certificate do not stop the run, because test
// servers often have self-signed certificates, and the file has no key to allow that. If a credential is sent
// along, it would reach whoever answers; then the certificate is verified, whatever the file says.
struct ClientSpec
{
    struct Agent
    {
        Target target; // its agent is never empty
        std::vector<const CaseSpec *> cases; // empty if all are excluded
        // Whether the file lets faults of the certificate pass; nothing without TLS.
        std::optional<SpecRemark> verification = {};
    };
    std::vector<Agent> agents; // at least one
    std::optional<std::string> reportFolder; // "outdir"
    std::vector<SpecRemark> notes; // parts of the file that have no effect
};

// fuzzingserver.json: where to listen for clients to test.
struct ServerSpec
{
    WebSocketUrl url;
    CaseChoice choice;
    std::optional<std::string> reportFolder; // "outdir"
    std::optional<std::uint16_t> pagePort; // "webport"; 0: no page is served
    std::string certificateFile; // "cert" and "key", PEM files; needed for a wss URL
    std::string keyFile;
    std::vector<SpecRemark> notes;
};

// Decides whether the certificate of the file's server is verified, and says so in the agent's remark. The
// reader has called it; to be called again when fields or a client certificate have been added to the target.
void settleVerification(ClientSpec::Agent &agent);

// Both return the spec, or its first error.
[[nodiscard]] std::variant<ClientSpec, SpecRemark> readClientSpec(std::string_view text);
// Where the certificate and key for a wss URL come from. With GivenElsewhere the spec needs none.
enum class TlsFiles : std::uint8_t { OfSpec, GivenElsewhere };
[[nodiscard]] std::variant<ServerSpec, SpecRemark> readServerSpec(std::string_view text,
                                                                  TlsFiles files = TlsFiles::OfSpec);

} // namespace fg
