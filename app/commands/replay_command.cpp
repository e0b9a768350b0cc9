#include "app/commands/replay_command.h"

#include "app/commands/file_commands.h"
#include "app/terminal/console.h"
#include "app/terminal/live_lines.h"
#include "app/terminal/stop_signal.h"
#include "protocol/report/wording/replay_words.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/session/live/target_heading.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"
#include "protocol/transport/qt_time_source.h"

#include <QCoreApplication>

namespace fg {
namespace {

using Chosen = std::variant<RecordedSession, std::string>;

Chosen choose(const ReplayCommand &command)
{
    OpenedFile opened = openWithin(command.file, command.memory);
    for (const std::string &note : opened.notes)
        printError("frameglass: " + note + '\n');
    const std::size_t count = opened.sessions.size();
    if (count == 0)
        return opened.error.value_or(escaped(command.file) + " does not contain a session.");
    // The readable part of a truncated file can be replayed.
    if (opened.error)
        printError("frameglass: " + *opened.error + '\n');
    const std::string content = escaped(command.file) + " contains " + counted(count, "session") + "; ";
    if (!command.only && count > 1)
        return content + "choose one with --session N.";
    const unsigned number = command.only.value_or(1);
    if (number > count)
        return content + "there is no session number " + std::to_string(number) + '.';
    const OpenedSession &chosen = opened.sessions[number - 1];
    if (const auto fault = replayFault(*chosen.session))
        return replayFaultSentence(*fault);
    return RecordedSession{chosen.session, opened.readOf(chosen)};
}

ExitCode run(const ReplayCommand &command, const RecordedSession &chosen)
{
    const std::shared_ptr<const Session> &recorded = chosen.session;
    QtTimeSource time;
    SystemEntropy entropy;
    const Target target = replayTarget(command.target, *recorded);
    const auto log =
        std::make_shared<Session>(Role::Client, SessionLimits{.messageOctets = target.messageLimit});
    std::optional<ReplayOutcome> outcome;
    Replay replay(chosen, command.settings,
                  std::make_unique<LiveSession>(replayLiveSettings(target, command.settings),
                                                makeClientTransport(connectSettings(target)), time, entropy,
                                                log),
                  time, [&](const ReplayOutcome &came) {
                      outcome = came;
                      QCoreApplication::quit();
                  });
    LiveLines lines(log, command.showsOctets ? TerminalLog::OctetRows::Shown : TerminalLog::OctetRows::Hidden,
                    command.secrets, time, [&] { replay.drop(); });
    if (!command.recordInto.empty() && !lines.record(command.recordInto, headingFor(target)))
        return ExitCode::Usage;
    auto endedBy = LiveLines::EndedBy::Itself;
    const StopSignal onInterrupt([&] {
        endedBy = LiveLines::EndedBy::Interrupt;
        replay.stop();
    });
    lines.start();
    replay.start();
    QCoreApplication::exec();
    const ExitCode code = lines.finish(target.url, endedBy);
    if (!outcome || code == ExitCode::NotConnected)
        return code;
    printOut('\n' + replaySentence(*outcome) + '\n');
    if (code != ExitCode::Fine)
        return code;
    if (outcome->end != ReplayOutcome::End::Complete)
        return ExitCode::CaseFailed;
    // As the other commands say it of a file that could not be read to its end.
    return outcome->read == RecordingRead::Whole ? ExitCode::Fine : ExitCode::Usage;
}

} // namespace

ExitCode runReplay(const ReplayCommand &command)
{
    if (const auto fault = sameFile(command.file, command.recordInto)) {
        printError("frameglass: " + *fault + '\n');
        return ExitCode::Usage;
    }
    const Chosen chosen = choose(command);
    if (const auto *const fault = std::get_if<std::string>(&chosen)) {
        printError("frameglass: " + *fault + '\n');
        return ExitCode::Usage;
    }
    return run(command, std::get<0>(chosen));
}

} // namespace fg
