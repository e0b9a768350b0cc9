#include "ui/runs/matrix_panel.h"

#include "protocol/files/whole_file.h"
#include "protocol/report/pages/html_report.h"
#include "protocol/text/iso_time.h"
#include "ui/base/text.h"
#include "ui/bench/case_bench.h"
#include "ui/runs/matrix_legend.h"
#include "ui/runs/matrix_view.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QImage>
#include <QMenu>
#include <QSaveFile>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fg {

namespace {

constexpr int pictureScale = 2;

Trouble writeTrouble(const QString &file, const std::string &why)
{
    return {"The file was not written.",
            why.empty() ? QStringLiteral("%1 cannot be written.").arg(file).toStdString() : why,
            "Choose another folder, or free disk space and check that you may write to the folder."};
}

// The kinds of agents in the matrix, and the period in which their cases ran.
IndexHeading headingFor(CaseBench &bench)
{
    using Time = std::chrono::system_clock::time_point;
    Time first = Time::max();
    Time last = Time::min();
    for (const AgentId id : bench.results().agents()) {
        for (const CaseSummary &summary : bench.results().find(id)->cases) {
            if (summary.started == Time()) // a report may not say when a case ran
                continue;
            first = std::min(first, summary.started);
            last = std::max(last, summary.started);
        }
    }
    bool hasServers = false;
    bool hasClients = false;
    bool hasReported = false;
    for (const AgentId id : bench.results().agents()) {
        const Agent *const agent = bench.agents().find(id);
        hasServers = hasServers || (agent && agent->isServer());
        hasClients = hasClients || (agent && agent->isClient());
        hasReported = hasReported || (agent && agent->isReported);
    }
    QStringList who;
    if (hasServers)
        who += QStringLiteral("servers under test");
    if (hasClients)
        who += QStringLiteral("clients under test");
    if (hasReported)
        who += QStringLiteral("results of reports and earlier runs");
    QString subject = who.isEmpty() ? QStringLiteral("nothing has run") : who.join(QStringLiteral(", "));
    subject.front() = subject.front().toUpper();
    std::string when = "at an unknown time";
    if (first <= last)
        when = dayAndTime(first) == dayAndTime(last) ? dayAndTime(first)
                                                     : dayAndTime(first) + " to " + dayAndTime(last);
    return {subject.toStdString(), when};
}

} // namespace

MatrixPanel::MatrixPanel(CaseBench &bench, QWidget *parent)
    : QWidget(parent)
    , m_bench(bench)
    , m_view(new MatrixView(bench.results(), this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addWidget(makeBar());
    layout->addWidget(m_view, 1);
    connect(m_view, &MatrixView::caseOpened, this, &MatrixPanel::caseOpened);
    connect(m_view, &MatrixView::scopeChanged, this, &MatrixPanel::showPath);
    showPath();
}

QWidget *MatrixPanel::makeBar()
{
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    m_path = new QHBoxLayout;
    m_path->setSpacing(2);
    layout->addLayout(m_path);
    layout->addStretch(1);
    layout->addWidget(new MatrixLegend(bar));
    auto *exportButton = new QToolButton(bar);
    exportButton->setObjectName(QStringLiteral("exportMatrixButton"));
    exportButton->setText(QStringLiteral("Export"));
    exportButton->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(exportButton);
    menu->addAction(QStringLiteral("As a &web page…"), this,
                    [this] { chooseFile(QStringLiteral("Web page (*.html)"), QStringLiteral("html")); });
    menu->addAction(QStringLiteral("As a &picture…"), this,
                    [this] { chooseFile(QStringLiteral("Picture (*.png)"), QStringLiteral("png")); });
    exportButton->setMenu(menu);
    layout->addWidget(exportButton);
    return bar;
}

// "All cases > 6 UTF-8 > 6.2 ...": each part but the last is a button that leads back.
void MatrixPanel::showPath()
{
    while (QLayoutItem *item = m_path->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    QStringList scopes{QString()};
    const QStringList parts = m_view->scope().split(QLatin1Char('.'), Qt::SkipEmptyParts);
    for (qsizetype depth = 1; depth <= parts.size(); ++depth)
        scopes += parts.mid(0, depth).join(QLatin1Char('.'));
    for (const QString &scope : scopes) {
        auto *button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setText(scope.isEmpty() ? QStringLiteral("All cases") : QStringLiteral("› %1").arg(scope));
        button->setObjectName(scope.isEmpty() ? QStringLiteral("allCasesButton") : QString());
        button->setEnabled(scope != m_view->scope());
        connect(button, &QToolButton::clicked, this, [this, scope] { m_view->setScope(scope); });
        m_path->addWidget(button);
    }
}

void MatrixPanel::chooseFile(const QString &filter, const QString &suffix)
{
    auto *dialog = new QFileDialog(this, QStringLiteral("Export the matrix"), {}, filter);
    dialog->setObjectName(QStringLiteral("matrixDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(QStringLiteral("matrix.") + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, &MatrixPanel::write);
    dialog->show();
}

void MatrixPanel::write(const QString &file)
{
    bool isWritten = false;
    std::string why;
    QString note;
    const IndexHeading heading = headingFor(m_bench);
    if (QFileInfo(file).suffix().compare(QLatin1String("png"), Qt::CaseInsensitive) == 0) {
        QSaveFile out(file);
        const MatrixView::Picture picture =
            m_view->picture(pictureScale, toQString(heading.subject + ", " + heading.when));
        isWritten = out.open(QIODevice::WriteOnly) && picture.image.save(&out, "PNG") && out.commit();
        if (picture.leftOut > 0)
            note = QStringLiteral(" %1 did not fit; a web page shows all.")
                       .arg(quantity(static_cast<std::uint64_t>(picture.leftOut), "agent"));
    } else {
        WholeFile out(file.toStdString());
        writeIndexPage(out.stream(), m_bench.results().report(), {}, heading);
        const std::optional<FileError> error = out.commit();
        isWritten = !error;
        why = error ? error->sentence() : std::string();
    }
    if (isWritten)
        emit statusMessage(QStringLiteral("Written: %1.").arg(file) + note);
    else
        emit failed(writeTrouble(file, why));
}

} // namespace fg
