// The history: every run, kept in a folder of the user's as a file each (run_record.h), newest first. Files
// are written, listed and, where there are several, read aside from the window's thread.
#pragma once

#include "protocol/report/results/run_comparison.h"
#include "protocol/report/results/run_record.h"
#include "ui/base/background_jobs.h"

#include <QAbstractTableModel>
#include <QString>

#include <memory>
#include <vector>

namespace fg {

class HistoryBook final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { When, Agents, Cases, Failed, Kind, ColumnCount };
    // Runs that are listed; older ones stay in the folder.
    static constexpr int mostListed = 2'000;
    // Runs whose cases are at hand at a time, so that so many can be compared.
    static constexpr std::size_t mostAtHand = 100;

    // The folder is made when the first run is kept.
    explicit HistoryBook(QString folder, QObject *parent = nullptr);
    // Waits for what is being written, and deletes what was removed.
    ~HistoryBook() override;

    [[nodiscard]] const QString &folder() const { return m_folder; }
    // Nothing where no case has ended.
    void add(RunHead head, const RunReport &report);
    // Takes runs off the list; their files stay until it goes.
    void remove(std::vector<int> rows);
    // Those that were removed last come back.
    void restoreRemoved();
    [[nodiscard]] bool hasRemoved() const { return !m_removed.empty(); }

    [[nodiscard]] const RunHead *headAt(int row) const; // null: no such row
    // What it has to say beside the verdicts, a sentence an agent.
    [[nodiscard]] static QStringList notesOf(const RunHead &head);
    // Read from its file where it is not at hand; null where that cannot be read, with the reason told.
    [[nodiscard]] std::shared_ptr<const RunReport> reportAt(int row);
    // Reads those of these rows that are not at hand, at most mostAtHand, and then tells it is ready().
    // False: there is nothing to read.
    [[nodiscard]] bool prepare(const std::vector<int> &rows);
    // The rows of its series; the row itself where it has none.
    [[nodiscard]] std::vector<int> seriesOf(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void ready();
    // There is something to restore, or no longer.
    void removedChanged();
    void failed(const fg::Trouble &trouble);

private:
    struct Run
    {
        QString file;
        RunHead head;
        std::weak_ptr<const RunReport> report; // while m_recent has it
        bool isUnreadable = false; // when it was last tried
    };
    using ReportPtr = std::shared_ptr<const RunReport>;
    struct Reading; // of several

    void list();
    void take(std::vector<Run> runs);
    void keep(Run &run, ReportPtr report);
    void tellUnreadable(Run &run, const std::string &why);
    void takeRead(const Reading &reading);
    [[nodiscard]] QString textOf(const RunHead &head, int column) const;

    QString m_folder;
    std::vector<Run> m_runs; // newest first
    std::vector<ReportPtr> m_recent; // that need not be read again
    std::vector<std::vector<Run>> m_removed; // the last at the end
    unsigned m_kept = 0; // since the start; part of the files' names
    bool m_isReading = false;
    // One by one, so that a run is written before it is read. Last: it ends before what waits for it.
    BackgroundJobs m_jobs{BackgroundJobs::Order::OneByOne, BackgroundJobs::AtEnd::Finish};
};

} // namespace fg
