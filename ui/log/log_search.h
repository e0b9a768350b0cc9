// A search through the payloads of a session, in a thread of its own, and the rows that it has found. It goes
// on as long as rows come.
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
    // What was found stays.
    void cancel();
    // And goes.
    void clear();

    // As last told.
    struct State
    {
        bool isActive = false; // something is looked for
        bool isBusy = false; // and not all rows that are there have been looked through
        bool wasCancelled = false;
        std::size_t found = 0;
        std::uint64_t unreadable = 0;
        RowNumber position = 0;
    };
    [[nodiscard]] const State &state() const { return m_state; }

    // The next one found behind a row, or before it; from the other end where there is none. nullopt: none.
    [[nodiscard]] std::optional<RowNumber> next(RowNumber behind) const;
    [[nodiscard]] std::optional<RowNumber> previous(RowNumber before) const;
    // The first at a row or behind it, but not from the other end.
    [[nodiscard]] std::optional<RowNumber> firstFrom(RowNumber row) const;
    // Its number among those found, from 0; nullopt where it was not.
    [[nodiscard]] std::optional<std::size_t> numberOf(RowNumber row) const;

    // Rows that are remembered at most; then it stops.
    static constexpr std::size_t mostFound = 10'000'000;

signals:
    void progressed();

private:
    class Worker;
    void look();

    std::shared_ptr<Worker> m_worker; // null: nothing is looked for
    QTimer m_timer;
    State m_state;
    BackgroundJobs m_jobs{BackgroundJobs::Order::Together, BackgroundJobs::AtEnd::Stop};
};

} // namespace fg
