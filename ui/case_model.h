// The cases as a tree of categories, with a check box, the last verdict and the time each took.
#pragma once

#include "protocol/conformance/catalogue.h"
#include "protocol/conformance/verdict.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <optional>
#include <vector>

namespace fg {

class CaseModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Case, Verdict, Time, ColumnCount };

    explicit CaseModel(QObject *parent = nullptr);

    void setRunning(const CaseSpec &spec);
    void setResult(const CaseResult &result);
    // A run is over: what still counts as running is not.
    void clearRunning();

    // Null for a category.
    [[nodiscard]] const CaseSpec *caseAt(const QModelIndex &index) const;
    // The case, or all cases of a category.
    [[nodiscard]] std::vector<const CaseSpec *> casesUnder(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const CaseSpec &spec) const;
    [[nodiscard]] std::vector<const CaseSpec *> checkedCases() const;
    // Ids, so that a case that is new in a later version counts as checked.
    [[nodiscard]] QStringList uncheckedIds() const;
    void setUncheckedIds(const QStringList &ids);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void checksChanged();

private:
    using NodeNumber = std::size_t;
    static constexpr NodeNumber root = 0;

    struct Node
    {
        QString id;
        QString title;
        const CaseSpec *spec = nullptr; // null for a category
        NodeNumber parent = root;
        int row = 0;
        std::vector<NodeNumber> children;
        bool isChecked = true; // cases only
        bool isRunning = false;
        std::optional<CaseResult> result;
    };

    void build();
    NodeNumber add(NodeNumber parent, QString id, QString title, const CaseSpec *spec);
    [[nodiscard]] NodeNumber childWithId(NodeNumber parent, const QString &id) const;
    [[nodiscard]] NodeNumber numberOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(NodeNumber number, int column = Case) const;
    [[nodiscard]] Node *nodeOf(const CaseSpec &spec);
    [[nodiscard]] Qt::CheckState checkState(NodeNumber number) const;
    void check(NodeNumber number, bool on);
    // Told for the node, all below and all above it.
    void tellChecks(NodeNumber number);
    void tellVerdict(const CaseSpec &spec);
    [[nodiscard]] QString textOf(const Node &node, int column) const;
    // Cases of a category that have a verdict, and those of them that have not failed.
    struct Judged
    {
        int fine = 0;
        int all = 0;
    };
    [[nodiscard]] Judged judgedUnder(NodeNumber number) const;
    [[nodiscard]] QString categorySummary(NodeNumber number) const;
    [[nodiscard]] QVariant verdictIcon(NodeNumber number) const;
    template <typename Visit> void forEachCase(NodeNumber number, Visit visit) const;

    std::vector<Node> m_nodes; // [0] is the invisible root
};

} // namespace fg
