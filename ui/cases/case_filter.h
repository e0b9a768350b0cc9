// The part of the case tree that is shown: the cases that match the search and are of the chosen kind, and
// their categories.
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
    // A case must have all words: the beginning of its number ("6.2" matches 6.2.1, not 6.22.1) or of its
    // clause of the RFC ("7.4.1"), or a part of its texts or of its categories' titles ("ping", "1007"). A
    // word with a star is a list of patterns for its number, as spec files and --cases have them
    // ("12.*.1,13.*").
    void setSearch(const QString &text);
    [[nodiscard]] bool isActive() const { return m_kind != Kind::All || !m_words.isEmpty(); }

    // The shown cases below an index, in the order of the case set.
    [[nodiscard]] std::vector<const CaseSpec *> shownCases(const QModelIndex &below = {}) const;
    [[nodiscard]] QModelIndex indexOf(const CaseSpec &spec) const;

    // Checking a category checks only its shown cases.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    [[nodiscard]] bool isOfKind(const QModelIndex &index) const;
    [[nodiscard]] bool isFound(const QModelIndex &index) const;
    // The texts of a case in which words are searched.
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
    mutable std::vector<Searched> m_searched; // by case number, from 0; each filled when it is first needed
};

} // namespace fg
