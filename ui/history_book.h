// The history: every run, kept in a folder of the user's as a file each (run_record.h), newest first. Files
// are written and listed aside from the window's thread.
#pragma once

#include "protocol/report/run_comparison.h"
#include "protocol/report/run_record.h"

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

    // The folder is made when the first run is kept.
    explicit HistoryBook(QString folder, QObject *parent = nullptr);
    ~HistoryBook() override; // waits for what is being written

    [[nodiscard]] const QString &folder() const { return m_folder; }
    // Nothing where no case has ended.
    void add(RunHead head, const RunReport &report);
    void remove(int row);

    [[nodiscard]] const RunHead *headAt(int row) const; // null: no such row
    // Read from its file where it is not at hand; null where that cannot be read, with the reason told.
    [[nodiscard]] std::shared_ptr<const RunReport> reportAt(int row);
    // The rows of its series; the row itself where it has none.
    [[nodiscard]] std::vector<int> seriesOf(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void failed(const fg::Trouble &trouble);

private:
    struct Run
    {
        QString file;
        RunHead head;
        std::weak_ptr<const RunReport> report; // while m_recent has it
    };

    void list();
    void take(std::vector<Run> runs);
    void keep(Run &run, std::shared_ptr<const RunReport> report);
    [[nodiscard]] QString textOf(const RunHead &head, int column) const;

    QString m_folder;
    std::vector<Run> m_runs; // newest first
    std::vector<std::shared_ptr<const RunReport>> m_recent; // that need not be read again
    unsigned m_kept = 0; // since the start; part of the files' names
};

} // namespace fg
