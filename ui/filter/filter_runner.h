// Runs a filter over a session in a separate thread and hands over the rows that pass, a part at a time. It
// goes on as long as the session gets new rows.
#pragma once

#include "protocol/session/look/filter_run.h"
#include "ui/base/background_jobs.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace fg {

class FilterRunner final : public QObject
{
    Q_OBJECT

public:
    explicit FilterRunner(QObject *parent = nullptr);
    ~FilterRunner() override;

    void start(std::shared_ptr<const Session> session, const FilterTree &filter, FilterView view);
    // Stops; the rows that passed stay.
    void cancel();
    // Stops, and there is no filter any more.
    void clear();

    // As of the last signal advanced().
    struct State
    {
        bool isActive = false; // A filter was started and not cleared.
        bool isBusy = false; // Not all rows that there were have been tried.
        bool wasCancelled = false;
        RowCount tried;
        std::uint64_t unreadable = 0; // Payloads that could not be read.
        std::uint64_t cut = 0; // Payloads of which only the start was looked at.
    };
    [[nodiscard]] const State &state() const { return m_state; }

    // Rows handed over in one turn of the event loop, which then takes some milliseconds. What waits is at
    // most a few times as many.
    static constexpr std::size_t rowsPerTurn = 100'000;

signals:
    // State and rows have changed. In each change: from this row on, these rows pass, and no others so far.
    void advanced(const std::vector<fg::FilterRun::Change> &changes);

private:
    class Worker;
    void look();

    std::shared_ptr<Worker> m_worker; // Null: no filter.
    QTimer m_timer;
    State m_state;
    BackgroundJobs m_jobs{BackgroundJobs::Order::Together, BackgroundJobs::AtEnd::Stop};
};

} // namespace fg
