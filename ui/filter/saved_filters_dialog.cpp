#include "ui/filter/saved_filters_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

namespace fg {

namespace {

enum SavedColumn { SavedName, SavedText, SavedColumnCount };

} // namespace

void showRefusal(SavedFilters::Refusal refusal, QWidget *parent)
{
    auto *box = new QMessageBox(QMessageBox::Warning, QStringLiteral("The filter was not saved"),
                                sentenceOf(refusal), QMessageBox::Ok, parent);
    box->setObjectName(QStringLiteral("filterRefusal"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

SavedFiltersDialog::SavedFiltersDialog(SavedFilters &filters, QWidget *parent)
    : QDialog(parent)
    , m_filters(filters)
    , m_table(new QTableWidget(0, SavedColumnCount, this))
    , m_use(new QPushButton(QStringLiteral("&Use"), this))
    , m_up(new QPushButton(QStringLiteral("Move &up"), this))
    , m_down(new QPushButton(QStringLiteral("Move &down"), this))
    , m_remove(new QPushButton(QStringLiteral("&Remove"), this))
{
    setObjectName(QStringLiteral("savedFiltersDialog"));
    setWindowTitle(QStringLiteral("Saved filters"));
    m_table->setObjectName(QStringLiteral("savedFiltersTable"));
    m_table->setAccessibleName(QStringLiteral("Saved filters"));
    m_table->setHorizontalHeaderLabels({QStringLiteral("Name"), QStringLiteral("Filter")});
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->resizeSection(SavedName, 200);
    m_table->verticalHeader()->hide();
    m_table->setSelectionBehavior(QTableWidget::SelectRows);
    m_table->setSelectionMode(QTableWidget::SingleSelection);
    m_table->setToolTip(QStringLiteral("A double click changes a name or a filter"));
    m_use->setObjectName(QStringLiteral("savedFiltersUse"));
    m_up->setObjectName(QStringLiteral("savedFiltersUp"));
    m_down->setObjectName(QStringLiteral("savedFiltersDown"));
    m_remove->setObjectName(QStringLiteral("savedFiltersRemove"));
    auto *side = new QVBoxLayout;
    for (QPushButton *button : {m_use, m_up, m_down, m_remove}) {
        button->setAutoDefault(false);
        side->addWidget(button);
    }
    side->addStretch(1);
    auto *middle = new QHBoxLayout;
    middle->addWidget(m_table, 1);
    middle->addLayout(side);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(middle, 1);
    layout->addWidget(buttons);
    resize(640, 320);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_use, &QPushButton::clicked, this, &SavedFiltersDialog::use);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    connect(m_remove, &QPushButton::clicked, this, &SavedFiltersDialog::remove);
    connect(m_table, &QTableWidget::cellChanged, this, [this](int row, int) { edited(row); });
    connect(m_table, &QTableWidget::currentCellChanged, this, &SavedFiltersDialog::enableButtons);
    fill(0);
}

void SavedFiltersDialog::fill(int current)
{
    const QSignalBlocker blocker(m_table);
    const auto &all = m_filters.all();
    m_table->setRowCount(static_cast<int>(all.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        m_table->setItem(row, SavedName, new QTableWidgetItem(all[static_cast<std::size_t>(row)].name));
        m_table->setItem(row, SavedText, new QTableWidgetItem(all[static_cast<std::size_t>(row)].text));
    }
    m_table->setCurrentCell(std::min(current, m_table->rowCount() - 1), SavedName);
    enableButtons();
}

void SavedFiltersDialog::enableButtons()
{
    const int row = m_table->currentRow();
    m_use->setEnabled(row >= 0);
    m_remove->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_table->rowCount());
}

void SavedFiltersDialog::edited(int row)
{
    const auto refusal =
        m_filters.change(static_cast<std::size_t>(row),
                         {m_table->item(row, SavedName)->text(), m_table->item(row, SavedText)->text()});
    // The cell is still being changed here, so that it cannot be filled yet.
    QMetaObject::invokeMethod(
        this, [this, row] { fill(row); }, Qt::QueuedConnection);
    if (refusal)
        showRefusal(*refusal, this);
}

void SavedFiltersDialog::move(int by)
{
    const int row = m_table->currentRow();
    m_filters.exchange(static_cast<std::size_t>(row), static_cast<std::size_t>(row + by));
    fill(row + by);
}

void SavedFiltersDialog::remove()
{
    const int row = m_table->currentRow();
    m_filters.remove(static_cast<std::size_t>(row));
    fill(row);
}

void SavedFiltersDialog::use()
{
    emit chosen(m_filters.all()[static_cast<std::size_t>(m_table->currentRow())].text);
    accept();
}

} // namespace fg
