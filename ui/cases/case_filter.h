// What of the case tree is shown: the cases that a search finds and that are of the kind asked for, with the
// categories above them.
#pragma once

#include "ui/bench/case_model.h"

#include <QSortFilterProxyModel>
#include <QStringList>

namespace fg {

class CaseFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class Kind { All, Failed, NonStrict, NotRun, Slow, Changed };
    // A case that takes as long or longer is slow.
    static constexpr Duration slow = std::chrono::milliseconds(500);

    // The model must outlive it.
    explicit CaseFilter(CaseModel &model, QObject *parent = nullptr);

    void setKind(Kind kind);
    // Words, of which a case must have all: the beginning of its number ("6.2" has 6.2.1, not 6.22.1) or of
    // its clause of the RFC ("7.4.1"), or what stands in its texts and in its categories' titles ("ping",
    // "1007").
    void setSearch(const QString &text);
    [[nodiscard]] bool isActive() const { return m_kind != Kind::All || !m_words.isEmpty(); }

    // What is shown of it, in the order of the set.
    [[nodiscard]] std::vector<const CaseSpec *> shownCases(const QModelIndex &below = {}) const;
    [[nodiscard]] QModelIndex indexOf(const CaseSpec &spec) const;

    // Of a category, only the cases that are shown are checked.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    [[nodiscard]] bool isOfKind(const QModelIndex &index) const;
    [[nodiscard]] bool isFound(const QModelIndex &index) const;
    // What words are looked for in, of a case.
    struct Searched
    {
        QString id;
        QString clause;
        QString text; // titles and descriptions, in lower case
    };
    [[nodiscard]] const Searched &searchedAt(const QModelIndex &index) const;

    CaseModel &m_model;
    Kind m_kind = Kind::All;
    QStringList m_words;
    mutable std::vector<Searched> m_searched; // by number, from 0; each made when it is first wanted
};

} // namespace fg
