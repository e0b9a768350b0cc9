#include "ui/connect/tls_options.h"

#include "ui/base/text.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace fg {

using Verification = TlsClientSettings::Verification;

TlsOptions::TlsOptions(QWidget *parent)
    : QWidget(parent)
    , m_caFile(new QLineEdit(this))
    , m_serverName(new QLineEdit(this))
    , m_sni(new QLineEdit(this))
    , m_allowFaults(new QCheckBox(QStringLiteral("Allow faults of the certificate"), this))
    , m_onlyFaults(new QLineEdit(this))
{
    setObjectName(QStringLiteral("tlsRow"));
    m_caFile->setObjectName(QStringLiteral("caFileEdit"));
    m_caFile->setPlaceholderText(QStringLiteral("the system's authorities"));
    m_caFile->setToolTip(QStringLiteral("PEM file with the authorities to trust instead of the system's"));
    m_serverName->setObjectName(QStringLiteral("serverNameEdit"));
    m_serverName->setPlaceholderText(QStringLiteral("as in the URL"));
    m_serverName->setToolTip(QStringLiteral(
        "The name or address that the certificate must be for; also sent to the server (SNI)"));
    m_sni->setObjectName(QStringLiteral("sniEdit"));
    m_sni->setPlaceholderText(QStringLiteral("the server name"));
    m_sni->setToolTip(QStringLiteral(
        "A name that is sent to the server (SNI) instead; the certificate is not compared with it"));
    m_allowFaults->setObjectName(QStringLiteral("allowFaultsBox"));
    m_allowFaults->setToolTip(QStringLiteral(
        "Applies to connections to this target until the target changes; the faults are listed"));
    m_onlyFaults->setObjectName(QStringLiteral("onlyFaultsEdit"));
    m_onlyFaults->setPlaceholderText(QStringLiteral("any"));
    m_onlyFaults->setAccessibleName(QStringLiteral("Names of the faults that are allowed"));
    m_onlyFaults->setToolTip(QStringLiteral(
        "Names of faults, as a refusal lists them, with commas between them: only these are allowed"));
    m_onlyFaults->setEnabled(false);
    connect(m_allowFaults, &QCheckBox::toggled, m_onlyFaults, &QWidget::setEnabled);
    auto *browse = new QToolButton(this);
    browse->setText(QStringLiteral("…"));
    browse->setAccessibleName(QStringLiteral("Choose the file of authorities"));
    browse->setToolTip(browse->accessibleName());
    connect(browse, &QToolButton::clicked, this, &TlsOptions::chooseCaFile);

    auto *caLabel = new QLabel(QStringLiteral("TLS: authorities from"), this);
    caLabel->setBuddy(m_caFile);
    auto *nameLabel = new QLabel(QStringLiteral("server name"), this);
    nameLabel->setBuddy(m_serverName);
    auto *sniLabel = new QLabel(QStringLiteral("sent as SNI"), this);
    sniLabel->setBuddy(m_sni);
    auto *layout = new QHBoxLayout;
    layout->addWidget(caLabel);
    layout->addWidget(m_caFile, 3);
    layout->addWidget(browse);
    layout->addSpacing(8);
    layout->addWidget(nameLabel);
    layout->addWidget(m_serverName, 2);
    layout->addSpacing(8);
    layout->addWidget(sniLabel);
    layout->addWidget(m_sni, 2);
    auto *faults = new QHBoxLayout;
    faults->addWidget(m_allowFaults);
    faults->addWidget(m_onlyFaults);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->addLayout(layout);
    rows->addLayout(faults);
    for (const QLineEdit *field : {m_caFile, m_serverName, m_sni, m_onlyFaults})
        connect(field, &QLineEdit::textChanged, this, &TlsOptions::changed);
    connect(m_allowFaults, &QCheckBox::toggled, this, &TlsOptions::changed);
}

void TlsOptions::chooseCaFile()
{
    auto *dialog =
        new QFileDialog(this, QStringLiteral("Authorities to trust"), QFileInfo(m_caFile->text()).path(),
                        QStringLiteral("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_caFile, &QLineEdit::setText);
    dialog->show();
}

void TlsOptions::applyTo(Target &target) const
{
    target.tls.caFile = caFile().toStdString();
    target.tls.serverName = m_serverName->text().trimmed().toStdString();
    target.tls.sni = m_sni->text().trimmed().toStdString();
    target.tls.verification = m_allowFaults->isChecked() ? Verification::AllowFaults : Verification::Full;
    target.tls.allowedFaults.clear();
    for (const QString &name : m_onlyFaults->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (m_allowFaults->isChecked() && !name.trimmed().isEmpty())
            target.tls.allowedFaults.push_back(name.trimmed().toStdString());
    }
}

void TlsOptions::show(const Target &target)
{
    m_caFile->setText(toQString(target.tls.caFile));
    m_serverName->setText(toQString(target.tls.serverName));
    m_sni->setText(toQString(target.tls.sni));
    m_allowFaults->setChecked(target.tls.verification == Verification::AllowFaults);
    QStringList names;
    for (const std::string &name : target.tls.allowedFaults)
        names += toQString(name);
    m_onlyFaults->setText(names.join(QStringLiteral(", ")));
}

void TlsOptions::clearServer()
{
    m_allowFaults->setChecked(false);
    m_onlyFaults->clear();
    m_serverName->clear();
    m_sni->clear();
}

QString TlsOptions::caFile() const { return m_caFile->text().trimmed(); }

void TlsOptions::setCaFile(const QString &file) { m_caFile->setText(file); }

} // namespace fg
