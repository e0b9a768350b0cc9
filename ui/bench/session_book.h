// The sessions that the Sessions panel lists: live ones first, then recordings in the order in which they
// were opened, then the newest of each case that ran with the agent that is looked at.
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

    // Live sessions kept; the oldest that has ended, and that nobody misses, leaves when one more is added.
    static constexpr std::size_t maxLive = 32;

    explicit SessionBook(QObject *parent = nullptr);

    void add(EntryPtr entry); // a case's earlier session is replaced
    // Another agent's, in the order of the set.
    void setCases(std::vector<EntryPtr> cases);
    void remove(const EntryPtr &entry); // drops its connection
    // Its state or verdict is another now.
    void changed(const SessionEntry &entry);
    // Looks at the sessions that have not ended and tells which changed.
    void poll();

    [[nodiscard]] const std::vector<EntryPtr> &entries() const { return m_entries; }
    [[nodiscard]] EntryPtr at(int row) const;
    [[nodiscard]] int rowOf(const EntryPtr &entry) const; // -1: not there
    [[nodiscard]] EntryPtr ofCase(const CaseSpec *spec) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    using Entries = std::vector<EntryPtr>;

    void makeRoom();
    // Behind the live ones; behind the recordings; and where this case is or would be.
    [[nodiscard]] Entries::const_iterator firstRecording() const;
    [[nodiscard]] Entries::const_iterator firstCase() const;
    [[nodiscard]] Entries::const_iterator placeOf(const CaseSpec &spec) const;

    Entries m_entries;
    std::vector<EntryPtr> m_unsettled; // had not ended when last looked at
};

} // namespace fg
