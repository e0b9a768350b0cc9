#include "ui/connect/tls_options.h"

#include "ui/base/text.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace fg {

using Verification = TlsClientSettings::Verification;

TlsOptions::TlsOptions(QWidget *parent)
    : QWidget(parent)
    , m_caFile(new QLineEdit(this))
    , m_serverName(new QLineEdit(this))
    , m_allowFaults(new QCheckBox(QStringLiteral("&Allow faults of the certificate"), this))
{
    setObjectName(QStringLiteral("tlsRow"));
    m_caFile->setObjectName(QStringLiteral("caFileEdit"));
    m_caFile->setPlaceholderText(QStringLiteral("the system's authorities"));
    m_caFile->setToolTip(QStringLiteral("PEM file with the authorities to trust instead of the system's"));
    m_serverName->setObjectName(QStringLiteral("serverNameEdit"));
    m_serverName->setPlaceholderText(QStringLiteral("as in the URL"));
    m_serverName->setToolTip(QStringLiteral("Name sent as SNI and expected in the certificate"));
    m_allowFaults->setObjectName(QStringLiteral("allowFaultsBox"));
    m_allowFaults->setToolTip(QStringLiteral(
        "Applies to connections to this target until the target changes; the faults are listed"));
    auto *browse = new QToolButton(this);
    browse->setText(QStringLiteral("…"));
    browse->setAccessibleName(QStringLiteral("Choose the file of authorities"));
    browse->setToolTip(browse->accessibleName());
    connect(browse, &QToolButton::clicked, this, &TlsOptions::chooseCaFile);

    auto *caLabel = new QLabel(QStringLiteral("TLS: authorities &from"), this);
    caLabel->setBuddy(m_caFile);
    auto *nameLabel = new QLabel(QStringLiteral("server &name"), this);
    nameLabel->setBuddy(m_serverName);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(caLabel);
    layout->addWidget(m_caFile, 3);
    layout->addWidget(browse);
    layout->addSpacing(8);
    layout->addWidget(nameLabel);
    layout->addWidget(m_serverName, 2);
    layout->addSpacing(8);
    layout->addWidget(m_allowFaults);
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
    target.tls.verification = m_allowFaults->isChecked() ? Verification::AllowFaults : Verification::Full;
}

void TlsOptions::show(const Target &target)
{
    m_caFile->setText(toQString(target.tls.caFile));
    m_serverName->setText(toQString(target.tls.serverName));
    m_allowFaults->setChecked(target.tls.verification == Verification::AllowFaults);
}

void TlsOptions::clearServer()
{
    m_allowFaults->setChecked(false);
    m_serverName->clear();
}

QString TlsOptions::caFile() const { return m_caFile->text().trimmed(); }

void TlsOptions::setCaFile(const QString &file) { m_caFile->setText(file); }

} // namespace fg
