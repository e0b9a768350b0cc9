#include "ui/window/window_title.h"

#include "ui/bench/workbench.h"

#include <QWidget>

namespace fg {

WindowTitle::WindowTitle(Workbench &workbench, QWidget *window)
    : QObject(window)
    , m_workbench(workbench)
    , m_window(window)
{
    connect(&workbench, &Workbench::shownChanged, this, &WindowTitle::updateTitle);
    connect(&workbench.bench().runs(), &RunControl::progressed, this, &WindowTitle::updateTitle);
    connect(&workbench.book(), &QAbstractItemModel::dataChanged, this,
            &WindowTitle::updateTitle); // a new name
    updateTitle();
}

void WindowTitle::updateTitle()
{
    const EntryPtr &entry = m_workbench.shown();
    const RunControl &runs = m_workbench.bench().runs();
    QString title = QStringLiteral("Frameglass");
    if (entry)
        title = entry->shownName() + QStringLiteral(" - ") + title;
    if (runs.isRunning())
        title = QStringLiteral("%1 of %2 - %3").arg(runs.done()).arg(runs.total()).arg(title);
    m_window->setWindowTitle(title);
}

} // namespace fg
