// What a run of all cases costs the window while somebody uses it: the CPU time of its thread in each turn of
// the event loop, and the memory at the end with all sessions kept. Needs no display
// (QT_QPA_PLATFORM=offscreen). Fails if more than one turn in a thousand takes longer than a frame of the
// screen, if the memory exceeds its limit, or if a session cannot be opened.
//
//     window_run [jobs] [URL...]     each URL one more agent
#include "protocol/conformance/cases/catalogue.h"
#include "tests/bench/turns.h"
#include "tests/ui/window_driver.h"
#include "ui/base/text.h"
#include "ui/bench/case_model.h"
#include "ui/log/wire_log_model.h"
#include "ui/runs/matrix_view.h"

#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTimer>
#include <QTreeView>

#include <algorithm>
#include <cstdio>
#include <string>

namespace fg {
namespace {

constexpr double longestTurn = 16; // milliseconds, for 999 turns in 1000
constexpr long mostMemory = 400 * 1024; // KiB
constexpr int actionMilliseconds = 40;
constexpr int restMilliseconds = 1'000;

// The value of a line of /proc/self/status, in KiB.
long memory(const QByteArray &name)
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(name + ':'))
            return line.mid(name.size() + 1).simplified().split(' ').first().toLong();
    }
    return 0;
}

// Imitates a user who looks around while the cases run.
class User
{
public:
    explicit User(WindowDriver &driver)
        : m_driver(driver)
        , m_tree(*driver.find<QTreeView>("caseTree"))
    {
    }

    // Does something at random and returns its name.
    std::string act()
    {
        struct Action
        {
            const char *name;
            void (User::*act)();
        };
        constexpr Action actions[] = {
            {"pick case", &User::pickCase},     {"scroll log", &User::scrollLog},
            {"pick row", &User::pickRow},       {"search", &User::search},
            {"pick case", &User::pickCase},     {"show matrix", &User::showMatrix},
            {"zoom in", &User::zoomIn},         {"zoom out", &User::zoomOut},
            {"show tab", &User::showTab},       {"pick case", &User::pickCase},
            {"failures", &User::failures},      {"everything", &User::everything},
            {"scroll tree", &User::scrollTree},
        };
        const Action &action = actions[m_step++ % std::size(actions)];
        (this->*action.act)();
        // The cost of showing a case or a tab depends on the panel that is shown.
        const bool isShown = action.act == &User::pickCase || action.act == &User::showTab;
        return isShown ? std::string(action.name) + ", " + m_tab : action.name;
    }

private:
    void pickCase()
    {
        m_driver.press(Qt::Key_4);
        const auto cases = catalogue();
        const QModelIndex index = m_driver.caseIndex(toQString(cases[m_step * 7 % cases.size()].id));
        if (index.isValid())
            m_driver.clickCell(&m_tree, index);
    }
    void scrollLog() { QTest::keyClick(m_driver.log(), Qt::Key_PageDown); }
    void pickRow()
    {
        const QModelIndex index = m_driver.log()->model()->index(3, 3);
        if (index.isValid())
            m_driver.clickCell(m_driver.log(), index);
    }
    void search() { QTest::keyClicks(m_driver.find<QLineEdit>("caseSearch"), QStringLiteral("6.2")); }
    void everything()
    {
        m_driver.find<QLineEdit>("caseSearch")->clear();
        m_driver.find<QComboBox>("caseKind")->setCurrentIndex(0);
    }
    void failures()
    {
        m_driver.find<QLineEdit>("caseSearch")->clear();
        m_driver.find<QComboBox>("caseKind")->setCurrentIndex(1);
    }
    void showMatrix() { m_driver.press(Qt::Key_5); }
    void zoomIn()
    {
        auto *view = m_driver.find<MatrixView>("matrixView");
        if (view->layoutOfCells().bands() > 0)
            QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                              view->layoutOfCells().blockLabel(m_step % 3).center());
    }
    void zoomOut() { QTest::keyClick(m_driver.find<MatrixView>("matrixView"), Qt::Key_Backspace); }
    void showTab()
    {
        const char *const docks[] = {"resultDock", "closingDock", "statisticsDock", "handshakeDock",
                                     "findingsDock"};
        m_tab = docks[m_step % std::size(docks)];
        m_driver.dock(m_tab.c_str())->raise();
    }
    void scrollTree() { QTest::keyClick(&m_tree, Qt::Key_PageDown); }

    WindowDriver &m_driver;
    QTreeView &m_tree;
    std::size_t m_step = 0;
    std::string m_tab = "resultDock";
};

// The number of cases that have run and can be shown with their rows.
int openable(WindowDriver &driver)
{
    driver.find<QLineEdit>("caseSearch")->clear();
    driver.find<QComboBox>("caseKind")->setCurrentIndex(0);
    driver.press(Qt::Key_4);
    int count = 0;
    for (const CaseSpec &spec : catalogue()) {
        driver.clickCell(driver.cases(), driver.caseIndex(toQString(spec.id)));
        const bool isShown = driver.window().windowTitle().startsWith(toQString(spec.id) + QLatin1Char(' '));
        count += isShown && driver.log()->model()->rowCount() > 3 ? 1 : 0;
    }
    return count;
}

void addAgents(const QStringList &urls)
{
    QVariantList agents;
    for (const QString &url : urls)
        agents += QVariantMap{{"name", url}, {"target", url}, {"checked", true}};
    QSettings().setValue(QStringLiteral("agents/list"), agents);
}

bool measure(int jobs)
{
    bench::Turns turns;
    WindowDriver driver;
    driver.find<QSpinBox>("jobsBox")->setValue(jobs);
    User user(driver);
    QTimer acting;
    QObject::connect(&acting, &QTimer::timeout, [&] { turns.note(user.act()); });
    QTimer watching;
    QWidget *const stop = driver.find<QWidget>("stopButton");
    QObject::connect(&watching, &QTimer::timeout, [&] {
        if (!stop->isEnabled())
            QCoreApplication::quit();
    });
    QElapsedTimer taken;
    taken.start();
    QTimer::singleShot(restMilliseconds, [&] {
        turns.measure(true);
        driver.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        acting.start(actionMilliseconds);
        QTimer::singleShot(restMilliseconds, [&] { watching.start(100); });
    });
    QCoreApplication::exec();
    turns.measure(false);
    acting.stop();
    const int opened = openable(driver);
    const long resident = memory("VmRSS");
    std::printf("cases %zu, %.1f s, %d can be opened\n", catalogue().size(),
                static_cast<double>(taken.elapsed()) / 1e3, opened);
    std::printf("memory %ld MiB, at most %ld MiB\n", resident / 1024, memory("VmHWM") / 1024);
    const bool isQuick = turns.report() < longestTurn;
    return isQuick && resident < mostMemory && opened == static_cast<int>(catalogue().size());
}

} // namespace
} // namespace fg

int main(int argc, char **argv)
{
    // Qt's own dispatcher reports that it is about to wait only when nothing is left to do; GLib's does so
    // before each event.
    qputenv("QT_NO_GLIB", "1");
    const QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Frameglass"));
    QCoreApplication::setApplicationName(QStringLiteral("FrameglassBench"));
    const QTemporaryDir settings;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    qputenv("XDG_DATA_HOME", settings.path().toLocal8Bit());
    const QStringList arguments = QCoreApplication::arguments();
    fg::addAgents(arguments.mid(2));
    return fg::measure(std::max(1, arguments.value(1).toInt())) ? 0 : 1;
}
