// Small tables of text: a model whose rows are all set at once, and a view set up for reading and copying.
#pragma once

#include "ui/base/mark.h"

#include <QAbstractTableModel>
#include <QStringList>
#include <QTableView>

#include <optional>
#include <vector>

namespace fg {

struct TextTableRow
{
    QStringList cells;
    QString toolTip; // for all cells; empty: each cell's own text
    std::optional<std::pair<Mark, QColor>> mark = std::nullopt; // before the first cell
    bool isBold = false; // for totals
};

class TextTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    struct Column
    {
        QString title;
        Qt::Alignment alignment = Qt::AlignLeft;
        bool isMonospace = false;
    };

    explicit TextTableModel(std::vector<Column> columns, QObject *parent = nullptr);

    // Keeps the selection and the scroll position if only cells change.
    void setRows(std::vector<TextTableRow> rows);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Column> m_columns;
    std::vector<TextTableRow> m_rows;
};

class TextTableView final : public QTableView
{
    Q_OBJECT

public:
    TextTableView(QAbstractItemModel *model, const QString &accessibleName, QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fitRows();
};

} // namespace fg
