#include "ui/cases/agents_panel.h"

#include "protocol/report/wording/troubles.h"
#include "ui/base/text.h"
#include "ui/bench/case_bench.h"
#include "ui/cases/agent_dialog.h"
#include "ui/kit/reading_order.h"
#include "ui/kit/text_table.h"

#include <QEvent>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace fg {

namespace {

// Characters of a state that are seen beside the longest name; the tool tip has all of it.
constexpr int leastState = 6;

} // namespace

AgentsPanel::AgentsPanel(CaseBench &bench, QWidget *parent)
    : QWidget(parent)
    , m_bench(bench)
    , m_list(new TextTableView(&bench.agents(), QStringLiteral("Targets"), this))
    , m_typed(new QLineEdit(this))
    , m_fault(new QLabel(this))
    , m_edit(new QPushButton(QStringLiteral("Edit…"), this))
    , m_remove(new QPushButton(QStringLiteral("Remove"), this))
{
    m_list->setObjectName(QStringLiteral("agentList"));
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->horizontalHeader()->setSectionResizeMode(AgentBook::Name, QHeaderView::Fixed);
    m_list->viewport()->installEventFilter(this);
    for (const auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&bench.agents(), changed, this, &AgentsPanel::fitColumns);
    connect(&bench.agents(), &AgentBook::renamed, this, &AgentsPanel::fitColumns);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &AgentsPanel::picked);
    connect(m_list, &QTableView::doubleClicked, this, &AgentsPanel::editAgent);
    connect(m_list, &QWidget::customContextMenuRequested, this, &AgentsPanel::showMenu);
    connect(&bench.current(), &CurrentAgent::changed, this, &AgentsPanel::pickCurrent);
    connect(&bench.agents(), &QAbstractItemModel::rowsInserted, this, &AgentsPanel::pickCurrent);

    auto *add = new QPushButton(QStringLiteral("Add…"), this);
    add->setObjectName(QStringLiteral("addAgentButton"));
    add->setToolTip(QStringLiteral("Add a server to run cases against, with its header fields and options"));
    connect(add, &QPushButton::clicked, this, &AgentsPanel::addAgent);
    m_edit->setObjectName(QStringLiteral("editAgentButton"));
    connect(m_edit, &QPushButton::clicked, this, &AgentsPanel::editAgent);
    m_remove->setObjectName(QStringLiteral("removeAgentButton"));
    connect(m_remove, &QPushButton::clicked, this, &AgentsPanel::removeAgent);
    auto *serve = new QPushButton(QStringLiteral("Clients…"), this);
    serve->setObjectName(QStringLiteral("clientsButton"));
    serve->setToolTip(QStringLiteral("Test clients: they connect to this program and appear here as agents"));
    connect(serve, &QPushButton::clicked, this, &AgentsPanel::serveRequested);

    auto *buttons = new QGridLayout;
    buttons->setSpacing(4);
    buttons->addWidget(add, 0, 0);
    buttons->addWidget(m_edit, 0, 1);
    buttons->addWidget(m_remove, 1, 0);
    buttons->addWidget(serve, 1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    QWidget *const typed = makeTyped();
    layout->addWidget(typed);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
    setReadingOrder({typed, m_list, add, m_edit, m_remove, serve});
    pickCurrent();
}

QWidget *AgentsPanel::makeTyped()
{
    m_typed->setObjectName(QStringLiteral("newTargetEdit"));
    m_typed->setPlaceholderText(QStringLiteral("ws://host:port, then Enter"));
    m_typed->setAccessibleName(QStringLiteral("Address of a server to test"));
    m_typed->setToolTip(QStringLiteral("Enter makes this server the one against which the cases run"));
    connect(m_typed, &QLineEdit::returnPressed, this, &AgentsPanel::takeTyped);
    m_fault->setObjectName(QStringLiteral("newTargetFault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->hide();
    connect(m_typed, &QLineEdit::textEdited, m_fault, &QWidget::hide);
    auto *typed = new QWidget(this);
    auto *layout = new QVBoxLayout(typed);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_typed);
    layout->addWidget(m_fault);
    return typed;
}

void AgentsPanel::takeTyped()
{
    const ConnectTarget target = ConnectTarget::typed(m_typed->text());
    const std::string text = target.text().toStdString();
    const auto url = parseWebSocketUrl(text);
    if (const auto *const fault = std::get_if<UrlFault>(&url); fault && !target.isEcho()) {
        m_fault->setText(toQString(urlFaultSentence(*fault, text)));
        m_fault->show();
        return;
    }
    const int row = m_bench.agents().choose(target);
    if (row < 0) {
        m_fault->setText(
            QStringLiteral("There are %1 agents already: remove one of them, then press Enter again.")
                .arg(AgentBook::maxAgents));
        m_fault->show();
        return;
    }
    m_typed->clear();
    m_bench.current().set(m_bench.agents().at(row)->id);
}

// A name is read first, so that it has the room that it needs, and the state what is left.
void AgentsPanel::fitColumns()
{
    const QAbstractItemView &list = *m_list;
    const int least = std::max(leastState * fontMetrics().averageCharWidth(),
                               m_list->horizontalHeader()->sectionSizeHint(AgentBook::State));
    m_list->horizontalHeader()->resizeSection(
        AgentBook::Name,
        std::max(least,
                 std::min(list.sizeHintForColumn(AgentBook::Name), m_list->viewport()->width() - least)));
}

bool AgentsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::FontChange)
        fitColumns();
    return QWidget::eventFilter(watched, event);
}

int AgentsPanel::pickedRow() const { return m_list->currentIndex().row(); }

void AgentsPanel::pickCurrent()
{
    const QScopedValueRollback selecting(m_isSelecting, true);
    const int row = m_bench.agents().rowOf(m_bench.current().id());
    if (row >= 0 && row != pickedRow())
        m_list->setCurrentIndex(m_bench.agents().index(row, AgentBook::Name));
    enableButtons();
}

void AgentsPanel::picked()
{
    enableButtons();
    const Agent *const agent = m_bench.agents().at(pickedRow());
    if (!agent || m_isSelecting)
        return;
    m_bench.current().set(agent->id);
}

void AgentsPanel::enableButtons()
{
    const Agent *const agent = m_bench.agents().at(pickedRow());
    m_edit->setEnabled(agent && agent->isServer());
    m_remove->setEnabled(agent && !m_bench.agents().isFixed(pickedRow()));
}

void AgentsPanel::addAgent()
{
    Agent empty;
    empty.options = m_bench.agents().usual();
    auto *dialog = new AgentDialog(
        empty, AgentDialog::Kind::New, [this](const Agent &agent) { return storeNew(agent); }, this);
    dialog->show();
}

QString AgentsPanel::storeNew(const Agent &agent)
{
    const int row = m_bench.agents().add(agent);
    if (row < 0)
        return QStringLiteral("There are %1 agents already: remove one of them, then press OK again.")
            .arg(AgentBook::maxAgents);
    m_list->setCurrentIndex(m_bench.agents().index(row, AgentBook::Name));
    return {};
}

void AgentsPanel::editAgent()
{
    const Agent *const agent = m_bench.agents().at(pickedRow());
    if (!agent || !agent->isServer())
        return;
    const bool isFixed = m_bench.agents().isFixed(pickedRow());
    auto *dialog = new AgentDialog(
        *agent, isFixed ? AgentDialog::Kind::Fixed : AgentDialog::Kind::Known,
        [this, known = *agent](const Agent &edited) { return storeEdited(known, edited); }, this);
    dialog->show();
}

QString AgentsPanel::storeEdited(const Agent &known, const Agent &edited)
{
    AgentBook &agents = m_bench.agents();
    const int row = agents.rowOf(known.id);
    if (row < 0)
        return QStringLiteral("%1 is no longer in the list. Cancel and add it again.").arg(known.name);
    // The history keeps a run under the names that its agents had at the start.
    if (m_bench.starter().isBusy() && edited.name != agents.at(row)->name)
        return QStringLiteral("Cases are running. The name can be changed when they have ended.");
    agents.replace(row, edited);
    return {};
}

void AgentsPanel::removeAgent()
{
    const Agent *const agent = m_bench.agents().at(pickedRow());
    if (agent && agent->isServer() && m_bench.starter().isBusy())
        emit statusMessage(
            QStringLiteral("Cases are running: a server can be removed when they have ended."));
    else
        m_bench.agents().remove(pickedRow());
}

void AgentsPanel::removeReported() { m_bench.agents().removeReported(); }

void AgentsPanel::showMenu(const QPoint &position)
{
    const QModelIndex index = m_list->indexAt(position);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(QStringLiteral("&Add…"), this, &AgentsPanel::addAgent);
    if (index.isValid()) {
        m_list->setCurrentIndex(index);
        menu->addAction(QStringLiteral("&Edit…"), this, &AgentsPanel::editAgent)
            ->setEnabled(m_edit->isEnabled());
        menu->addAction(QStringLiteral("Re&move"), this, &AgentsPanel::removeAgent)
            ->setEnabled(m_remove->isEnabled());
        const Agent *const agent = m_bench.agents().at(index.row());
        menu->addAction(QStringLiteral("&Connect by hand"), this,
                        [this, id = agent->id] {
                            if (const Agent *const known = m_bench.agents().find(id))
                                emit connectRequested(*known);
                        })
            ->setEnabled(agent->isServer());
    }
    if (m_bench.agents().hasReported())
        menu->addAction(QStringLiteral("Remove all from &reports"), this, &AgentsPanel::removeReported);
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

} // namespace fg
