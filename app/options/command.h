// The parsed command line: one type for each command. Texts and names of files are UTF-8.
#pragma once

#include "protocol/conformance/run/suite_run.h"
#include "protocol/conformance/spec/spec_file.h"
#include "protocol/handshake/access.h"
#include "protocol/report/results/run_report.h"
#include "protocol/report/view/export_options.h"
#include "protocol/session/live/broadcast_peer.h"
#include "protocol/session/live/replay.h"
#include "protocol/session/live/target.h"
#include "protocol/session/log/memory_budget.h"
#include "protocol/session/look/filter_tree.h"
#include "protocol/transport/socket_listener.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fg {

// The result files for CI systems that the user asked for.
struct CiFiles
{
    std::optional<std::string> junit;
    std::optional<std::string> tap;
};

struct TestCommand
{
    enum class Action : std::uint8_t {
        Run,
        List, // prints the cases
        DryRun, // prints what would run against whom
    };

    Action action = Action::Run;
    std::vector<ClientSpec::Agent> agents; // their names differ
    std::vector<const CaseSpec *> cases; // of all agents together, in the order of the set
    std::vector<std::string> notes; // parts of the spec file that have no effect
    SuiteSettings run{.jobs = defaultJobs};
    Strictness strictness = Strictness::Normal;
    std::string reportFolder = "reports/servers";
    std::optional<std::string> recordFolder; // a session file for each case
    CiFiles ciFiles;
    Secrets secrets = Secrets::Blanked; // in everything that is written
    std::optional<std::string> baselineFile; // to compare with
    std::optional<std::string> newBaselineFile; // to write
};

struct DemoCommand
{
};

// How long the client under test may take before it is ended. 0: without a limit.
struct ClientLimits
{
    // For the time during which it asks nothing and none of its cases runs.
    Duration silence = std::chrono::seconds(120);
    Duration inAll = std::chrono::hours(4);
};

struct ServeCommand
{
    ListenSettings listen{.port = 9001};
    AllowedOrigins allowedOrigins;
    std::uint16_t pagePort = 8080; // 0: no page is served
    enum class Page : std::uint8_t {
        IfPossible, // without it the clients are served nevertheless
        AskedFor, // at a port that the user has named
    };
    Page page = Page::IfPossible;
    CaseChoice choice;
    std::vector<std::string> notes; // parts of the spec file that have no effect
    CaseRunSettings::Record record = CaseRunSettings::Record::Summary;
    double timeScale = 1; // see CaseRunSettings
    Strictness strictness = Strictness::Normal;
    std::string reportFolder = "reports/clients";
    std::optional<std::string> recordFolder; // a session file for each case
    CiFiles ciFiles;
    Secrets secrets = Secrets::Blanked; // in everything that is written
    std::optional<std::string> client; // the shell command that is the client under test
    std::optional<std::uint64_t> memoryOctets; // see CaseServerSettings
    ClientLimits clientLimits;
};

struct EchoCommand
{
    PeerSettings settings;
};

struct BroadcastCommand
{
    BroadcastSettings settings;
};

struct ConnectCommand
{
    Target target;
    std::vector<std::string> messages; // sent when the connection is open
    bool readsInput = true;
    std::string recordInto; // a session file; empty: none
    bool showsOctets = false;
    Secrets secrets = Secrets::Blanked; // in the lines that are printed
    // How long to wait for more messages when nothing is left to send and no message arrives.
    Duration linger = std::chrono::seconds(1);
    // How long to wait for a server that does not read; and, from the end of the input on, for one that does
    // not stop sending (at least `linger`). 0: without a limit.
    Duration patience = std::chrono::seconds(60);
};

struct ShowCommand
{
    std::string file;
    std::uint64_t memory = MemoryBudget::defaultLimit; // for what is read of the file, in octets
    bool showsOctets = false;
    Secrets secrets = Secrets::Blanked;
    std::optional<unsigned> only; // number of one session in the file, from 1
    std::optional<FilterTree> filter; // only the rows that pass
};

struct ExportCommand
{
    std::string file;
    std::uint64_t memory = MemoryBudget::defaultLimit;
    std::string into; // empty: standard output
    ExportFormat format = ExportFormat::Text;
    ExportOptions options;
    std::optional<unsigned> only;
    std::optional<FilterTree> filter; // of options.rows, only those that pass
};

struct ReplayCommand
{
    std::string file;
    std::uint64_t memory = MemoryBudget::defaultLimit;
    std::optional<unsigned> only; // number of the session in the file, from 1; needed if it has several
    Target target;
    ReplaySettings settings;
    std::string recordInto; // a session file for the new connection; empty: none
    bool showsOctets = false;
    Secrets secrets = Secrets::Blanked; // in the lines that are printed
};

struct WindowCommand
{
    std::vector<std::string> files; // files and folders to open in it
    // For what is read of each file, in octets; nullopt: as it is set there.
    std::optional<std::uint64_t> memory;
};

// A text to print: the help or the version.
struct InfoCommand
{
    std::string text;
};

// What is wrong with the command line, in one sentence.
struct UsageError
{
    std::string message;
    std::vector<std::string> notes =
        {}; // Said before it: what of the command line and its files has no effect.
};

using Command =
    std::variant<WindowCommand, TestCommand, ServeCommand, EchoCommand, BroadcastCommand, DemoCommand,
                 ConnectCommand, ShowCommand, ExportCommand, ReplayCommand, InfoCommand, UsageError>;

} // namespace fg
