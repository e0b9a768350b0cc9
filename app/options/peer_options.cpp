#include "app/options/peer_options.h"

#include "app/options/option_values.h"

namespace fg {
namespace {

constexpr unsigned mostConnections = 65'535;

// The options of both commands; they store their values in `settings` and `tls`.
OptionTable peerOptions(PeerSettings &settings, TlsServerSettings &tls, std::string_view command)
{
    using namespace std::chrono_literals;
    ListenSettings &listen = settings.listen;
    PeerLimits &limits = settings.limits;
    limits.idle = 10min;
    OptionTable table;
    table.values = {
        {"--listen", [&](OptionValue value) { return readText(value, listen.address); }},
        {"--port", [&](OptionValue value) { return readNumber(value, 0, 65'535, listen.port); }},
        {"--allow-origin",
         [&](OptionValue value) { return readAllowedOrigin(value, settings.access.origins); }},
        {"--cert", [&](OptionValue value) { return readText(value, tls.certificateFile); }},
        {"--key", [&](OptionValue value) { return readText(value, tls.keyFile); }},
        {"--client-ca", [&](OptionValue value) { return readText(value, tls.clientCaFile); }},
        {"--connections",
         [&](OptionValue value) { return readNumber(value, 1, mostConnections, listen.maxConnections); }},
        {"--longest-message", [&](OptionValue value) { return readSize(value, limits.messageOctets); }},
        {"--memory", [&](OptionValue value) { return readServerMemory(value, limits.memoryOctets); }},
        {"--unfinished",
         [&](OptionValue value) { return readSize(value, limits.unfinishedOctets.emplace()); }},
        {"--idle", [&](OptionValue value) { return readSeconds(value, limits.idle); }},
    };
    table.readWord = [command](OptionValue word) -> OptionFault {
        return std::string(command) + " takes only options; " + inQuotes(word) + " is not an option.";
    };
    return table;
}

} // namespace

Command parseEcho(std::span<const std::string> words)
{
    EchoCommand command;
    TlsServerSettings tls;
    OptionFault fault = readOptions(words, peerOptions(command.settings, tls, "echo"));
    if (!fault)
        fault = setServerTls(tls, command.settings.listen);
    if (fault)
        return UsageError{*fault};
    return command;
}

Command parseBroadcast(std::span<const std::string> words)
{
    BroadcastCommand command;
    BroadcastSettings &settings = command.settings;
    using Overflow = BroadcastQueue::Overflow;
    TlsServerSettings tls;
    OptionTable table = peerOptions(settings.peer, tls, "broadcast");
    table.values.insert(
        table.values.end(),
        {{"--queue", [&](OptionValue value) { return readSize(value, settings.queue.octets); }},
         {"--slow",
          [&](OptionValue value) -> OptionFault {
              if (value != "close" && value != "skip")
                  return inQuotes(value)
                      + " is neither close (ends the connection of a slow client) nor skip (leaves messages "
                        "out).";
              settings.queue.overflow = value == "close" ? Overflow::Close : Overflow::SkipMessage;
              return std::nullopt;
          }},
         {"--every",
          [&](OptionValue value) { return readSecondsAboveZero(value, settings.every.emplace()); }},
         {"--text", [&](OptionValue value) { return readText(value, settings.text); }}});
    OptionFault fault = readOptions(words, table);
    if (!fault && !settings.text.empty() && !settings.every)
        fault = "--text needs --every, which says how often the text is sent.";
    if (!fault)
        fault = setServerTls(tls, settings.peer.listen);
    if (fault)
        return UsageError{*fault};
    return command;
}

} // namespace fg
