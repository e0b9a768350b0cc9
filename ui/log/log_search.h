// Searches the payloads of a session in a separate thread and keeps the rows found. The search continues as
// long as the session gets new rows.
#pragma once

#include "protocol/session/look/payload_search.h"
#include "ui/base/background_jobs.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace fg {

class LogSearch final : public QObject
{
    Q_OBJECT

public:
    explicit LogSearch(QObject *parent = nullptr);
    ~LogSearch() override;

    void start(std::shared_ptr<const Session> session, const Needle &needle);
    // Stops the search; the rows found stay.
    void cancel();
    // Stops the search and drops the rows found.
    void clear();

    // As of the last signal progressed().
    struct State
    {
        bool isActive = false; // a search was started and not cleared
        bool isBusy = false; // not all existing rows have been searched
        bool wasCancelled = false;
        std::size_t found = 0;
        std::uint64_t unreadable = 0;
        RowCount position; // rows searched
    };
    [[nodiscard]] const State &state() const { return m_state; }

    // The next row found after a row, or the previous one before it; the search wraps around at the ends.
    // nullopt: no row was found.
    [[nodiscard]] std::optional<RowNumber> next(RowNumber after) const;
    [[nodiscard]] std::optional<RowNumber> previous(RowNumber before) const;
    // The first row found at or after a row, without wrapping around.
    [[nodiscard]] std::optional<RowNumber> firstFrom(RowNumber row) const;
    // The row's index among those found, from 0; nullopt if it was not found.
    [[nodiscard]] std::optional<std::size_t> numberOf(RowNumber row) const;

    // The search stops after this many rows.
    static constexpr std::size_t mostFound = 10'000'000;

signals:
    void progressed();

private:
    class Worker;
    void updateState();

    std::shared_ptr<Worker> m_worker; // null: no search
    QTimer m_timer;
    State m_state;
    BackgroundJobs m_jobs{BackgroundJobs::Order::Together, BackgroundJobs::AtEnd::Stop};
};

} // namespace fg
