#include "ui/file_desk.h"

#include "protocol/conformance/json_reader.h"
#include "protocol/report/escape.h"
#include "protocol/report/report_import.h"
#include "protocol/report/spec_writer.h"
#include "protocol/report/whole_file.h"
#include "ui/run_views.h"
#include "ui/serve_dialog.h"
#include "ui/text.h"
#include "ui/window_actions.h"
#include "ui/workbench.h"

#include <QAction>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <set>

namespace fg {

namespace {

constexpr qint64 longestSpec = 4 * 1024 * 1024;

// The first octets tell: baselines are lines, the rest is JSON.
bool isBaseline(const std::string &text) { return text.starts_with("frameglass baseline"); }

std::string shownName(const QString &path)
{
    return escaped(QDir::toNativeSeparators(QFileInfo(path).fileName()).toStdString());
}

SpecServer serverOf(const Agent &agent, const std::vector<const CaseSpec *> &checked)
{
    SpecServer server{.agent = agent.name.toStdString(), .url = agent.text.toStdString()};
    server.origin = agent.options.origin;
    server.serverName = agent.options.tls.serverName;
    server.subprotocols = agent.options.subprotocols;
    server.cases = agent.casesOf(checked);
    return server;
}

} // namespace

FileDesk::FileDesk(Workbench &workbench, RunViews &views, const WindowActions &actions, QWidget *window)
    : QObject(window)
    , m_workbench(workbench)
    , m_views(views)
    , m_window(window)
{
    connect(actions.openSpec, &QAction::triggered, this, &FileDesk::chooseFile);
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
    for (const QString &path : paths) {
        if (!open(path))
            emit told(tr("%1 is nothing that can be opened here.").arg(toQString(shownName(path))));
    }
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

void FileDesk::fail(const QString &path, const std::string &why)
{
    emit failed({tr("%1 was not opened.").arg(toQString(shownName(path))).toStdString(), why, {}});
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

bool FileDesk::open(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return openReport(path);
    if (info.suffix() != QLatin1String("json") && info.suffix() != QLatin1String("txt"))
        return false;
    if (info.fileName() == QLatin1String("index.json"))
        return openReport(path);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        fail(path, escaped(file.errorString().toStdString()));
        return true;
    }
    return openText(path, file.read(longestSpec).toStdString());
}

bool FileDesk::openReport(const QString &path)
{
    auto read = readReportFolder(path.toStdString());
    if (const auto *const why = std::get_if<std::string>(&read)) {
        fail(path, *why);
        return true;
    }
    const auto &report = std::get<ImportedReport>(read);
    m_views.showReport(report.report, report.files);
    tellNotes(path, report.notes);
    return true;
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
    if (!m_workbench.bench().takeSpec(spec)) {
        fail(path, tr("Cases are running, or there are too many agents.").toStdString());
        return;
    }
    m_clientSpec = text;
    std::vector<std::string> notes;
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
    serveDialog()->takeSpec(spec, text);
    showServing();
    std::vector<std::string> notes;
    for (const SpecRemark &note : spec.notes)
        notes.push_back(note.sentence(shownName(path)));
    tellNotes(path, notes);
}

void FileDesk::chooseFile()
{
    auto *dialog = new QFileDialog(m_window, tr("Open a spec file, a report's index or a baseline"), {},
                                   tr("Spec files, reports, baselines (*.json *.txt);;All files (*)"));
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        if (!open(path))
            fail(path, tr("It is no spec file, no index of a report and no baseline.").toStdString());
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
    bool hasMore = false; // settings that a spec file has no key for
    for (const Agent &agent : bench.agents().checked()) {
        if (TargetResolver::isEcho(agent.text))
            continue;
        servers.push_back(serverOf(agent, bench.tree().checkedCases()));
        hasMore = hasMore || !agent.options.headers.empty() || !agent.options.tls.certificateFile.empty();
    }
    if (servers.empty()) {
        emit told(tr("A spec file names servers: add one in the Agents panel and check it."));
        return;
    }
    if (const auto error = writeWholeFile(file.toStdString(), clientSpecText(servers, m_clientSpec))) {
        emit failed({tr("The spec file was not written.").toStdString(), error->sentence(), {}});
        return;
    }
    emit told(hasMore
                  ? tr("Written: %1. Header fields and certificates have no place in a spec file.").arg(file)
                  : tr("Written: %1").arg(file));
}

} // namespace fg
