#include "app/serve_options.h"

#include "app/option_values.h"

namespace fg {
namespace {

struct ServeWords
{
    ServeCommand command;
    TlsServerSettings tls;
    std::vector<std::string> patterns;
    std::vector<std::string> excluded;
};

OptionTable serveOptions(ServeWords &words)
{
    using Value = const std::string &;
    ServeCommand &command = words.command;
    TlsServerSettings &tls = words.tls;
    OptionTable table;
    table.values = {
        {"--listen", [&](Value value) { return takeText(value, command.listen.address); }},
        {"--port", [&](Value value) { return takeNumber(value, 0, 65'535, command.listen.port); }},
        {"--web-port", [&](Value value) { return takeNumber(value, 0, 65'535, command.pagePort); }},
        {"--cert", [&](Value value) { return takeText(value, tls.certificateFile); }},
        {"--key", [&](Value value) { return takeText(value, tls.keyFile); }},
        {"--client-ca", [&](Value value) { return takeText(value, tls.clientCaFile); }},
        {"--cases", [&](Value value) { return takeList(value, words.patterns); }},
        {"--exclude", [&](Value value) { return takeList(value, words.excluded); }},
        {"--report", [&](Value value) { return takeText(value, command.reportFolder); }},
        {"--junit", [&](Value value) { return takeText(value, command.ciFiles.junit.emplace()); }},
        {"--tap", [&](Value value) { return takeText(value, command.ciFiles.tap.emplace()); }},
        {"--exec", [&](Value value) { return takeText(value, command.client.emplace()); }},
    };
    table.takeWord = [](Value word) -> OptionFault {
        return "serve takes only options; " + inQuotes(word) + " is none.";
    };
    return table;
}

OptionFault takeTls(const TlsServerSettings &tls, ListenSettings &listen)
{
    if (tls.certificateFile.empty() != tls.keyFile.empty())
        return "A certificate (--cert) and its key (--key) are only of use together.";
    if (tls.certificateFile.empty() && !tls.clientCaFile.empty())
        return "--client-ca asks for client certificates, which needs TLS: --cert and --key.";
    if (!tls.certificateFile.empty())
        listen.tls = tls;
    return std::nullopt;
}

} // namespace

Command parseServe(std::span<const std::string> words)
{
    ServeWords serve;
    OptionFault fault = readOptions(words, serveOptions(serve));
    if (!fault)
        fault = takeTls(serve.tls, serve.command.listen);
    if (!fault)
        fault = takeCases(serve.patterns, serve.excluded, serve.command.choice.cases);
    if (fault)
        return UsageError{*fault};
    return std::move(serve.command);
}

} // namespace fg
