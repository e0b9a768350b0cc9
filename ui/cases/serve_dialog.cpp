#include "ui/cases/serve_dialog.h"

#include "protocol/conformance/spec/spec_writer.h"
#include "protocol/files/whole_file.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/bench/case_bench.h"
#include "ui/cases/client_recipes.h"
#include "ui/kit/look.h"

#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QUrl>
#include <QVBoxLayout>

namespace fg {

namespace {

enum CaseItem { CheckedCases, AllCases, SpecCases };

constexpr int mostPort = 65'535;

std::string pageText()
{
    QFile file(QStringLiteral(":/web/cases.html"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

QSpinBox *makePort(const QString &name, int value, QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setObjectName(name);
    box->setRange(0, mostPort);
    box->setValue(value);
    return box;
}

} // namespace

ServeDialog::ServeDialog(CaseBench &bench, QWidget *parent)
    : QDialog(parent)
    , m_bench(bench)
{
    setObjectName(QStringLiteral("serveDialog"));
    setWindowTitle(QStringLiteral("Test clients"));
    auto *layout = new QVBoxLayout(this);
    auto *intro = new QLabel(
        QStringLiteral("Clients under test connect to this program, which runs the cases with them. "
                       "They appear in the Targets panel while they run."),
        this);
    intro->setWordWrap(true);
    layout->addWidget(intro);
    layout->addWidget(makeSettings());
    m_toggle = new QPushButton(this);
    m_toggle->setObjectName(QStringLiteral("serveButton"));
    m_toggle->setDefault(true);
    connect(m_toggle, &QPushButton::clicked, this, &ServeDialog::toggle);
    m_state = new QLabel(this);
    m_state->setObjectName(QStringLiteral("serveState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_toggle);
    row->addWidget(m_state, 1);
    layout->addLayout(row);
    auto *addresses = new QFormLayout;
    addresses->addRow(QStringLiteral("Clients &connect to"),
                      makeAddress(m_url, QStringLiteral("serveUrl"), QStringLiteral("Address for clients")));
    addresses->addRow(
        QStringLiteral("Browsers &open"),
        makeAddress(m_pageUrl, QStringLiteral("servePageUrl"), QStringLiteral("Address for browsers")));
    layout->addLayout(addresses);
    layout->addWidget(makeInstructions(), 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *saveButton =
        buttons->addButton(QStringLiteral("Sa&ve as spec file…"), QDialogButtonBox::ActionRole);
    saveButton->setAutoDefault(false);
    connect(saveButton, &QPushButton::clicked, this, &ServeDialog::chooseFile);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    layout->addWidget(buttons);
    connect(&bench.serving(), &ServeControl::changed, this, &ServeDialog::showState);
    showState();
    resize(680, 620);
}

QWidget *ServeDialog::makeSettings()
{
    auto *settings = new QWidget(this);
    m_address = new QLineEdit(QStringLiteral("127.0.0.1"), settings);
    m_address->setObjectName(QStringLiteral("serveAddress"));
    m_address->setToolTip(
        QStringLiteral("127.0.0.1: only this machine; 0.0.0.0: every machine that can reach this one"));
    m_port = makePort(QStringLiteral("servePort"), 9001, settings);
    m_port->setToolTip(QStringLiteral("0: any free port"));
    m_pagePort = makePort(QStringLiteral("servePagePort"), 8080, settings);
    m_pagePort->setSpecialValueText(QStringLiteral("none"));
    m_cases = new QComboBox(settings);
    m_cases->setObjectName(QStringLiteral("serveCases"));
    m_cases->addItem(QStringLiteral("the checked cases"));
    m_cases->addItem(QStringLiteral("all cases"));
    auto *form = new QFormLayout(settings);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(QStringLiteral("&Address"), m_address);
    form->addRow(QStringLiteral("&Port for clients"), m_port);
    form->addRow(QStringLiteral("Port for the &web page"), m_pagePort);
    form->addRow(QStringLiteral("Cas&es"), m_cases);
    return settings;
}

QWidget *ServeDialog::makeAddress(QLineEdit *&line, const QString &name, const QString &title)
{
    auto *row = new QWidget(this);
    line = new QLineEdit(row);
    line->setObjectName(name);
    line->setAccessibleName(title);
    line->setReadOnly(true);
    useFixedFont(line);
    auto *copy = new QPushButton(QStringLiteral("Copy"), row);
    copy->setObjectName(name + QStringLiteral("Copy"));
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, line,
            [line] { QGuiApplication::clipboard()->setText(line->text()); });
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(line, 1);
    layout->addWidget(copy);
    if (name == QLatin1String("servePageUrl")) {
        auto *open = new QPushButton(QStringLiteral("Open"), row);
        open->setAutoDefault(false);
        connect(open, &QPushButton::clicked, line, [line] { QDesktopServices::openUrl(QUrl(line->text())); });
        layout->addWidget(open);
    }
    return row;
}

QWidget *ServeDialog::makeInstructions()
{
    auto *instructions = new QWidget(this);
    m_client = new QComboBox(instructions);
    m_client->setObjectName(QStringLiteral("serveClient"));
    for (const ClientRecipe &recipe : clientRecipes({}, {}))
        m_client->addItem(recipe.name);
    m_instructions = new QPlainTextEdit(instructions);
    m_instructions->setObjectName(QStringLiteral("serveInstructions"));
    m_instructions->setReadOnly(true);
    useFixedFont(m_instructions);
    m_instructions->setTabChangesFocus(true);
    auto *copy = new QPushButton(QStringLiteral("Copy &it"), instructions);
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_instructions->toPlainText()); });
    connect(m_client, &QComboBox::currentIndexChanged, this, &ServeDialog::showInstructions);
    auto *top = new QHBoxLayout;
    auto *label = new QLabel(QStringLiteral("&How to run"), instructions);
    label->setBuddy(m_client);
    top->addWidget(label);
    top->addWidget(m_client, 1);
    top->addWidget(copy);
    auto *layout = new QVBoxLayout(instructions);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_instructions, 1);
    return instructions;
}

CaseChoice ServeDialog::choice() const
{
    if (m_cases->currentIndex() == SpecCases && m_fromSpec)
        return m_fromSpec->choice;
    const CaseModel &tree = m_bench.tree();
    return {.cases = m_cases->currentIndex() == AllCases ? tree.casesUnder({}) : tree.checkedCases(),
            .exclusions = {}};
}

void ServeDialog::toggle()
{
    ServeControl &serving = m_bench.serving();
    if (serving.isOn()) {
        serving.stop();
        return;
    }
    ServeSettings settings;
    settings.listen.address = m_address->text().trimmed().toStdString();
    settings.listen.port = static_cast<std::uint16_t>(m_port->value());
    settings.pagePort = static_cast<std::uint16_t>(m_pagePort->value());
    settings.page = pageText();
    settings.choice = choice();
    const ServerSpec wanted = spec();
    if (wanted.url.isSecure)
        settings.listen.tls = {.certificateFile = wanted.certificateFile, .keyFile = wanted.keyFile};
    if (settings.choice.cases.empty()) {
        m_state->setText(QStringLiteral("No case is checked: check some in the Cases panel."));
        return;
    }
    serving.start(std::move(settings));
}

void ServeDialog::showState()
{
    const ServeControl &serving = m_bench.serving();
    const bool isOff = !serving.isOn() && !serving.isStopping();
    m_toggle->setText(serving.isOn() ? QStringLiteral("&Stop") : QStringLiteral("&Start"));
    m_toggle->setEnabled(!serving.isStopping());
    for (QWidget *widget : {static_cast<QWidget *>(m_address), static_cast<QWidget *>(m_port),
                            static_cast<QWidget *>(m_pagePort), static_cast<QWidget *>(m_cases)})
        widget->setEnabled(isOff);
    m_url->setText(serving.url());
    m_pageUrl->setText(serving.pageUrl());
    if (serving.isStopping())
        m_state->setText(QStringLiteral("stopping"));
    else if (isOff)
        m_state->setText(QStringLiteral("not started"));
    else if (serving.url().isEmpty())
        m_state->setText(QStringLiteral("starting"));
    else if (serving.clients() == 0)
        m_state->setText(QStringLiteral("waiting for clients"));
    else
        m_state->setText(QStringLiteral("%1 under test").arg(quantity(serving.clients(), "client")));
    showInstructions();
}

void ServeDialog::showInstructions()
{
    const ServeControl &serving = m_bench.serving();
    const QString url = serving.url().isEmpty()
        ? QStringLiteral("ws://%1:%2").arg(m_address->text().trimmed()).arg(m_port->value())
        : serving.url();
    const QString page = serving.isOn() || m_pagePort->value() == 0
        ? serving.pageUrl()
        : QStringLiteral("http://%1:%2/").arg(m_address->text().trimmed()).arg(m_pagePort->value());
    const auto recipes = clientRecipes(url, page);
    m_instructions->setPlainText(recipes[static_cast<std::size_t>(m_client->currentIndex())].text);
}

// --- spec files ---

bool ServeDialog::showSpec(const ServerSpec &spec, const std::string &text)
{
    if (m_bench.serving().isOn() || m_bench.serving().isStopping())
        return false;
    m_address->setText(toQString(spec.url.host));
    m_port->setValue(spec.url.port);
    if (spec.pagePort)
        m_pagePort->setValue(*spec.pagePort);
    m_fromSpec = spec;
    m_specText = text;
    if (m_cases->count() == SpecCases)
        m_cases->addItem(QStringLiteral("as in the spec file"));
    m_cases->setCurrentIndex(SpecCases);
    showState();
    return true;
}

ServerSpec ServeDialog::spec() const
{
    ServerSpec spec = m_fromSpec.value_or(ServerSpec{});
    spec.url.host = m_address->text().trimmed().toStdString();
    spec.url.port = static_cast<std::uint16_t>(m_port->value());
    spec.choice = choice();
    spec.pagePort = static_cast<std::uint16_t>(m_pagePort->value());
    return spec;
}

void ServeDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, QStringLiteral("Save as a spec file"), {},
                                   QStringLiteral("Spec files (*.json)"));
    dialog->setObjectName(QStringLiteral("saveServerSpecDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("fuzzingserver.json"));
    connect(dialog, &QFileDialog::fileSelected, this, &ServeDialog::save);
    dialog->show();
}

void ServeDialog::save(const QString &file)
{
    const std::string text = serverSpecText(spec(), m_specText);
    if (const auto error = writeWholeFile(file.toStdString(), text))
        m_state->setText(toQString(error->sentence()));
    else
        m_state->setText(QStringLiteral("Written: %1").arg(file));
}

} // namespace fg
