#include "ui/window/file_desk.h"

#include "protocol/conformance/spec/spec_writer.h"
#include "protocol/files/whole_file.h"
#include "protocol/text/escape.h"
#include "protocol/text/json_reader.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/bench/workbench.h"
#include "ui/cases/serve_dialog.h"
#include "ui/runs/run_views.h"
#include "ui/sessions/session_opener.h"
#include "ui/window/recent_files.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QSettings>
#include <QUrl>

#include <algorithm>
#include <set>

namespace fg {

namespace {

constexpr qint64 longestSpec = 4 * 1024 * 1024;
// Things dropped at once that are opened.
constexpr qsizetype mostDropped = 20;

// The first octets tell: baselines are lines, the rest is JSON.
bool isBaseline(const std::string &text) { return text.starts_with("frameglass baseline"); }

std::string shownName(const QString &path)
{
    return escaped(QDir::toNativeSeparators(QFileInfo(path).fileName()).toStdString());
}

// What is set for agents and has no place in a spec file; empty: all has.
QStringList leftOutOf(const Agent &agent)
{
    const Target &target = agent.options;
    QStringList parts;
    if (!target.headers.empty())
        parts += FileDesk::tr("header fields");
    if (target.messageLimit != Target().messageLimit)
        parts += FileDesk::tr("the longest message");
    if (!target.url.isSecure && !agent.target.text().startsWith(QLatin1String("wss:"), Qt::CaseInsensitive))
        return parts;
    const TlsClientSettings &tls = target.tls;
    if (!tls.certificateFile.empty())
        parts += FileDesk::tr("our certificate");
    if (!tls.caFile.empty())
        parts += FileDesk::tr("trusted authorities");
    if (tls.verification == TlsClientSettings::Verification::Full)
        parts += FileDesk::tr("that the server's certificate is verified");
    return parts;
}

SpecServer serverOf(const Agent &agent, const std::vector<const CaseSpec *> &checked)
{
    SpecServer server{.agent = agent.name.toStdString(), .url = agent.target.text().toStdString()};
    server.origin = agent.options.origin;
    server.serverName = agent.options.tls.serverName;
    server.subprotocols = agent.options.subprotocols;
    server.cases = agent.casesOf(checked);
    return server;
}

} // namespace

FileDesk::FileDesk(Workbench &workbench, RunViews &views, SessionOpener &sessions,
                   const WindowActions &actions, QWidget *window)
    : QObject(window)
    , m_workbench(workbench)
    , m_views(views)
    , m_sessions(sessions)
    , m_recent(new RecentFiles(actions.openRecent, window))
    , m_window(window)
{
    connect(actions.open, &QAction::triggered, this, &FileDesk::chooseFile);
    connect(m_recent, &RecentFiles::chosen, this, &FileDesk::open);
    connect(actions.openReport, &QAction::triggered, this, &FileDesk::chooseFolder);
    connect(actions.saveSpec, &QAction::triggered, this, &FileDesk::chooseSpecToSave);
    connect(actions.serve, &QAction::triggered, this, &FileDesk::showServing);
    window->setAcceptDrops(true);
    window->installEventFilter(this);
}

bool FileDesk::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::DragEnter && event->type() != QEvent::Drop)
        return QObject::eventFilter(watched, event);
    auto *const drop = static_cast<QDropEvent *>(event);
    QStringList paths;
    for (const QUrl &url : drop->mimeData()->urls()) {
        if (url.isLocalFile())
            paths += url.toLocalFile();
    }
    if (paths.isEmpty())
        return false;
    drop->acceptProposedAction();
    if (event->type() == QEvent::DragEnter)
        return true;
    if (paths.size() > mostDropped)
        emit told(tr("Only the first %1 of them are opened.").arg(mostDropped));
    for (const QString &path : paths.mid(0, mostDropped))
        open(path);
    return true;
}

ServeDialog *FileDesk::serveDialog()
{
    if (!m_serveDialog)
        m_serveDialog = new ServeDialog(m_workbench.bench(), m_window);
    return m_serveDialog;
}

void FileDesk::showServing()
{
    serveDialog()->show();
    serveDialog()->raise();
    serveDialog()->activateWindow();
}

// --- opening ---

void FileDesk::fail(const QString &path, const std::string &why, const std::string &advice)
{
    emit failed({tr("%1 was not opened.").arg(toQString(shownName(path))).toStdString(), why, advice});
}

void FileDesk::tellNotes(const QString &path, const std::vector<std::string> &notes)
{
    if (notes.empty()) {
        emit told(tr("Opened: %1").arg(toQString(shownName(path))));
        return;
    }
    std::string why;
    for (const std::string &note : notes)
        why += (why.empty() ? "" : "\n") + note;
    emit failed(
        {tr("%1 was opened; not all of it counts here.").arg(toQString(shownName(path))).toStdString(),
         why,
         {}});
}

void FileDesk::open(const QString &path)
{
    if (openAny(path))
        m_recent->add(path);
    else
        fail(path,
             tr("It holds no sessions, and is no spec file, no index of a report and no baseline.")
                 .toStdString());
}

bool FileDesk::openAny(const QString &path)
{
    const QFileInfo info(path);
    // A pipe would be waited for without end.
    if (info.exists() && !info.isFile() && !info.isDir()) {
        fail(path, tr("It is no file.").toStdString());
        return true;
    }
    if (info.isDir() || info.fileName() == QLatin1String("index.json")) {
        openReport(path);
        return true;
    }
    if (SessionOpener::knows(path)) {
        m_sessions.open(path);
        return true;
    }
    if (info.suffix() != QLatin1String("json") && info.suffix() != QLatin1String("txt"))
        return false;
    if (info.size() > longestSpec) {
        fail(path, tr("It is longer than a spec file or a baseline is.").toStdString());
        return true;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        fail(path, escaped(file.errorString().toStdString()));
        return true;
    }
    return openText(path, file.read(longestSpec).toStdString());
}

void FileDesk::openReport(const QString &path)
{
    using Read = std::variant<ImportedReport, std::string>;
    const auto read = std::make_shared<Read>(std::string(stoppedReading));
    const auto work = [read, path](BackgroundJobs::Progress &progress) {
        *read = readReportFolder(path.toStdString(), [&progress](std::uint64_t done, std::uint64_t all) {
            return progress.goOn(done, all);
        });
    };
    const auto done = [this, read, path](const BackgroundJobs::Progress &progress) {
        if (progress.wasStopped())
            emit told(tr("Stopped; nothing of %1 was opened.").arg(toQString(shownName(path))));
        else if (const auto *const why = std::get_if<std::string>(read.get()))
            fail(path, *why);
        else
            takeReport(path, std::get<ImportedReport>(*read));
    };
    m_workbench.jobs().start(tr("Opening %1").arg(toQString(shownName(path))), work, done);
}

void FileDesk::takeReport(const QString &path, const ImportedReport &report)
{
    const QFileInfo info(path);
    const QString folder = info.isDir() ? info.fileName() : info.dir().dirName();
    const ReportOrigin origin{info.isDir() ? info.absoluteFilePath() : info.absolutePath(),
                              toQString(escaped(folder.toStdString()))};
    std::vector<std::string> notes = report.notes;
    if (const std::size_t leftOut = m_views.showReport(report.report, report.files, origin); leftOut > 0)
        notes.push_back(tr("%1 found no room: remove some of those that were read before.")
                            .arg(quantity(leftOut, "agent"))
                            .toStdString());
    tellNotes(path, notes);
}

bool FileDesk::openText(const QString &path, const std::string &text)
{
    if (isBaseline(text)) {
        m_views.openBaseline(path);
        return true;
    }
    const auto read = readJson(text, {.octets = longestSpec, .depth = 64});
    const auto *const root = std::get_if<JsonValue>(&read);
    if (!root || root->kind != JsonValue::Kind::Object)
        return false;
    if (root->find("servers"))
        takeClientSpec(path, text);
    else if (root->find("url") && root->find("cases"))
        takeServerSpec(path, text);
    else
        return false;
    return true;
}

void FileDesk::takeClientSpec(const QString &path, const std::string &text)
{
    auto read = readClientSpec(text);
    if (const auto *const fault = std::get_if<SpecRemark>(&read)) {
        fail(path, fault->sentence(shownName(path)));
        return;
    }
    const ClientSpec &spec = std::get<ClientSpec>(read);
    const auto taken = m_workbench.bench().takeSpec(spec);
    if (const auto *const trouble = std::get_if<Trouble>(&taken)) {
        fail(path, trouble->what + ' ' + trouble->why, trouble->advice);
        return;
    }
    m_clientSpec = text;
    std::vector<std::string> notes;
    for (const QString &note : std::get<TakenSpec>(taken).notes)
        notes.push_back(note.toStdString());
    for (const SpecRemark &note : spec.notes)
        notes.push_back(note.sentence(shownName(path)));
    tellNotes(path, notes);
}

void FileDesk::takeServerSpec(const QString &path, const std::string &text)
{
    auto read = readServerSpec(text);
    if (const auto *const fault = std::get_if<SpecRemark>(&read)) {
        fail(path, fault->sentence(shownName(path)));
        return;
    }
    const ServerSpec &spec = std::get<ServerSpec>(read);
    const bool isTaken = serveDialog()->takeSpec(spec, text);
    showServing();
    if (!isTaken) {
        fail(path, tr("Clients are being tested just now.").toStdString(),
             tr("Press Stop in the window for testing clients, then open the file again.").toStdString());
        return;
    }
    std::vector<std::string> notes;
    for (const SpecRemark &note : spec.notes)
        notes.push_back(note.sentence(shownName(path)));
    tellNotes(path, notes);
}

void FileDesk::chooseFile()
{
    auto *dialog =
        new QFileDialog(m_window, tr("Open"), QSettings().value(settings_keys::openFolder).toString(),
                        tr("All that can be opened (*.pcapng *.har *.ndjson *.json *.txt);;"
                           "Recorded sessions (*.pcapng *.har *.ndjson *.json);;"
                           "Spec files, reports, baselines (*.json *.txt);;All files (*)"));
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &paths) {
        QSettings().setValue(settings_keys::openFolder, QFileInfo(paths.value(0)).absolutePath());
        for (const QString &path : paths)
            open(path);
    });
    dialog->show();
}

void FileDesk::chooseFolder()
{
    auto *dialog = new QFileDialog(m_window, tr("Open a report folder"));
    dialog->setObjectName(QStringLiteral("openFolderDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { open(path); });
    dialog->show();
}

// --- saving ---

void FileDesk::chooseSpecToSave()
{
    auto *dialog =
        new QFileDialog(m_window, tr("Save agents and cases as a spec file"), {}, tr("Spec files (*.json)"));
    dialog->setObjectName(QStringLiteral("saveSpecDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("fuzzingclient.json"));
    connect(dialog, &QFileDialog::fileSelected, this, &FileDesk::saveSpec);
    dialog->show();
}

void FileDesk::saveSpec(const QString &file)
{
    CaseBench &bench = m_workbench.bench();
    std::vector<SpecServer> servers;
    QStringList leftOut;
    for (const Agent &agent : bench.agents().checked()) {
        const QString name = shownAgent(agent.name);
        if (agent.target.isEcho()) {
            leftOut += tr("%1: it has no address of its own").arg(name);
            continue;
        }
        servers.push_back(serverOf(agent, bench.tree().checkedCases()));
        if (const QStringList parts = leftOutOf(agent); !parts.isEmpty())
            leftOut += QStringLiteral("%1: %2").arg(name, parts.join(QStringLiteral(", ")));
    }
    if (servers.empty()) {
        emit told(tr("A spec file names servers: add one in the Agents panel and check it."));
        return;
    }
    if (const auto error = writeWholeFile(file.toStdString(), clientSpecText(servers, m_clientSpec))) {
        emit failed({tr("The spec file was not written.").toStdString(), error->sentence(), {}});
        return;
    }
    if (leftOut.isEmpty())
        emit told(tr("Written: %1").arg(file));
    else
        emit failed({tr("%1 was written without what a spec file has no place for.")
                         .arg(toQString(shownName(file)))
                         .toStdString(),
                     leftOut.join(QLatin1Char('\n')).toStdString(),
                     {}});
}

} // namespace fg
