#include "app/options/serve_options.h"

#include "app/options/input_file.h"
#include "app/options/option_values.h"
#include "protocol/text/escape.h"

#include <QHostAddress>

#include <algorithm>

namespace fg {
namespace {

struct ServeWords
{
    ServeCommand command;
    TlsServerSettings tls;
    std::optional<std::string> specFile;
    // These replace the values of the spec file.
    std::optional<std::string> address;
    std::optional<std::uint16_t> port;
    std::optional<std::uint16_t> pagePort;
    std::optional<std::string> reportFolder;
    CasePatterns patterns;
    std::optional<Duration> silence;
    std::optional<Duration> clientTime;
};

OptionTable serveOptions(ServeWords &words)
{
    ServeCommand &command = words.command;
    TlsServerSettings &tls = words.tls;
    OptionTable table;
    table.flags = {{"--strict", [&] { command.strictness = Strictness::Strict; }},
                   secretsOption(command.secrets)};
    table.values = {
        {"--spec", [&](OptionValue value) { return readText(value, words.specFile.emplace()); }},
        {"--listen", [&](OptionValue value) { return readText(value, words.address.emplace()); }},
        {"--port", [&](OptionValue value) { return readNumber(value, 0, 65'535, words.port.emplace()); }},
        {"--web-port",
         [&](OptionValue value) { return readNumber(value, 0, 65'535, words.pagePort.emplace()); }},
        {"--allow-origin",
         [&](OptionValue value) { return readAllowedOrigin(value, command.allowedOrigins); }},
        {"--cert", [&](OptionValue value) { return readText(value, tls.certificateFile); }},
        {"--key", [&](OptionValue value) { return readText(value, tls.keyFile); }},
        {"--client-ca", [&](OptionValue value) { return readText(value, tls.clientCaFile); }},
        {"--memory",
         [&](OptionValue value) { return readServerMemory(value, command.memoryOctets.emplace()); }},
        {"--cases", [&](OptionValue value) { return readPatterns(value, words.patterns.wanted); }},
        {"--exclude", [&](OptionValue value) { return readPatterns(value, words.patterns.excluded); }},
        {"--record-dir", [&](OptionValue value) { return readText(value, command.recordFolder.emplace()); }},
        {"--record", [&](OptionValue value) { return readRecord(value, command.record); }},
        {"--timeout-scale", [&](OptionValue value) { return readTimeScale(value, command.timeScale); }},
        {"--report", [&](OptionValue value) { return readText(value, words.reportFolder.emplace()); }},
        {"--junit", [&](OptionValue value) { return readText(value, command.ciFiles.junit.emplace()); }},
        {"--tap", [&](OptionValue value) { return readText(value, command.ciFiles.tap.emplace()); }},
        {"--exec", [&](OptionValue value) { return readText(value, command.client.emplace()); }},
        {"--client-silence", [&](OptionValue value) { return readSeconds(value, words.silence.emplace()); }},
        {"--client-time", [&](OptionValue value) { return readSeconds(value, words.clientTime.emplace()); }},
    };
    table.readWord = [](OptionValue word) -> OptionFault {
        return "serve takes only options; " + inQuotes(word) + " is not an option.";
    };
    return table;
}

// The URL in a spec file is the one that clients use. If its host is an address that only this machine can
// reach, we listen on that address. Listening on other addresses needs --listen.
void setListenAddress(const std::string &host, const std::string &path, ServeCommand &command)
{
    const QHostAddress address(QString::fromStdString(host));
    if (address.isLoopback()) {
        command.listen.address = host;
        return;
    }
    if (equalsIgnoringCase(host, "localhost"))
        return;
    const std::string why =
        address.isNull() ? " is not an address of this machine" : " is an address that others can reach";
    command.notes.push_back(escaped(path) + ": \"url\": " + inQuotes(host) + why + "; listening on "
                            + command.listen.address + ", unless --listen names another address");
}

void setPagePort(const std::optional<std::uint16_t> &port, ServeCommand &command)
{
    if (!port)
        return;
    command.pagePort = *port;
    command.page = ServeCommand::Page::AskedFor;
}

OptionFault readSpec(ServeWords &words)
{
    const std::string &path = *words.specFile;
    const auto text = readInputFile(path);
    if (const auto *const error = std::get_if<FileError>(&text))
        return "--spec: " + error->sentence();
    const bool hasFiles = !words.tls.certificateFile.empty() || !words.tls.keyFile.empty();
    auto read =
        readServerSpec(std::get<std::string>(text), hasFiles ? TlsFiles::GivenElsewhere : TlsFiles::OfSpec);
    if (const auto *const fault = std::get_if<SpecRemark>(&read))
        return fault->sentence(escaped(path));
    ServerSpec &spec = std::get<ServerSpec>(read);
    ServeCommand &command = words.command;
    for (const SpecRemark &note : spec.notes)
        command.notes.push_back(note.sentence(escaped(path)));
    setListenAddress(spec.url.host, path, command);
    command.listen.port = spec.url.port;
    setPagePort(spec.pagePort, command);
    command.reportFolder = spec.reportFolder.value_or(command.reportFolder);
    if (!hasFiles && spec.url.isSecure) {
        words.tls.certificateFile = spec.certificateFile;
        words.tls.keyFile = spec.keyFile;
    }
    // Only the cases of the file that the command line has also chosen are run.
    const std::vector<const CaseSpec *> chosen = std::move(command.choice.cases);
    command.choice = std::move(spec.choice);
    std::erase_if(command.choice.cases,
                  [&](const CaseSpec *ofFile) { return std::ranges::find(chosen, ofFile) == chosen.end(); });
    if (command.choice.cases.empty())
        return "The spec file and the options together leave no case to run.";
    return std::nullopt;
}

// On a machine that needs more time for the cases, the client needs more time, too.
OptionFault setClientLimits(const ServeWords &words, ServeCommand &command)
{
    if ((words.silence || words.clientTime) && !command.client)
        return "--client-silence and --client-time need --exec.";
    ClientLimits &limits = command.clientLimits;
    limits.silence = words.silence.value_or(scaled(limits.silence, std::max(1.0, command.timeScale)));
    limits.inAll = words.clientTime.value_or(scaled(limits.inAll, std::max(1.0, command.timeScale)));
    return std::nullopt;
}

void overrideWith(const ServeWords &words, ServeCommand &command)
{
    command.listen.address = words.address.value_or(command.listen.address);
    command.listen.port = words.port.value_or(command.listen.port);
    setPagePort(words.pagePort, command);
    command.reportFolder = words.reportFolder.value_or(command.reportFolder);
}

} // namespace

Command parseServe(std::span<const std::string> words)
{
    ServeWords serve;
    ServeCommand &command = serve.command;
    OptionFault fault = readOptions(words, serveOptions(serve));
    if (!fault)
        fault = readCases(serve.patterns, command.notes, command.choice.cases);
    if (!fault && serve.specFile)
        fault = readSpec(serve);
    if (!fault)
        fault = setServerTls(serve.tls, command.listen);
    if (!fault)
        fault = setClientLimits(serve, command);
    if (fault)
        return UsageError{*fault, std::move(command.notes)};
    overrideWith(serve, command);
    return std::move(command);
}

} // namespace fg
