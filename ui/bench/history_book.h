// The history: every run is kept as a file (run_record.h) in a folder of the user's, newest first. Files are
// written and listed in the background, and so are several files read.
#pragma once

#include "protocol/report/results/run_comparison.h"
#include "protocol/report/results/run_record.h"
#include "ui/base/background_jobs.h"
#include "ui/base/time_text.h"

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
    // Number of runs that are listed; older ones stay in the folder.
    static constexpr int mostListed = 2'000;
    // Number of runs whose cases are in memory, so that this many can be compared.
    static constexpr std::size_t mostAtHand = 100;

    // The folder is created when the first run is added.
    explicit HistoryBook(QString folder, QObject *parent = nullptr);
    // Waits for the files that are being written, and deletes the files of removed runs.
    ~HistoryBook() override;

    [[nodiscard]] const QString &folder() const { return m_folder; }
    // Times of runs have this form.
    void setTimeStyle(TimeStyle style);
    [[nodiscard]] TimeStyle timeStyle() const { return m_times; }
    // Does nothing if no case has ended.
    void add(RunHead head, const RunReport &report);
    // Removes runs from the list; their files are deleted by the destructor.
    void remove(std::vector<int> rows);
    // Puts the runs that were removed last back into the list.
    void restoreRemoved();
    [[nodiscard]] bool hasRemoved() const { return !m_removed.empty(); }

    [[nodiscard]] const RunHead *headAt(int row) const; // null if there is no such row
    // The notes of a run beside its verdicts, one sentence for each agent.
    [[nodiscard]] static QStringList notesOf(const RunHead &head);
    // Reads the file if the report is not in memory. If that fails, emits failed() and returns null.
    [[nodiscard]] std::shared_ptr<const RunReport> reportAt(int row);
    // Reads the reports of these rows that are not in memory, at most mostAtHand, in the background, and then
    // emits ready(). False if there is nothing to read.
    [[nodiscard]] bool prepare(const std::vector<int> &rows);
    // The rows of the series to which the row belongs; only the row itself if it belongs to none.
    [[nodiscard]] std::vector<int> seriesOf(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void ready();
    // hasRemoved() may have changed.
    void removedChanged();
    void failed(const fg::Trouble &trouble);

private:
    struct Run
    {
        QString file;
        RunHead head;
        std::weak_ptr<const RunReport> report; // expires when m_recent drops it
        bool isUnreadable = false; // the last attempt to read it failed
    };
    using ReportPtr = std::shared_ptr<const RunReport>;
    struct Reading; // of several runs

    void list();
    void addListed(std::vector<Run> runs);
    void cacheReport(Run &run, ReportPtr report);
    void reportUnreadable(Run &run, const std::string &why);
    void cacheReports(const Reading &reading);
    [[nodiscard]] QString textOf(const RunHead &head, int column) const;

    QString m_folder;
    TimeStyle m_times = TimeStyle::Relative;
    std::vector<Run> m_runs; // newest first
    std::vector<ReportPtr> m_recent; // reports in memory
    std::vector<std::vector<Run>> m_removed; // the last removal at the end
    unsigned m_added = 0; // runs added since the start; part of the files' names
    bool m_isReading = false;
    // One by one, so that a run is written before it is read. This is the last member: its jobs end before
    // the members that they use.
    BackgroundJobs m_jobs{BackgroundJobs::Order::OneByOne, BackgroundJobs::AtEnd::Finish};
};

} // namespace fg
