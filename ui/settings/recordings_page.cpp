#include "ui/settings/recordings_page.h"

#include "ui/base/theme.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace fg {

namespace {

// Empty, or why recordings cannot be written there. A folder that does not exist yet is made.
QString faultOfFolder(const QString &folder)
{
    if (folder.isEmpty())
        return {};
    if (!QDir::isAbsolutePath(folder) || folder.size() > Preferences::longestFolder)
        return QStringLiteral("Type the whole path of a folder, such as /home/me/recordings.");
    QFileInfo info(folder);
    if (info.exists() && !info.isDir())
        return QStringLiteral("This is a file, not a folder. Choose another name.");
    const bool isThere = info.exists();
    while (!info.exists() && !info.isRoot())
        info.setFile(info.path());
    if (info.isDir() && info.isWritable())
        return {};
    if (isThere)
        return QStringLiteral("You may not write into this folder. Choose another.");
    return QStringLiteral("This folder cannot be made in %1. Choose another.").arg(info.filePath());
}

} // namespace

RecordingsPage::RecordingsPage(PreferenceBook &book, const QString &ownFolder, QWidget *parent)
    : SettingsPage(book, parent)
    , m_folder(new QLineEdit(this))
    , m_fault(new QLabel(this))
    , m_files(makeLimit(QStringLiteral("keptFiles"), Preferences::mostFiles, QStringLiteral(" recordings"),
                        QStringLiteral("any number"), &Keeping::files))
    , m_days(makeLimit(QStringLiteral("keptDays"), Preferences::mostDays, QStringLiteral(" days"),
                       QStringLiteral("of any age"), &Keeping::days))
    , m_mebibytes(makeLimit(QStringLiteral("keptMebibytes"), Preferences::mostKeptMebibytes,
                            QStringLiteral(" MiB in all"), QStringLiteral("of any size"),
                            &Keeping::mebibytes))
{
    m_folder->setObjectName(QStringLiteral("recordingFolder"));
    m_folder->setPlaceholderText(ownFolder);
    m_folder->setToolTip(
        QStringLiteral("Where the recordings of sessions that begin from now on are; empty: %1")
            .arg(ownFolder));
    m_folder->setClearButtonEnabled(true);
    connect(m_folder, &QLineEdit::editingFinished, this, &RecordingsPage::takeTyped);
    auto *choose = new QPushButton(QStringLiteral("&Choose…"), this);
    choose->setObjectName(QStringLiteral("chooseRecordingFolder"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &RecordingsPage::chooseFolder);
    setTabOrder(m_folder, choose);
    setTabOrder(choose, m_files);
    m_fault->setObjectName(QStringLiteral("recordingFolderFault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->hide();
    auto *what = new QLabel(
        QStringLiteral(
            "Each live session is recorded while it has a tab. Its recording is deleted when the tab or the "
            "window closes; you are asked first if it is not saved. What is left after the program was "
            "killed is offered at the next start. What you leave then, or reopen and do not close, stays, "
            "and "
            "File > Recover finds it. When the program starts, it deletes of these, and of nothing else, for "
            "good those that are older than the days below, and the oldest ones if there are more, or "
            "larger ones in all, than stands there. None is deleted that is in use or that you were not "
            "asked about."),
        this);
    what->setObjectName(QStringLiteral("recordingRules"));
    what->setWordWrap(true);
    auto *folder = new QHBoxLayout;
    folder->addWidget(m_folder, 1);
    folder->addWidget(choose);
    auto *form = new QFormLayout(this);
    form->addRow(QStringLiteral("&Folder"), folder);
    qobject_cast<QLabel *>(form->labelForField(folder))->setBuddy(m_folder);
    form->addRow(m_fault);
    form->addRow(what);
    form->addRow(QStringLiteral("How &many"), m_files);
    form->addRow(QStringLiteral("How o&ld"), m_days);
    form->addRow(QStringLiteral("How m&uch"), m_mebibytes);
    refresh();
}

QSpinBox *RecordingsPage::makeLimit(const QString &name, int most, const QString &unit,
                                    const QString &withoutLimit, int Keeping::*limit)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(name);
    box->setRange(0, most);
    box->setSuffix(unit);
    box->setSpecialValueText(withoutLimit);
    connect(box, &QSpinBox::valueChanged, this, [this, limit](int value) {
        change([=](Preferences &values) { values.keeping.*limit = value; });
    });
    return box;
}

void RecordingsPage::chooseFolder()
{
    auto *dialog =
        new QFileDialog(this, QStringLiteral("Folder for recordings"),
                        m_folder->text().isEmpty() ? m_folder->placeholderText() : m_folder->text());
    dialog->setObjectName(QStringLiteral("recordingFolderDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &RecordingsPage::setFolder);
    dialog->show();
}

void RecordingsPage::takeTyped() { setFolder(m_folder->text().trimmed()); }

// A folder with a fault stays in the field, beside the fault, and is not used.
void RecordingsPage::setFolder(const QString &folder)
{
    m_folder->setText(folder);
    const QString fault = folder == values().recordings ? QString() : faultOfFolder(folder);
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
    if (fault.isEmpty())
        change([&folder](Preferences &values) { values.recordings = folder; });
}

void RecordingsPage::forgetTyped()
{
    m_fault->hide();
    m_folder->setText(values().recordings);
}

void RecordingsPage::show(const Preferences &values)
{
    if (m_fault->isHidden())
        m_folder->setText(values.recordings);
    m_files->setValue(values.keeping.files);
    m_days->setValue(values.keeping.days);
    m_mebibytes->setValue(values.keeping.mebibytes);
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, Theme::current().bad);
    m_fault->setPalette(colors);
}

void RecordingsPage::take(Preferences &values, const Preferences &others) const
{
    values.recordings = others.recordings;
    values.keeping = others.keeping;
}

} // namespace fg
