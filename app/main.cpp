#include "app/commands/case_command.h"
#include "app/commands/command_line.h"
#include "app/commands/connect_command.h"
#include "app/commands/file_commands.h"
#include "app/commands/peer_command.h"
#include "app/commands/replay_command.h"
#include "app/commands/serve_command.h"
#include "app/terminal/console.h"
#include "app/terminal/exit_code.h"
#include "app/terminal/standard_streams.h"
#include "app/terminal/stop_signal.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QCoreApplication>
#include <QIcon>

#include <cstdlib>

namespace {

using namespace fg;

// Qt finds the settings of the program by these names.
void nameApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("Frameglass"));
    QCoreApplication::setOrganizationName(QStringLiteral("Frameglass"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FRAMEGLASS_VERSION));
}

// Without a display Qt would abort.
bool hasDisplay()
{
#ifdef Q_OS_LINUX
    for (const char *const name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        const char *const value = std::getenv(name);
        if (value && *value != '\0')
            return true;
    }
    return false;
#else
    return true;
#endif
}

int runWindow(int argc, char **argv, const WindowCommand &command)
{
    if (!hasDisplay()) {
        printError(
            "frameglass: There is no display to open the window on. The commands connect, show, "
            "export, replay, test, serve, echo, broadcast and demo need none; see frameglass --help.\n");
        return valueOf(ExitCode::Usage);
    }
    const QApplication application(argc, argv);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/frameglass.svg")));
    QApplication::setDesktopFileName(QStringLiteral("frameglass"));
    nameApplication();
    MainWindow window;
    const StopSignal onStop([&window] { window.closeUnasked(); });
    if (command.memory)
        window.setFileMemory(*command.memory);
    window.show();
    for (const std::string &file : command.files)
        window.open(QString::fromLocal8Bit(file));
    return QApplication::exec();
}

struct Runner
{
    int &argc;
    char **argv;

    int operator()(const WindowCommand &command) const { return runWindow(argc, argv, command); }
    int operator()(const TestCommand &command) const
    {
        return inEventLoop([&] { return runTest(command); });
    }
    int operator()(const ServeCommand &command) const
    {
        return inEventLoop([&] { return runServe(command); });
    }
    int operator()(const EchoCommand &command) const
    {
        return inEventLoop([&] { return runEcho(command); });
    }
    int operator()(const BroadcastCommand &command) const
    {
        return inEventLoop([&] { return runBroadcast(command); });
    }
    int operator()(const DemoCommand &command) const
    {
        return inEventLoop([&] { return runDemo(command); });
    }
    int operator()(const ConnectCommand &command) const
    {
        return inEventLoop([&] { return runConnect(command); });
    }
    int operator()(const ShowCommand &command) const { return valueOf(runShow(command)); }
    int operator()(const ExportCommand &command) const { return valueOf(runExport(command)); }
    int operator()(const ReplayCommand &command) const
    {
        return inEventLoop([&] { return runReplay(command); });
    }
    int operator()(const InfoCommand &command) const
    {
        printOut(command.text);
        return valueOf(ExitCode::Fine);
    }
    int operator()(const UsageError &error) const
    {
        for (const std::string &note : error.notes)
            printError("frameglass: " + note + '\n');
        printError("frameglass: " + error.message + "\nfor help: frameglass --help\n");
        return valueOf(ExitCode::Usage);
    }

    template <typename Run> int inEventLoop(Run run) const
    {
        // Without a window nothing needs GLib's event loop, and Qt's own event loop wakes up much less often.
        const bool isFree = !qEnvironmentVariableIsSet("QT_NO_GLIB");
        if (isFree)
            qputenv("QT_NO_GLIB", "1");
        const QCoreApplication application(argc, argv);
        // Qt has read the variable now. Programs that this one starts must not inherit it.
        if (isFree)
            qunsetenv("QT_NO_GLIB");
        nameApplication();
        return valueOf(run());
    }
};

} // namespace

int main(int argc, char **argv)
{
    openClosedStreams();
    surviveFailedWrites();
    const std::vector<std::string> words(argv + 1, argv + argc);
    const Command command = parseCommandLine(words);
    // A window has nothing to tell by an exit code.
    if (!std::holds_alternative<WindowCommand>(command))
        StopSignal::endAtOnce();
    const int code = std::visit(Runner{argc, argv}, command);
    if (!hasLostOutput() || StopSignal::hasHungUp())
        return code;
    // A reader that has left has seen what it wanted.
    if (!hasReaderLeft())
        printError("frameglass: Standard output could not be written, so a part of the output is lost.\n");
    if (code != valueOf(ExitCode::Fine))
        return code;
    return valueOf(StopSignal::hasCome() ? ExitCode::Interrupted : ExitCode::Usage);
}
