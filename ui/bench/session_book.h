// The sessions that the Sessions panel lists: live sessions first, then recordings in the order in which they
// were opened, then the newest session of each case that ran with the current agent.
#pragma once

#include "ui/bench/session_entry.h"

#include <QAbstractTableModel>

#include <vector>

namespace fg {

class SessionBook final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Title, State, ColumnCount };

    // Number of live sessions in the list. When one more is added, the oldest that has ended and has nothing
    // unsaved is removed.
    static constexpr std::size_t maxLive = 32;

    explicit SessionBook(QObject *parent = nullptr);

    void add(EntryPtr entry); // replaces the earlier session of the same case
    // Replaces the cases by those of another agent, in the order of the case set.
    void setCases(std::vector<EntryPtr> cases);
    void remove(const EntryPtr &entry); // also drops its connection
    // Notifies the views that its state or verdict has changed.
    void changed(const SessionEntry &entry);
    // Updates the sessions that have not ended and notifies the views of those that changed.
    void poll();

    [[nodiscard]] const std::vector<EntryPtr> &entries() const { return m_entries; }
    [[nodiscard]] EntryPtr at(int row) const;
    [[nodiscard]] int rowOf(const EntryPtr &entry) const; // -1 if it is not in the list
    [[nodiscard]] EntryPtr ofCase(const CaseSpec *spec) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    using Entries = std::vector<EntryPtr>;

    void makeRoom();
    // The places after the live sessions, after the recordings, and where this case is or would be.
    [[nodiscard]] Entries::const_iterator firstRecording() const;
    [[nodiscard]] Entries::const_iterator firstCase() const;
    [[nodiscard]] Entries::const_iterator placeOf(const CaseSpec &spec) const;

    Entries m_entries;
    std::vector<EntryPtr> m_unsettled; // had not ended at the last update
};

} // namespace fg
