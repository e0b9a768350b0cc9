#include "ui/window/file_opener.h"

#include "protocol/text/escape.h"
#include "ui/base/text.h"
#include "ui/bench/workbench.h"
#include "ui/runs/run_views.h"
#include "ui/sessions/session_opener.h"
#include "ui/window/spec_files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <memory>

namespace fg {

namespace {

// A baseline is a file of lines with this first line; files of the other kinds are JSON.
bool isBaseline(const std::string &text) { return text.starts_with("frameglass baseline"); }

} // namespace

FileOpener::FileOpener(Workbench &workbench, RunViews &views, SpecFiles &specs, QObject *parent)
    : QObject(parent)
    , m_workbench(workbench)
    , m_views(views)
    , m_specs(specs)
    , m_sessions(new SessionOpener(workbench.jobs(), this))
{
    connectSessions();
}

void FileOpener::connectSessions()
{
    connect(m_sessions, &SessionOpener::found, &m_workbench, &Workbench::addRecording);
    connect(m_sessions, &SessionOpener::foundFirst, &m_workbench, &Workbench::show);
    connect(m_sessions, &SessionOpener::finished, &m_workbench, &Workbench::updateEntry);
    connect(m_sessions, &SessionOpener::statusMessage, this, &FileOpener::statusMessage);
    connect(m_sessions, &SessionOpener::failed, this, &FileOpener::failed);
}

void FileOpener::setFileMemory(std::uint64_t octets) { m_sessions->setFileMemory(octets); }

void FileOpener::reopen(const std::vector<LeftOver> &leftOvers)
{
    m_workbench.setPerspective(Perspective::Connections);
    for (const LeftOver &leftOver : leftOvers)
        m_sessions->reopen(leftOver);
}

void FileOpener::reportOutcome(const QString &path, const OpeningResult &result)
{
    if (const auto *const trouble = std::get_if<Trouble>(&result)) {
        emit failed(*trouble);
        return;
    }
    const auto &notes = std::get<std::vector<std::string>>(result);
    if (notes.empty())
        emit statusMessage(QStringLiteral("Opened: %1").arg(toQString(shownName(path))));
    else
        emit failed(openedInPart(path, notes));
}

bool FileOpener::open(const QString &path)
{
    const bool isKnown = openAny(path);
    if (!isKnown)
        emit failed(notOpened(path,
                              "It has no sessions, and it is not a spec file, an index of a report or a "
                              "baseline: "
                                  + whyNoSessionIn(path.toStdString()) + '.'));
    return isKnown;
}

bool FileOpener::openAny(const QString &path)
{
    const QFileInfo info(path);
    // Reading a pipe could block forever.
    if (info.exists() && !info.isFile() && !info.isDir()) {
        emit failed(notOpened(path, "It is not a file."));
        return true;
    }
    if (info.isDir() || info.fileName() == QLatin1String("index.json")) {
        openReport(path);
        return true;
    }
    if (SessionOpener::canOpen(path)) {
        m_workbench.setPerspective(Perspective::Connections);
        m_sessions->open(path);
        return true;
    }
    if (info.suffix() != QLatin1String("json") && info.suffix() != QLatin1String("txt"))
        return false;
    if (info.size() > SpecFiles::maxOctets) {
        emit failed(notOpened(path, "It is longer than a spec file or a baseline may be."));
        return true;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        emit failed(notOpened(path, escaped(file.errorString().toStdString())));
        return true;
    }
    return openText(path, file.read(SpecFiles::maxOctets).toStdString());
}

bool FileOpener::openText(const QString &path, const std::string &text)
{
    if (isBaseline(text)) {
        m_views.openBaseline(path);
        return true;
    }
    const std::optional<OpeningResult> spec = m_specs.open(path, text);
    if (spec) {
        m_workbench.setPerspective(Perspective::Conformance);
        reportOutcome(path, *spec);
    }
    return spec.has_value();
}

// --- reports ---

void FileOpener::openReport(const QString &path)
{
    using Read = std::variant<ImportedReport, std::string>;
    const auto read = std::make_shared<Read>(std::string(stoppedReading));
    const auto work = [read, path](BackgroundJobs::Progress &progress) {
        *read = readReportFolder(path.toStdString(), [&progress](std::uint64_t done, std::uint64_t all) {
            return progress.mayContinue(done, all);
        });
    };
    const QString name = toQString(shownName(path));
    const auto done = [this, read, path, name](const BackgroundJobs::Progress &progress) {
        if (progress.wasStopped())
            emit statusMessage(QStringLiteral("Stopped. Nothing of %1 was opened.").arg(name));
        else if (const auto *const why = std::get_if<std::string>(read.get()))
            emit failed(notOpened(path, *why));
        else
            showReport(path, std::get<ImportedReport>(*read));
    };
    m_workbench.jobs().start(QStringLiteral("Opening %1").arg(name), this, work, done);
}

void FileOpener::showReport(const QString &path, const ImportedReport &report)
{
    const QFileInfo info(path);
    const QString folder = info.isDir() ? info.fileName() : info.dir().dirName();
    const ReportOrigin origin{info.isDir() ? info.absoluteFilePath() : info.absolutePath(),
                              toQString(escaped(folder.toStdString()))};
    std::vector<std::string> notes = report.notes;
    if (const std::size_t leftOut = m_views.showReport(report.report, report.files, origin); leftOut > 0)
        notes.push_back("There is no room for " + quantity(leftOut, "agent").toStdString()
                        + ": remove some of the agents that were read before.");
    reportOutcome(path, notes);
}

} // namespace fg
