// The fields of the picked row as a tree, with the octets that each covers. Those that break a rule are
// marked.
#pragma once

#include "protocol/report/wording/row_detail.h"
#include "protocol/session/log/session.h"

#include <QAbstractItemModel>

#include <vector>

namespace fg {

// A range of octets; positions count from the first octet of the hex view.
struct OctetRange
{
    std::uint64_t start = 0;
    std::uint64_t length = 0; // 0: none
};

class FieldModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Value, Meaning, ColumnCount };

    explicit FieldModel(QObject *parent = nullptr);

    void setDetail(RowDetail detail);
    // The findings of the row; `ourRole` is for their sentences.
    void setFindings(std::vector<Finding> findings, Role ourRole);
    [[nodiscard]] const std::vector<Finding> &findings() const { return m_findings; }
    [[nodiscard]] const RowDetail &detail() const { return m_detail; }
    [[nodiscard]] OctetRange rangeOf(const QModelIndex &index) const;
    // The condition of a filter for the field's value; empty: none.
    [[nodiscard]] std::string clauseOf(const QModelIndex &index) const
    {
        return index.isValid() ? nodeOf(index).field->clause : std::string();
    }
    // The innermost field that covers an octet; invalid if there is none.
    [[nodiscard]] QModelIndex fieldAt(std::uint64_t position) const;
    // The first of the fields that show a fault: of the frame, or the lines of a head with its octets.
    // Invalid if none does.
    [[nodiscard]] QModelIndex fieldOf(const Where &where) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    // A field. Nodes are in depth-first order; a node's number is the internal id of its index.
    struct Node
    {
        const Field *field = nullptr; // into m_detail
        int parent = -1;
        int row = 0;
        std::vector<int> children;
    };
    int add(const Field &field, int parent, int row);
    [[nodiscard]] const std::vector<int> &childrenOf(const QModelIndex &parent) const;
    [[nodiscard]] const Node &nodeOf(const QModelIndex &index) const;
    // Whether this field shows the fault.
    [[nodiscard]] static bool shows(const Field &field, const Where &where);
    [[nodiscard]] std::vector<Finding> findingsOf(const Field &field) const;
    [[nodiscard]] QString sentencesOf(const std::vector<Finding> &findings) const;

    RowDetail m_detail;
    std::vector<Finding> m_findings;
    Role m_ourRole = Role::Client;
    std::vector<Node> m_nodes;
    std::vector<int> m_top;
};

} // namespace fg
