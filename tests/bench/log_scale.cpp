// What a log of ten million frames costs the window: a repaint after scrolling anywhere, a search through the
// whole log, messages instead of frames; and the time of each turn of the window's event loop while 200 000
// frames a second arrive. Needs no display (QT_QPA_PLATFORM=offscreen). Fails if more than one repaint in a
// hundred takes over 8 ms, or more than one turn in a thousand over 16 ms.
//
// Usage: log_scale FOLDER [FRAMES [SECONDS]]     SECONDS: of each flood
#include "protocol/session/file/session_reader.h"
#include "tests/bench/flood.h"
#include "tests/bench/many_frames.h"
#include "tests/bench/turns.h"
#include "tests/ui/window_driver.h"
#include "ui/bench/session_entry.h"
#include "ui/log/log_search.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMenuBar>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>

namespace fg {
namespace {

constexpr double longestRepaint = 8; // milliseconds, for 99 repaints in 100
constexpr double longestTurn = 16; // milliseconds, for 999 turns in 1000
constexpr std::size_t floodRate = 200'000; // frames per second
constexpr int repaints = 1'000;
constexpr int floodRounds = 4;

// Waits until the model has read all rows.
void waitForModel(WireLogModel &model)
{
    while (model.outline().rowCount() < model.session()->rowCount())
        QCoreApplication::processEvents();
}

// Scrolls to random places and repaints, and measures the wall time of each repaint.
bool measureRepaints(const char *what, WireLogView &view)
{
    std::mt19937 random(7);
    QScrollBar *bar = view.verticalScrollBar();
    std::vector<double> spent;
    for (int i = 0; i < repaints; ++i) {
        QElapsedTimer timer;
        timer.start();
        bar->setValue(static_cast<int>(random() % static_cast<unsigned>(bar->maximum() + 1)));
        view.viewport()->repaint();
        spent.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        QCoreApplication::processEvents();
    }
    std::sort(spent.begin(), spent.end());
    const double slow = spent[spent.size() * 99 / 100];
    std::printf("%s: %d lines, a repaint of %d of them takes %.2f ms, 99th %.2f ms, longest %.2f ms\n", what,
                view.model()->rowCount(), view.viewport()->height() / (view.fontMetrics().height() + 6),
                spent[spent.size() / 2], slow, spent.back());
    return slow < longestRepaint;
}

void measureSearch(const std::shared_ptr<const Session> &session, const char *text)
{
    const auto needle = Needle::of({.text = text, .kind = SearchQuery::Kind::AnyCase});
    LogSearch search;
    QElapsedTimer timer;
    timer.start();
    search.start(session, std::get<Needle>(needle));
    while (search.state().isBusy)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    std::printf("\"%s\" found in %zu of %zu rows after %.2f s\n", text, search.state().found,
                session->rowCount().value(), static_cast<double>(timer.elapsed()) / 1e3);
}

bool measureFile(const std::filesystem::path &path)
{
    auto opened = SessionReader::open(path);
    SessionReader &reader = *std::get<0>(opened);
    reader.readAll();
    const std::shared_ptr<const Session> session = reader.connections().front().session;
    QMainWindow window;
    const LogActions actions = makeLogActions(&window);
    auto *panel = new WireLogPanel(actions);
    window.setCentralWidget(panel);
    window.resize(1280, 800);
    window.show();
    QElapsedTimer timer;
    timer.start();
    panel->setSession(session, reader.connections().front().heading.started);
    panel->view()->viewport()->repaint();
    std::printf("shown after %.1f ms\n", static_cast<double>(timer.nsecsElapsed()) / 1e6);
    panel->model()->setOutline(LogLevel::Octets, {}, {});
    bool isQuick = measureRepaints("octets and frames", *panel->view());
    timer.start();
    panel->model()->setOutline(LogLevel::Messages, {}, {});
    waitForModel(*panel->model());
    std::printf("messages after %.2f s\n", static_cast<double>(timer.elapsed()) / 1e3);
    isQuick = measureRepaints("messages", *panel->view()) && isQuick;
    measureSearch(session, "NUMBER 000000000009999");
    measureSearch(session, "not there");
    return isQuick;
}

// Imitates a user who repeatedly scrolls back and returns to the end.
void lookAround(WindowDriver &driver, int step)
{
    QTest::keyClick(driver.log(), step % 2 == 0 ? Qt::Key_PageUp : Qt::Key_End);
}

// Uses several connections rather than one long one: each begins with an empty log.
bool measureFlood(bench::Turns &turns, int seconds)
{
    bench::Flood flood(floodRate);
    WindowDriver driver;
    driver.typeTarget(QStringLiteral("ws://127.0.0.1:%1/").arg(flood.port()));
    if (!driver.connectNow())
        return false;
    const auto rows = [&driver] { return driver.log()->model()->rowCount(); };
    int before = 0;
    QElapsedTimer taken;
    QTimer::singleShot(1'000, [&] {
        before = rows();
        taken.start();
        turns.measure(true);
    });
    QTimer user;
    int step = 0;
    QObject::connect(&user, &QTimer::timeout, [&] {
        turns.note("look around");
        lookAround(driver, step++);
    });
    user.start(300);
    QTimer::singleShot(1'000 * (seconds + 1),
                       [] { QCoreApplication::exit(); }); // quit() would ask about the session
    QCoreApplication::exec();
    turns.measure(false);
    const double rate = static_cast<double>(rows() - before) / (static_cast<double>(taken.elapsed()) / 1e3);
    std::printf("%.0f rows per second were shown, %d in all, of %zu frames sent\n", rate, rows(),
                flood.sent());
    return rate >= 0.98 * static_cast<double>(floodRate);
}

} // namespace
} // namespace fg

int main(int argc, char **argv)
{
    qputenv("QT_NO_GLIB", "1");
    const QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Frameglass"));
    QCoreApplication::setApplicationName(QStringLiteral("FrameglassBench"));
    const QTemporaryDir settings;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    qputenv("XDG_DATA_HOME", settings.path().toLocal8Bit());
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: log_scale FOLDER [FRAMES [SECONDS]]\n");
        return 2;
    }
    const std::size_t frames = arguments.size() > 2 ? arguments[2].toULongLong() : 10'000'000;
    const int seconds = arguments.size() > 3 ? arguments[3].toInt() : 8;
    bool isGood = true;
    if (frames > 0) {
        const auto path = std::filesystem::path(arguments[1].toStdString()) / "log_scale.pcapng";
        fg::bench::recordFrames(path, frames, fg::bench::Messages::Plain);
        isGood = fg::measureFile(path);
        std::filesystem::remove(path);
    }
    fg::bench::Turns turns;
    for (int round = 0; round < fg::floodRounds && seconds > 0; ++round)
        isGood = fg::measureFlood(turns, seconds) && isGood;
    if (seconds > 0)
        isGood = turns.report() < fg::longestTurn && isGood;
    return isGood ? 0 : 1;
}
