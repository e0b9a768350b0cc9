// Spec files: what to test and how, as JSON with the keys that files for the reference implementation of the
// case set have, so that existing ones run as they are. Read only; nothing is opened or connected here.
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

// Something to say about a place of the file.
struct SpecRemark
{
    JsonPlace place;
    std::string key; // "cases"; empty: it is about no key
    std::string text; // "expected the name of a folder, found a number"

    // fuzzingclient.json:7: "cases": expected ...
    [[nodiscard]] std::string sentence(std::string_view fileName) const;
};

// Which cases to run with whom.
struct CaseChoice
{
    struct Exclusion
    {
        std::string agent; // a pattern; * stands for any characters
        std::vector<std::string> cases; // patterns
    };
    std::vector<const CaseSpec *> cases; // in the order of the set, less those excluded for everybody
    std::vector<Exclusion> exclusions; // for some agents

    [[nodiscard]] std::vector<const CaseSpec *> casesFor(std::string_view agent) const;
};

// fuzzingclient.json: servers to test. What is wrong with the certificate of a wss one does not stop the run,
// since test servers sign their own and the files have no key to allow it.
struct ClientSpec
{
    struct Agent
    {
        Target target; // its agent is never empty
        std::vector<const CaseSpec *> cases; // none if all are excluded
    };
    std::vector<Agent> agents; // one at least
    std::optional<std::string> reportFolder; // "outdir"
    std::vector<SpecRemark> notes; // what the file asks for and does not get
};

// fuzzingserver.json: where to listen for clients to test.
struct ServerSpec
{
    WebSocketUrl url;
    CaseChoice choice;
    std::optional<std::string> reportFolder; // "outdir"
    std::optional<std::uint16_t> pagePort; // "webport"; 0: no page
    std::string certificateFile; // "cert" and "key", PEM; for a wss URL
    std::string keyFile;
    std::vector<SpecRemark> notes;
};

// A remark in place of the spec is the first error.
[[nodiscard]] std::variant<ClientSpec, SpecRemark> readClientSpec(std::string_view text);
// Where the certificate and key for a wss URL come from: those of the spec are then not asked for.
enum class TlsFiles : std::uint8_t { OfSpec, GivenElsewhere };
[[nodiscard]] std::variant<ServerSpec, SpecRemark> readServerSpec(std::string_view text,
                                                                  TlsFiles files = TlsFiles::OfSpec);

// Whether the text is the pattern, where * stands for any characters, also none.
[[nodiscard]] bool fitsPattern(std::string_view pattern, std::string_view text);

} // namespace fg
