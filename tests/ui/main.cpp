#include "tests/ui/base/background_jobs_test.h"
#include "tests/ui/bench/model_test.h"
#include "tests/ui/cases/run_test.h"
#include "tests/ui/log/log_filter_test.h"
#include "tests/ui/log/log_place_test.h"
#include "tests/ui/log/log_test.h"
#include "tests/ui/log/log_views_test.h"
#include "tests/ui/message/difference_test.h"
#include "tests/ui/message/message_test.h"
#include "tests/ui/panels/result_test.h"
#include "tests/ui/perspectives/address_test.h"
#include "tests/ui/perspectives/perspectives_test.h"
#include "tests/ui/perspectives/session_tabs_test.h"
#include "tests/ui/runs/views_test.h"
#include "tests/ui/sessions/export_test.h"
#include "tests/ui/sessions/open_test.h"
#include "tests/ui/sessions/recording_test.h"
#include "tests/ui/sessions/replay_test.h"
#include "tests/ui/sessions/saving_test.h"
#include "tests/ui/settings/settings_test.h"
#include "tests/ui/window/desk_test.h"
#include "tests/ui/window/filter_window_test.h"
#include "tests/ui/window/hostile_peer_test.h"
#include "tests/ui/window/keeping_test.h"
#include "tests/ui/window/trouble_test.h"
#include "tests/ui/window/where_test.h"
#include "tests/ui/window/window_test.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

#include <string_view>

namespace {

constexpr QLatin1String onlyClass("--class=");

// Test functions can be named in the arguments; each class runs those that it has. "--class=LogTest" runs
// only the functions of this class.
template <typename Test> int run(const QStringList &arguments)
{
    QStringList kept;
    bool isNamed = false;
    bool hasOne = false;
    for (const QString &argument : arguments) {
        if (argument.startsWith(onlyClass)) {
            if (QLatin1String("fg::") + argument.mid(onlyClass.size())
                != QLatin1String(Test::staticMetaObject.className()))
                return 0;
            continue;
        }
        const bool isFunction = !kept.isEmpty() && !argument.startsWith(QLatin1Char('-'));
        const QByteArray slot = argument.section(QLatin1Char(':'), 0, 0).toLatin1() + "()";
        const bool isOurs = isFunction && Test::staticMetaObject.indexOfSlot(slot) >= 0;
        isNamed = isNamed || isFunction;
        hasOne = hasOne || isOurs;
        if (!isFunction || isOurs)
            kept += argument;
    }
    if (isNamed && !hasOne)
        return 0;
    Test test;
    return QTest::qExec(&test, kept);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 4 && std::string_view(argv[1]) == "--talk-until-killed")
        return fg::talkUntilKilled(argc, argv);
    const QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Frameglass"));
    QCoreApplication::setApplicationName(QStringLiteral("FrameglassTest"));
    // Tests do not touch the user's settings and data.
    const QTemporaryDir settings;
    const QTemporaryDir data;
    qputenv("XDG_DATA_HOME", data.path().toLocal8Bit());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());

    const QStringList arguments = QCoreApplication::arguments();
    int failures = 0;
    failures += run<fg::BackgroundJobsTest>(arguments);
    failures += run<fg::ModelTest>(arguments);
    failures += run<fg::LogTest>(arguments);
    failures += run<fg::LogPlaceTest>(arguments);
    failures += run<fg::LogViewsTest>(arguments);
    failures += run<fg::LogFilterTest>(arguments);
    failures += run<fg::MessageTest>(arguments);
    failures += run<fg::DifferenceTest>(arguments);
    failures += run<fg::WindowTest>(arguments);
    failures += run<fg::PerspectivesTest>(arguments);
    failures += run<fg::AddressTest>(arguments);
    failures += run<fg::SessionTabsTest>(arguments);
    failures += run<fg::RunTest>(arguments);
    failures += run<fg::ResultTest>(arguments);
    failures += run<fg::ViewsTest>(arguments);
    failures += run<fg::FilterWindowTest>(arguments);
    failures += run<fg::DeskTest>(arguments);
    failures += run<fg::KeepingTest>(arguments);
    failures += run<fg::OpenTest>(arguments);
    failures += run<fg::RecordingTest>(arguments);
    failures += run<fg::SettingsTest>(arguments);
    failures += run<fg::SavingTest>(arguments);
    failures += run<fg::ExportTest>(arguments);
    failures += run<fg::ReplayTest>(arguments);
    failures += run<fg::TroubleTest>(arguments);
    failures += run<fg::WhereTest>(arguments);
    failures += run<fg::HostilePeerTest>(arguments);
    return failures;
}
