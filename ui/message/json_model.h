// A JSON text as a tree for a view: names and values. Rows are handed to the view some hundred at a time, so
// that an array of a million items opens at once.
#pragma once

#include "ui/message/json_tree.h"

#include <QAbstractItemModel>

#include <map>
#include <memory>

namespace fg {

class JsonModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Value, ColumnCount };

    explicit JsonModel(QObject *parent = nullptr);

    // Null: none.
    void setTree(std::shared_ptr<const JsonTree> tree);
    [[nodiscard]] const JsonTree *tree() const { return m_tree.get(); }
    [[nodiscard]] JsonTree::Node nodeOf(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    // The values inside one that was opened.
    struct Opened
    {
        std::vector<JsonTree::Node> children;
        int shown = 0; // How many of them the view has.
    };
    [[nodiscard]] QString nameOf(const QModelIndex &index) const;
    [[nodiscard]] QString valueOf(JsonTree::Node node) const;

    std::shared_ptr<const JsonTree> m_tree;
    std::map<JsonTree::Node, Opened> m_opened;
    std::map<JsonTree::Node, int> m_rows; // Of the values in m_opened, below their parents.
};

} // namespace fg
