// The sessions that have a tab: live sessions and recordings, in the order of the tabs. Cases have none; they
// are shown where they run.
#pragma once

#include "ui/base/mark.h"
#include "ui/base/theme.h"
#include "ui/bench/session_entry.h"

#include <QAbstractTableModel>

#include <vector>

namespace fg {

// What is said about a session in one line.
struct SessionLine
{
    QString name;
    MarkedWord state;
    QString roundTrip; // "3 ms"; empty before a pong has answered a ping
    QString findings; // "2 findings"; empty if no rule was broken
};

[[nodiscard]] SessionLine lineOf(const SessionEntry &entry, const Theme &theme);

class SessionBook final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Title, State, ColumnCount };

    // Number of live sessions in the list. When one more is added, the oldest that has ended, is not pinned
    // and has nothing unsaved is removed.
    static constexpr std::size_t maxLive = 32;
    explicit SessionBook(QObject *parent = nullptr);

    void add(EntryPtr entry); // as the last
    void remove(const EntryPtr &entry); // also drops its connection
    // Moves a session to another place; pinned sessions stay before the others.
    void move(int from, int to);
    // A pinned session stays at the front until it is unpinned.
    void setPinned(const EntryPtr &entry, bool on);
    // An empty name: the one that the session had first.
    void rename(const EntryPtr &entry, const QString &name);
    void setNote(const EntryPtr &entry, const QString &note);
    // A title that no session of the list has: the one given, or with a number.
    [[nodiscard]] QString freeTitle(const QString &wanted) const;
    // Notifies the views that its state has changed.
    void changed(const SessionEntry &entry);
    // Updates the sessions that have not ended and notifies the views of those that changed.
    void poll();

    [[nodiscard]] const std::vector<EntryPtr> &entries() const { return m_entries; }
    [[nodiscard]] EntryPtr at(int row) const;
    [[nodiscard]] int rowOf(const EntryPtr &entry) const; // -1 if it is not in the list

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override; // the name
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    // A person has given it another name or another note.
    void described(const fg::EntryPtr &entry);

private:
    void makeRoom();
    [[nodiscard]] int pinnedCount() const;

    std::vector<EntryPtr> m_entries; // the pinned ones first
    std::vector<EntryPtr> m_unsettled; // had not ended at the last update
};

} // namespace fg
