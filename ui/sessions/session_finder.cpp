#include "ui/sessions/session_finder.h"

#include "ui/bench/workbench.h"
#include "ui/kit/empty_hint.h"
#include "ui/kit/text_table.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace fg {

namespace {

constexpr QSize shownSize(460, 320);
constexpr int stateWidth = 150;

} // namespace

SessionFinder::SessionFinder(Workbench &workbench, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_workbench(workbench)
    , m_search(new QLineEdit(this))
{
    setObjectName(QStringLiteral("sessionFinder"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(StyledPanel);
    m_found.setSourceModel(&workbench.book());
    m_found.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_found.setFilterKeyColumn(SessionBook::Title);
    m_list = new TextTableView(&m_found, QStringLiteral("All sessions"), this);
    m_list->setObjectName(QStringLiteral("foundSessions"));
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->horizontalHeader()->setStretchLastSection(false);
    m_list->horizontalHeader()->setSectionResizeMode(SessionBook::Title, QHeaderView::Stretch);
    m_list->horizontalHeader()->resizeSection(SessionBook::State, stateWidth);
    new EmptyHint(QStringLiteral("No session has this in its name."), m_list);
    m_search->setObjectName(QStringLiteral("sessionSearch"));
    m_search->setPlaceholderText(QStringLiteral("Find a session by its name"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_found.setFilterFixedString(text);
        m_list->setCurrentIndex(m_found.index(0, SessionBook::Title));
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { choose(m_list->currentIndex()); });
    connect(m_list, &QTableView::clicked, this, &SessionFinder::choose);
    connect(m_list, &QTableView::activated, this, &SessionFinder::choose);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    resize(shownSize);
    const int shown = workbench.book().rowOf(workbench.shownIn(Perspective::Connections));
    m_list->setCurrentIndex(m_found.mapFromSource(workbench.book().index(std::max(0, shown), 0)));
    m_search->setFocus();
}

void SessionFinder::choose(const QModelIndex &index)
{
    const EntryPtr entry = m_workbench.book().at(m_found.mapToSource(index).row());
    if (!entry)
        return;
    close();
    m_workbench.show(entry);
}

// The arrow keys move in the list while the search has the focus.
bool SessionFinder::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
    if (step == 0)
        return false;
    const QModelIndex next = m_found.index(m_list->currentIndex().row() + step, SessionBook::Title);
    if (next.isValid())
        m_list->setCurrentIndex(next);
    return true;
}

} // namespace fg
