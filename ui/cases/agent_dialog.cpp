#include "ui/cases/agent_dialog.h"

#include "protocol/report/wording/troubles.h"
#include "ui/base/text.h"
#include "ui/connect/connect_options.h"
#include "ui/connect/header_edit.h"
#include "ui/connect/tls_options.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace fg {

namespace {

constexpr int headerLines = 6;

} // namespace

AgentDialog::AgentDialog(Agent agent, Kind kind, Store store, QWidget *parent)
    : QDialog(parent)
    , m_agent(std::move(agent))
    , m_store(std::move(store))
    , m_name(new QLineEdit(m_agent.name, this))
    , m_target(new QLineEdit(m_agent.target.text(), this))
    , m_headers(new HeaderEdit(headerLines, this))
    , m_options(new ConnectOptions(this))
    , m_tls(new TlsOptions(this))
    , m_certificate(new QLineEdit(toQString(m_agent.options.tls.certificateFile), this))
    , m_key(new QLineEdit(toQString(m_agent.options.tls.keyFile), this))
    , m_fault(new QLabel(this))
{
    setObjectName(QStringLiteral("agentDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(kind == Kind::New ? QStringLiteral("Add an agent")
                                     : QStringLiteral("Agent %1").arg(m_agent.name));
    m_name->setObjectName(QStringLiteral("agentName"));
    m_name->setPlaceholderText(QStringLiteral("host and port of the URL"));
    m_name->setEnabled(kind != Kind::Fixed);
    m_target->setObjectName(QStringLiteral("agentTarget"));
    m_target->setPlaceholderText(QStringLiteral("ws://host:port/path"));
    m_target->setEnabled(kind != Kind::Fixed);
    connect(m_target, &QLineEdit::textEdited, m_tls, &TlsOptions::clearServer);
    m_headers->setObjectName(QStringLiteral("agentHeaders"));
    m_headers->showFields(m_agent.options.headers);
    m_options->show(m_agent.options);
    m_tls->show(m_agent.options);
    m_certificate->setPlaceholderText(QStringLiteral("PEM file; empty for none"));
    m_key->setPlaceholderText(QStringLiteral("PEM file; empty for none"));
    m_fault->setObjectName(QStringLiteral("agentFault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->hide();

    auto *form = new QFormLayout;
    form->addRow(QStringLiteral("&URL"), m_target);
    form->addRow(QStringLiteral("&Name in reports"), m_name);
    form->addRow(QStringLiteral("&Header fields"), m_headers);
    form->addRow(m_options);
    form->addRow(m_tls);
    form->addRow(QStringLiteral("TLS: client &certificate"), m_certificate);
    form->addRow(QStringLiteral("TLS: &key of the certificate"), m_key);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->setObjectName(QStringLiteral("agentButtons"));
    connect(buttons, &QDialogButtonBox::accepted, this, &AgentDialog::confirm);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_fault);
    layout->addWidget(buttons);
    resize(720, sizeHint().height());
    m_target->setFocus();
}

QString AgentDialog::readFields()
{
    if (m_target->isEnabled()) {
        const ConnectTarget target = ConnectTarget::typed(m_target->text());
        const std::string text = target.text().toStdString();
        const auto url = parseWebSocketUrl(text);
        if (const auto *fault = std::get_if<UrlFault>(&url))
            return toQString(urlFaultSentence(*fault, text));
        m_agent.target = target;
    }
    const auto headers = m_headers->fields();
    if (const auto *fault = std::get_if<QString>(&headers))
        return *fault;
    Target &options = m_agent.options;
    options.headers = std::get<std::vector<HeaderField>>(headers);
    m_options->applyTo(options);
    m_tls->applyTo(options);
    options.tls.certificateFile = m_certificate->text().trimmed().toStdString();
    options.tls.keyFile = m_key->text().trimmed().toStdString();
    if (options.tls.certificateFile.empty() != options.tls.keyFile.empty())
        return QStringLiteral("A certificate and its key can only be used together.");
    m_agent.name = m_name->text().trimmed();
    if (m_agent.name.isEmpty())
        m_agent.name = agentNameFor(m_agent.target);
    return {};
}

void AgentDialog::confirm()
{
    QString fault = readFields();
    if (fault.isEmpty())
        fault = m_store(m_agent);
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
    if (fault.isEmpty())
        close();
}

} // namespace fg
