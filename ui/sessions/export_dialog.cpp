#include "ui/sessions/export_dialog.h"

#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/look.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QVBoxLayout>

namespace fg {

namespace {

QString hintFor(const ExportFormatInfo &info)
{
    if (!info.canPick)
        return QStringLiteral("This format always has all rows. Frameglass and Wireshark can open it.");
    if (info.format == ExportFormat::Har)
        return QStringLiteral("Browser tools show the messages; Frameglass shows all frames.");
    return info.isLossless
        ? QStringLiteral("Frameglass can open it again with every row.")
        : QStringLiteral("For reading or for other programs; Frameglass cannot open it again.");
}

} // namespace

ExportDialog::ExportDialog(ExportSource source, const QString &title, std::optional<RowSelection> picked,
                           QWidget *parent)
    : QDialog(parent)
    , m_source(std::move(source))
    , m_picked(std::move(picked))
    , m_format(new QComboBox(this))
    , m_all(new QRadioButton(this))
    , m_onlyPicked(new QRadioButton(this))
    , m_secrets(
          new QCheckBox(QStringLiteral("Include &secrets (Authorization, Cookie and similar fields)"), this))
    , m_hint(new QLabel(this))
    , m_text(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("exportDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(QStringLiteral("Export %1").arg(title));
    makeFields(m_source.log->rowCount());
    auto *label = new QLabel(QStringLiteral("Pre&view"), this);
    label->setBuddy(m_text);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto *write = buttons->addButton(QStringLiteral("&Export…"), QDialogButtonBox::AcceptRole);
    write->setObjectName(QStringLiteral("exportFileButton"));
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::exportRequested);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto *rows = new QVBoxLayout;
    rows->addWidget(m_all);
    rows->addWidget(m_onlyPicked);
    auto *form = new QFormLayout;
    form->addRow(QStringLiteral("&Format"), m_format);
    form->addRow(QString(), m_hint);
    form->addRow(QStringLiteral("Rows"), rows);
    form->addRow(QString(), m_secrets);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(label);
    layout->addWidget(m_text, 1);
    layout->addWidget(buttons);
    resize(760, 560);
    write->setDefault(true);
    applyFormat();
}

void ExportDialog::makeFields(RowCount rows)
{
    m_format->setObjectName(QStringLiteral("exportFormat"));
    for (const ExportFormatInfo &info : allExportFormats())
        m_format->addItem(toQString(info.name), toQString(info.word));
    const QString remembered = QSettings().value(settings_keys::exportFormat).toString();
    m_format->setCurrentIndex(std::max(0, m_format->findData(remembered)));
    m_all->setObjectName(QStringLiteral("exportAll"));
    m_all->setText(QStringLiteral("&All (%1)").arg(grouped(rows.value())));
    m_onlyPicked->setObjectName(QStringLiteral("exportPicked"));
    m_onlyPicked->setText(m_picked ? QStringLiteral("Only the rows &picked in the wire log (%1)")
                                         .arg(grouped(m_picked->count().value()))
                                   : QStringLiteral("Only the rows &picked in the wire log (none)"));
    m_all->setChecked(true);
    m_secrets->setObjectName(QStringLiteral("exportSecrets"));
    // This choice is never remembered: secrets are written only if the user has just asked for them.
    m_secrets->setToolTip(
        QStringLiteral("If this is not checked, each character of a secret is replaced by an asterisk"));
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_text->setObjectName(QStringLiteral("exportPreview"));
    m_text->setReadOnly(true);
    useFixedFont(m_text);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::applyFormat);
    connect(m_onlyPicked, &QRadioButton::toggled, this, &ExportDialog::startPreview);
    connect(m_secrets, &QCheckBox::toggled, this, &ExportDialog::startPreview);
}

ExportFormat ExportDialog::format() const
{
    return allExportFormats()[static_cast<std::size_t>(m_format->currentIndex())].format;
}

ExportOptions ExportDialog::options() const
{
    ExportOptions options;
    if (m_onlyPicked->isEnabled() && m_onlyPicked->isChecked())
        options.rows = *m_picked;
    options.secrets = m_secrets->isChecked() ? Secrets::Kept : Secrets::Blanked;
    return options;
}

void ExportDialog::applyFormat()
{
    const ExportFormatInfo &info = infoOf(format());
    QSettings().setValue(settings_keys::exportFormat, toQString(info.word));
    m_hint->setText(hintFor(info));
    m_onlyPicked->setEnabled(m_picked && info.canPick);
    if (!m_onlyPicked->isEnabled())
        m_all->setChecked(true);
    startPreview();
}

void ExportDialog::startPreview()
{
    m_previews.cancelAll();
    const auto make = [source = m_source, format = format(),
                       options = options()](BackgroundJobs::Progress &progress) {
        return exportPreview(source, format, options, progress);
    };
    m_previews.start(this, make, [this](const QString &text) { m_text->setPlainText(text); });
}

} // namespace fg
