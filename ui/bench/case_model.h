// The cases of one agent as a tree of categories, with a check box, the last verdict and the duration of
// each.
#pragma once

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/report/results/case_outcome.h"

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

    // The sums over the cases of a category.
    struct Totals
    {
        int cases = 0;
        int run = 0; // cases that ran to their end
        int failed = 0;
        int nonStrict = 0;
        int running = 0;
        TotalTime time;
    };

    explicit CaseModel(QObject *parent = nullptr);

    void setRunning(const CaseSpec &spec);
    void setOutcome(const CaseSpec &spec, const CaseOutcome &outcome);
    // A run has ended: no case counts as running any more.
    void clearRunning();
    // Removes all outcomes, before those of another agent are set.
    void clearOutcomes();
    // Notifies the views of all changes since the last call. The functions above only record a change, so
    // that many of them cause one update.
    void notifyViews();

    // Null for a category.
    [[nodiscard]] const CaseSpec *caseAt(const QModelIndex &index) const;
    // Null if the case has not run. Only for the index of a case.
    [[nodiscard]] const CaseOutcome *outcomeAt(const QModelIndex &index) const;
    // The case, or all cases of a category.
    [[nodiscard]] std::vector<const CaseSpec *> casesUnder(const QModelIndex &index) const;
    [[nodiscard]] std::vector<const CaseSpec *> failedCases() const;
    [[nodiscard]] QModelIndex indexOf(const CaseSpec &spec) const;
    [[nodiscard]] Totals totals(const QModelIndex &index = {}) const;
    [[nodiscard]] std::vector<const CaseSpec *> checkedCases() const;
    void checkOnly(const std::vector<const CaseSpec *> &cases);
    // The unchecked ids are saved, so that a case that a later version adds is checked.
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
        bool isStale = false; // the views have not been notified of its change yet
        std::optional<CaseOutcome> outcome;
        Totals totals;
    };

    void build();
    NodeNumber add(NodeNumber parent, QString id, QString title, const CaseSpec *spec);
    [[nodiscard]] NodeNumber childWithId(NodeNumber parent, const QString &id) const;
    [[nodiscard]] NodeNumber numberOf(const QModelIndex &index) const;
    [[nodiscard]] NodeNumber numberOf(const CaseSpec &spec) const { return m_nodeOfCase[spec.number - 1]; }
    [[nodiscard]] QModelIndex indexOf(NodeNumber number, int column = Case) const;
    // Changes a case and the totals of all categories above it.
    void change(NodeNumber number, bool isRunning, const std::optional<CaseOutcome> &outcome);
    [[nodiscard]] Qt::CheckState checkState(NodeNumber number) const;
    void check(NodeNumber number, bool on);
    // Notifies the views of changed check boxes: of the node, all nodes below it and all above it.
    void notifyChecks(NodeNumber number);
    [[nodiscard]] QString textOf(NodeNumber number, int column) const;
    [[nodiscard]] QString toolTipOf(NodeNumber number, int column) const;
    [[nodiscard]] QVariant verdictIcon(NodeNumber number) const;
    template <typename Visit> void forEachCase(NodeNumber number, Visit visit) const;

    std::vector<Node> m_nodes; // [0] is the invisible root
    std::vector<NodeNumber> m_nodeOfCase; // by number, from 0
    std::vector<NodeNumber> m_stale;
};

} // namespace fg
