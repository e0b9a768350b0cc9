#include "ui/cases/report_dialog.h"

#include "protocol/files/whole_file.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/look.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace fg {

ReportDialog::ReportDialog(const QString &text, const QString &fileName, QWidget *parent)
    : QDialog(parent)
    , m_text(new QPlainTextEdit(text, this))
    , m_fileName(fileName)
{
    setObjectName(QStringLiteral("reportDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(QStringLiteral("Report for a bug tracker"));
    m_text->setObjectName(QStringLiteral("reportText"));
    useFixedFont(m_text);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(QStringLiteral("Report in Markdown"));
    auto *hint =
        new QLabel(QStringLiteral("Markdown for a bug tracker. Check it before you publish it: the wire log "
                                  "shows what was sent and received."),
                   this);
    hint->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *copyButton = buttons->addButton(QStringLiteral("&Copy"), QDialogButtonBox::ActionRole);
    copyButton->setObjectName(QStringLiteral("copyReportButton"));
    auto *saveButton = buttons->addButton(QStringLiteral("&Save as…"), QDialogButtonBox::ActionRole);
    connect(copyButton, &QPushButton::clicked, this, &ReportDialog::copy);
    connect(saveButton, &QPushButton::clicked, this, &ReportDialog::chooseFile);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(hint);
    layout->addWidget(m_text, 1);
    layout->addWidget(buttons);
    resize(760, 560);
}

void ReportDialog::copy()
{
    QGuiApplication::clipboard()->setText(m_text->toPlainText());
    emit copied();
}

void ReportDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, QStringLiteral("Save the report"), {},
                                   QStringLiteral("Markdown (*.md);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("md"));
    dialog->selectFile(m_fileName);
    connect(dialog, &QFileDialog::fileSelected, this, &ReportDialog::save);
    dialog->show();
}

void ReportDialog::save(const QString &file)
{
    const std::string text = m_text->toPlainText().toStdString();
    if (const auto error = writeWholeFile(file.toStdString(), text)) {
        auto *box = new QMessageBox(QMessageBox::Warning, windowTitle(), toQString(error->sentence()),
                                    QMessageBox::Close, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->setTextFormat(Qt::PlainText);
        box->setModal(false);
        box->show();
        return;
    }
    emit saved(file);
}

} // namespace fg
