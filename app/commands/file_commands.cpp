#include "app/commands/file_commands.h"

#include "app/options/file_options.h"
#include "app/terminal/console.h"
#include "app/terminal/terminal_log.h"
#include "protocol/files/whole_file.h"
#include "protocol/report/export/filtered_rows.h"
#include "protocol/report/export/session_export.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

#include <filesystem>
#include <iostream>
#include <span>
#include <system_error>

namespace fg {
namespace {

// Reduces the sessions to the chosen one; returns a sentence if there is no such session.
std::optional<std::string> choose(std::vector<OpenedSession> &sessions, const std::optional<unsigned> &only,
                                  const std::string &file)
{
    if (!only)
        return std::nullopt;
    if (*only > sessions.size())
        return escaped(file) + " contains " + counted(sessions.size(), "session")
            + "; there is no session number " + std::to_string(*only) + '.';
    sessions = {sessions[*only - 1]};
    return std::nullopt;
}

// Prints the notes and errors about the file itself.
ExitCode printNotes(const OpenedFile &opened)
{
    for (const std::string &note : opened.notes)
        printError("frameglass: " + note + '\n');
    if (opened.error)
        printError("frameglass: " + *opened.error + '\n');
    return opened.error ? ExitCode::Usage : ExitCode::Fine;
}

// Narrows the selection to the rows that pass the filter, if there is one.
RowSelection selected(const std::shared_ptr<const Session> &session, const std::optional<FilterTree> &filter,
                      const RowSelection &within, Secrets secrets)
{
    if (!filter)
        return within;
    const FilteredRows passing = filteredRows(session, *filter, within, secrets);
    if (passing.unreadable > 0)
        printError("frameglass: The filter could not look into " + counted(passing.unreadable, "payload")
                   + ", because the octets are no longer kept or cannot be inflated.\n");
    return passing.rows;
}

void print(const OpenedSession &opened, std::size_t number, const ShowCommand &command, TerminalLog &log)
{
    const Secrets secrets = command.secrets;
    printOut((number > 1 ? "\n" : "") + std::string("Session ") + std::to_string(number) + ": "
             + escaped(discreet(opened.facts.title, secrets)) + '\n');
    for (const auto &[name, text] : opened.remarks)
        printOut(escaped(name) + ": " + escaped(discreetField(name, text, secrets)) + '\n');
    log.printHead();
    log.restart(selected(opened.session, command.filter, {}, secrets));
    while (log.printNew(*opened.session, RowCount(1'024)) && !hasLostOutput()) { }
    log.printEnd(*opened.session);
}

} // namespace

ExitCode runShow(const ShowCommand &command)
{
    OpenedFile opened = openWithin(command.file, command.memory);
    if (const auto fault = choose(opened.sessions, command.only, command.file)) {
        // The session may be missing because of what these say.
        (void)printNotes(opened);
        printError("frameglass: " + *fault + '\n');
        return ExitCode::Usage;
    }
    TerminalLog log(printOut, coloursOfOutput(),
                    command.showsOctets ? TerminalLog::OctetRows::Shown : TerminalLog::OctetRows::Hidden,
                    command.secrets);
    for (std::size_t i = 0; i < opened.sessions.size() && !hasLostOutput(); ++i)
        print(opened.sessions[i], command.only.value_or(static_cast<unsigned>(i + 1)), command, log);
    return printNotes(opened);
}

namespace {

// Returns a sentence if the export failed.
std::optional<std::string> write(std::span<const ExportedSession> sessions, const ExportCommand &command)
{
    std::optional<FileError> error;
    ExportOptions options = command.options;
    options.failed = [&](const RecordingFault &fault) { error = FileError{fault.file, fault.reason}; };
    if (command.into.empty()) {
        // What has become of standard output is said at the end of the program.
        options.mayContinue = [](RowCount) { return !hasLostOutput(); };
        exportSessions(std::cout, command.format, sessions, options);
        std::cout.flush();
    } else {
        WholeFile file(command.into, readersOf(options.secrets));
        exportSessions(file.stream(), command.format, sessions, options);
        if (!error)
            error = file.commit();
    }
    return error ? std::optional(error->sentence()) : std::nullopt;
}

} // namespace

ExitCode runExport(const ExportCommand &command)
{
    if (const auto fault = sameFile(command.file, command.into)) {
        printError("frameglass: " + *fault + '\n');
        return ExitCode::Usage;
    }
    OpenedFile opened = openWithin(command.file, command.memory);
    if (const auto fault = choose(opened.sessions, command.only, command.file)) {
        // The session may be missing because of what these say.
        (void)printNotes(opened);
        printError("frameglass: " + *fault + '\n');
        return ExitCode::Usage;
    }
    std::vector<ExportedSession> sessions;
    for (const OpenedSession &session : opened.sessions)
        sessions.push_back({session.session, session.facts, nullptr});
    // If the file could not be read at all, nothing is written.
    if (sessions.empty() && opened.error)
        return printNotes(opened);
    if (command.filter && sessions.size() > 1) {
        printError("frameglass: " + escaped(command.file) + " contains " + counted(sessions.size(), "session")
                   + "; to export the rows of one that pass a filter, choose it with --session.\n");
        return ExitCode::Usage;
    }
    ExportCommand narrowed = command;
    if (!sessions.empty())
        narrowed.options.rows =
            selected(sessions.front().session, command.filter, command.options.rows, command.options.secrets);
    if (const auto error = write(sessions, narrowed)) {
        printError("frameglass: " + *error + '\n');
        return ExitCode::Usage;
    }
    return printNotes(opened);
}

OpenedFile openWithin(const std::string &file, std::uint64_t memory)
{
    OpenedFile opened = openSessions(file, {}, memory);
    if (opened.hasReachedLimit)
        *opened.error += " To read more of it, give it more memory, for example "
            + std::string(fileMemoryOption) + ' ' + std::to_string(2 * memory / mebibyte) + "M.";
    return opened;
}

std::optional<std::string> sameFile(const std::string &file, const std::string &into)
{
    std::error_code unknown; // One of the files does not exist.
    if (into.empty() || !std::filesystem::equivalent(file, into, unknown) || unknown)
        return std::nullopt;
    return escaped(into) + " is the file that is read: choose another file to write to.";
}

} // namespace fg
