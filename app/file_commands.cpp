#include "app/file_commands.h"

#include "app/console.h"
#include "app/terminal_log.h"
#include "protocol/report/escape.h"
#include "protocol/report/session_open.h"
#include "protocol/report/whole_file.h"

#include <iostream>

namespace fg {
namespace {

// Those that were asked for; an error where there is none.
std::optional<std::string> choose(std::vector<OpenedSession> &sessions, const std::optional<unsigned> &only,
                                  const std::string &file)
{
    if (!only)
        return std::nullopt;
    if (*only > sessions.size())
        return escaped(file) + " holds " + std::to_string(sessions.size()) + " sessions; there is no number "
            + std::to_string(*only) + '.';
    sessions = {sessions[*only - 1]};
    return std::nullopt;
}

// What there is to say about the file itself.
ExitCode tell(const OpenedFile &opened)
{
    for (const std::string &note : opened.notes)
        printError("frameglass: " + note + '\n');
    if (opened.error)
        printError("frameglass: " + *opened.error + '\n');
    return opened.error ? ExitCode::Usage : ExitCode::Fine;
}

void print(const OpenedSession &opened, std::size_t number, TerminalLog &log)
{
    printOut((number > 1 ? "\n" : "") + std::string("Session ") + std::to_string(number) + ": "
             + escaped(opened.facts.title) + '\n');
    for (const auto &[name, text] : opened.remarks)
        printOut(escaped(name) + ": " + escaped(text) + '\n');
    log.printHead();
    log.restart();
    while (log.printNew(*opened.session, 1'024) && !hasLostOutput()) { }
    log.printEnd(*opened.session);
}

} // namespace

ExitCode runShow(const ShowCommand &command)
{
    OpenedFile opened = openSessions(command.file);
    if (const auto fault = choose(opened.sessions, command.only, command.file)) {
        printError("frameglass: " + *fault + '\n');
        return ExitCode::Usage;
    }
    TerminalLog log(printOut, coloursOfOutput(),
                    command.showsOctets ? TerminalLog::OctetRows::Shown : TerminalLog::OctetRows::Hidden);
    for (std::size_t i = 0; i < opened.sessions.size() && !hasLostOutput(); ++i)
        print(opened.sessions[i], command.only.value_or(static_cast<unsigned>(i + 1)), log);
    return tell(opened);
}

ExitCode runExport(const ExportCommand &command)
{
    OpenedFile opened = openSessions(command.file);
    if (const auto fault = choose(opened.sessions, command.only, command.file)) {
        printError("frameglass: " + *fault + '\n');
        return ExitCode::Usage;
    }
    std::vector<ExportedSession> sessions;
    for (const OpenedSession &session : opened.sessions)
        sessions.push_back({session.session, session.facts, nullptr});
    // Nothing is written of a file that could not be read at all.
    if (sessions.empty() && opened.error)
        return tell(opened);
    if (command.into.empty()) {
        exportSessions(std::cout, command.format, sessions, command.options);
        std::cout.flush();
        if (!std::cout) {
            printError("frameglass: Standard output could not be written.\n");
            return ExitCode::Usage;
        }
        return tell(opened);
    }
    WholeFile file(command.into, readersOf(command.options));
    exportSessions(file.stream(), command.format, sessions, command.options);
    if (const auto error = file.commit()) {
        printError("frameglass: " + error->sentence() + '\n');
        return ExitCode::Usage;
    }
    return tell(opened);
}

} // namespace fg
