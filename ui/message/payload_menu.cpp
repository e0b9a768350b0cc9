#include "ui/message/payload_menu.h"

#include "protocol/files/whole_file.h"
#include "protocol/text/base64.h"
#include "protocol/text/escape.h"
#include "ui/base/text.h"
#include "ui/kit/hex_view.h"
#include "ui/message/text_view.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>

#include <algorithm>
#include <utility>

namespace fg {

namespace {

QString cArray(OctetView octets)
{
    QString text = QStringLiteral("const unsigned char payload[%1] = {").arg(octets.size());
    for (std::size_t at = 0; at < octets.size(); ++at) {
        text += at % 12 == 0 ? QStringLiteral("\n    ") : QStringLiteral(" ");
        text += QStringLiteral("0x%1,").arg(std::to_integer<unsigned>(octets[at]), 2, 16, QLatin1Char('0'));
    }
    return text + QStringLiteral("\n};\n");
}

QString endingFor(const MessageContent &content)
{
    static constexpr const char *images[] = {"png", "jpg", "gif", "bmp"};
    if (content.image)
        return QLatin1String(images[static_cast<std::size_t>(*content.image)]);
    if (content.opcode != Opcode::Text)
        return QStringLiteral("bin");
    return content.isJson ? QStringLiteral("json") : QStringLiteral("txt");
}

} // namespace

PayloadMenu::PayloadMenu(BackgroundJobs &jobs, Source source, QWidget *parent)
    : QMenu(parent)
    , m_jobs(jobs)
    , m_source(std::move(source))
{
    setObjectName(QStringLiteral("messageMenu"));
    addAction(QStringLiteral("Copy as &text"), this, [this] { copyAs(Form::Text); });
    addAction(QStringLiteral("Copy as &hexadecimal"), this, [this] { copyAs(Form::Hex); });
    addAction(QStringLiteral("Copy as &base64"), this, [this] { copyAs(Form::Base64); });
    addAction(QStringLiteral("Copy as &C array"), this, [this] { copyAs(Form::CArray); });
    addSeparator();
    addAction(QStringLiteral("&Save as…"), this, &PayloadMenu::save);
}

void PayloadMenu::copyAs(Form form)
{
    const MessageContent *const content = m_source.content();
    if (!content)
        return;
    const bool isText = form == Form::Text;
    const OctetView all = isText ? octetsOf(m_source.text()) : OctetView(*content->octets);
    const OctetView copied =
        all.first(std::min(all.size(), isText ? TextView::maxCopiedOctets : HexView::maxCopiedOctets));
    QString text;
    switch (form) {
    case Form::Text:
        text = toQString(charactersOf(copied));
        break;
    case Form::Hex:
        text = toQString(toHex(copied));
        break;
    case Form::Base64:
        text = toQString(toBase64(copied));
        break;
    case Form::CArray:
        text = cArray(copied);
        break;
    }
    QGuiApplication::clipboard()->setText(text);
    reportCopied(copied.size(), all.size());
}

void PayloadMenu::reportCopied(std::size_t octets, std::size_t picked)
{
    emit statusMessage(octets < picked
                           ? QStringLiteral("Copied only the first %1 of %2; Save writes them all.")
                                 .arg(toQString(sizeText(octets)), quantity(picked, "octet"))
                           : QStringLiteral("Copied: %1").arg(quantity(octets, "octet")));
}

void PayloadMenu::save()
{
    const MessageContent *const content = m_source.content();
    if (!content)
        return;
    const QString ending = endingFor(*content);
    auto *dialog = new QFileDialog(parentWidget()->window(), QStringLiteral("Save the payload"));
    dialog->setObjectName(QStringLiteral("savePayloadDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->selectFile(QStringLiteral("payload.%1").arg(ending));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, octets = content->octets](const QString &file) { write(file, octets); });
    dialog->show();
}

void PayloadMenu::write(const QString &file, const std::shared_ptr<const OctetBuffer> &octets)
{
    const auto error = std::make_shared<std::optional<FileError>>();
    m_jobs.start(
        QStringLiteral("Writing %1").arg(QFileInfo(file).fileName()), this,
        [octets, file, error](BackgroundJobs::Progress &progress) {
            WholeFile out(file.toStdString());
            const std::string_view text = charactersOf(*octets);
            out.stream().write(text.data(), static_cast<std::streamsize>(text.size()));
            if (!progress.wasStopped())
                *error = out.commit();
        },
        [this, file, error](const BackgroundJobs::Progress &progress) {
            if (*error)
                emit failed({"The payload was not saved.", (*error)->sentence(),
                             "Choose another folder, or free disk space and check that you may write to the "
                             "folder."});
            else if (progress.wasStopped())
                emit statusMessage(QStringLiteral("Stopped. Nothing was written."));
            else
                emit statusMessage(QStringLiteral("Written: %1").arg(file));
        },
        BackgroundJobs::Kind::Writing);
}

void PayloadMenu::copyText(std::string_view text)
{
    const std::string_view copied = text.substr(0, TextView::maxCopiedOctets);
    QGuiApplication::clipboard()->setText(toQString(copied));
    reportCopied(copied.size(), text.size());
}

} // namespace fg
