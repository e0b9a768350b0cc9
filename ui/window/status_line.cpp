#include "ui/window/status_line.h"

#include "ui/base/text.h"
#include "ui/bench/workbench.h"
#include "ui/kit/job_bar.h"

#include <QLabel>
#include <QStatusBar>

namespace fg {

StatusLine::StatusLine(Workbench &workbench, QStatusBar *bar)
    : QObject(bar)
    , m_workbench(workbench)
    , m_bar(bar)
    , m_rows(new QLabel(bar))
{
    bar->addPermanentWidget(new JobBar(workbench.jobs()));
    bar->addPermanentWidget(m_rows);
    connect(&workbench, &Workbench::shownChanged, this, &StatusLine::showRows);
    connect(&workbench, &Workbench::shownProgressed, this, &StatusLine::showRows);
    showRows();
}

void StatusLine::showMessage(const QString &text)
{
    constexpr int milliseconds = 8'000;
    m_bar->showMessage(text, milliseconds);
}

void StatusLine::showCopied(int copied, int selected)
{
    constexpr int milliseconds = 5'000;
    const QString text = copied < selected
        ? QStringLiteral("Copied the first %1 of %2 rows.").arg(copied).arg(selected)
        : QStringLiteral("Copied %1.").arg(quantity(static_cast<std::uint64_t>(copied), "row"));
    m_bar->showMessage(text, milliseconds);
}

void StatusLine::announce(const QString &text) { m_bar->showMessage(text); }

void StatusLine::showRows()
{
    const EntryPtr &entry = m_workbench.shown();
    if (!entry) {
        m_rows->clear();
        return;
    }
    const QString rows = quantity(entry->summary.rows.value(), "row");
    if (entry->summary.isCutShort)
        m_rows->setText(QStringLiteral("%1; the memory for the file is used up").arg(rows));
    else if (entry->summary.isFull)
        m_rows->setText(QStringLiteral("%1; the log is full, so no more are added").arg(rows));
    else
        m_rows->setText(rows);
}

} // namespace fg
