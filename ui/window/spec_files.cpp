#include "ui/window/spec_files.h"

#include "protocol/conformance/spec/spec_writer.h"
#include "protocol/files/whole_file.h"
#include "protocol/report/view/export_options.h"
#include "protocol/text/json_reader.h"
#include "ui/base/text.h"
#include "ui/bench/case_bench.h"
#include "ui/window/serve_desk.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

namespace fg {

namespace {

// The settings of an agent that a spec file cannot express; empty if there are none.
QStringList leftOutOf(const Agent &agent)
{
    const Target &target = agent.options;
    QStringList parts;
    if (!target.headers.empty())
        parts += QStringLiteral("header fields");
    if (target.messageLimit != Target().messageLimit)
        parts += QStringLiteral("the longest message");
    if (target.connectLimit != Target().connectLimit || target.openingLimit != Target().openingLimit)
        parts += QStringLiteral("the times for connecting and opening");
    if (!target.url.isSecure && !agent.target.text().startsWith(QLatin1String("wss:"), Qt::CaseInsensitive))
        return parts;
    const TlsClientSettings &tls = target.tls;
    if (!tls.certificateFile.empty())
        parts += QStringLiteral("the client certificate");
    if (!tls.caFile.empty())
        parts += QStringLiteral("trusted authorities");
    if (!tls.sni.empty())
        parts += QStringLiteral("the name that is sent as SNI");
    if (tls.verification == TlsClientSettings::Verification::Full || !tls.allowedFaults.empty())
        parts += QStringLiteral("the verification of the server's certificate");
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

void addRemarks(const std::vector<SpecRemark> &remarks, const QString &path, std::vector<std::string> &notes)
{
    for (const SpecRemark &remark : remarks)
        notes.push_back(remark.sentence(shownName(path)));
}

} // namespace

SpecFiles::SpecFiles(CaseBench &bench, ServeDesk &serving, const WindowActions &actions, QWidget *window)
    : QObject(window)
    , m_bench(bench)
    , m_serving(serving)
    , m_window(window)
{
    connect(actions.saveSpec, &QAction::triggered, this, &SpecFiles::chooseFile);
}

// --- opening ---

std::optional<OpeningResult> SpecFiles::open(const QString &path, const std::string &text)
{
    const auto read = readJson(text, {.octets = maxOctets, .depth = 64});
    const auto *const root = std::get_if<JsonValue>(&read);
    if (!root || root->kind != JsonValue::Kind::Object)
        return std::nullopt;
    if (root->find("servers"))
        return openClientSpec(path, text);
    if (root->find("url") && root->find("cases"))
        return openServerSpec(path, text);
    return std::nullopt;
}

OpeningResult SpecFiles::openClientSpec(const QString &path, const std::string &text)
{
    const auto read = readClientSpec(text);
    if (const auto *const fault = std::get_if<SpecRemark>(&read))
        return notOpened(path, fault->sentence(shownName(path)));
    const ClientSpec &spec = std::get<ClientSpec>(read);
    const auto applied = m_bench.applySpec(spec);
    if (const auto *const trouble = std::get_if<Trouble>(&applied))
        return notOpened(path, trouble->what + ' ' + trouble->why, trouble->advice);
    m_clientSpec = text;
    std::vector<std::string> notes;
    for (const QString &note : std::get<AppliedSpec>(applied).notes)
        notes.push_back(note.toStdString());
    addRemarks(spec.notes, path, notes);
    for (const ClientSpec::Agent &agent : spec.agents) {
        if (agent.verification)
            addRemarks({*agent.verification}, path, notes);
    }
    return notes;
}

OpeningResult SpecFiles::openServerSpec(const QString &path, const std::string &text)
{
    const auto read = readServerSpec(text);
    if (const auto *const fault = std::get_if<SpecRemark>(&read))
        return notOpened(path, fault->sentence(shownName(path)));
    const ServerSpec &spec = std::get<ServerSpec>(read);
    if (!m_serving.showSpec(spec, text))
        return notOpened(path, "Clients are being tested now.",
                         "Press Stop in the window for testing clients, then open the file again.");
    std::vector<std::string> notes;
    addRemarks(spec.notes, path, notes);
    return notes;
}

// --- saving ---

void SpecFiles::chooseFile()
{
    auto *dialog = new QFileDialog(m_window, QStringLiteral("Save agents and cases as a spec file"), {},
                                   QStringLiteral("Spec files (*.json)"));
    dialog->setObjectName(QStringLiteral("saveSpecDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("fuzzingclient.json"));
    connect(dialog, &QFileDialog::fileSelected, this, &SpecFiles::save);
    dialog->show();
}

void SpecFiles::save(const QString &file)
{
    std::vector<SpecServer> servers;
    QStringList leftOut;
    for (const Agent &agent : m_bench.agents().checked()) {
        const QString name = shownAgent(agent.name);
        if (agent.target.isEcho()) {
            leftOut += QStringLiteral("%1: it has no address of its own").arg(name);
            continue;
        }
        servers.push_back(serverOf(agent, m_bench.tree().checkedCases()));
        if (const QStringList parts = leftOutOf(agent); !parts.isEmpty())
            leftOut += QStringLiteral("%1: %2").arg(name, parts.join(QStringLiteral(", ")));
    }
    if (servers.empty()) {
        emit statusMessage(
            QStringLiteral("A spec file names servers: add one in the Targets panel and check it."));
        return;
    }
    if (haveSecrets(servers))
        ask(file, servers, leftOut);
    else
        write(file, servers, leftOut, Secrets::Blanked);
}

void SpecFiles::ask(const QString &file, const std::vector<SpecServer> &servers, const QStringList &leftOut)
{
    auto *box =
        new QMessageBox(QMessageBox::Question, QStringLiteral("Save agents and cases as a spec file"),
                        QStringLiteral("The addresses or subprotocols of the agents hold secrets, such as "
                                       "tokens. Without them the file can be passed on, with asterisks in "
                                       "their place; with them only you can read it."),
                        QMessageBox::Cancel, m_window);
    box->setObjectName(QStringLiteral("specSecretsBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *const blanked = box->addButton(QStringLiteral("Write &asterisks"), QMessageBox::AcceptRole);
    QPushButton *const kept =
        box->addButton(QStringLiteral("Write the &secrets"), QMessageBox::DestructiveRole);
    box->setDefaultButton(blanked);
    connect(blanked, &QPushButton::clicked, this,
            [this, file, servers, leftOut] { write(file, servers, leftOut, Secrets::Blanked); });
    connect(kept, &QPushButton::clicked, this,
            [this, file, servers, leftOut] { write(file, servers, leftOut, Secrets::Kept); });
    box->setModal(false);
    box->show();
}

void SpecFiles::write(const QString &file, const std::vector<SpecServer> &servers, const QStringList &leftOut,
                      Secrets secrets)
{
    WholeFile out(file.toStdString(), readersOf(secrets));
    out.stream() << clientSpecText(servers, m_clientSpec, secrets);
    if (const auto error = out.commit()) {
        emit failed({"The spec file was not written.", error->sentence(), {}});
        return;
    }
    if (leftOut.isEmpty())
        emit statusMessage(QStringLiteral("Written: %1").arg(file));
    else
        emit failed({shownName(file) + " was written, but a spec file cannot hold these settings and agents.",
                     leftOut.join(QLatin1Char('\n')).toStdString(),
                     {}});
}

} // namespace fg
