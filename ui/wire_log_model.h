// The wire log of the shown session as a table. Rows stay in the session; what is visible is formatted when
// it is painted. New rows are taken when poll() is called, in one insertion.
#pragma once

#include "protocol/report/wording.h"
#include "protocol/session/session.h"

#include <QAbstractTableModel>

#include <memory>
#include <unordered_map>
#include <vector>

namespace fg {

class WireLogModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Number, Time, DirectionColumn, What, OpcodeColumn, Flags, Length, Info, ColumnCount };

    explicit WireLogModel(QObject *parent = nullptr);

    void setSession(std::shared_ptr<const Session> session);
    [[nodiscard]] const std::shared_ptr<const Session> &session() const { return m_session; }
    // Takes in the rows that came since the last call.
    void poll();
    // Rows that a finding points to, in ascending order.
    void setMarkedRows(std::vector<RowNumber> rows);

    // The row as one line, cells separated by tabs.
    [[nodiscard]] QString lineOf(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    // What one row shows; kept for the rows on screen only.
    struct Shown
    {
        LogRow row;
        RowTexts texts;
        Duration sincePrevious{};
        bool isArriving = false; // a frame whose payload is under way
    };
    [[nodiscard]] const Shown &shown(RowNumber row) const;
    [[nodiscard]] const LogRow &rowAt(RowNumber row) const;
    [[nodiscard]] bool isArriving(const LogRow &row) const;
    void forgetTail();
    // Rows that showed a part of a payload show more of it.
    void renewArriving();
    [[nodiscard]] QString textOf(const Shown &shown, RowNumber row, int column) const;
    [[nodiscard]] QVariant decorationOf(const LogRow &row, RowNumber number, int column) const;
    [[nodiscard]] bool isMarked(RowNumber row) const;

    static constexpr std::size_t maxShown = 512;
    // Rows fetched at once: each call to the session may have to wait for the network thread.
    static constexpr RowNumber windowRows = 128;
    // Of the newest rows, a frame may still be arriving.
    static constexpr RowNumber unsettledRows = 64;

    std::shared_ptr<const Session> m_session;
    int m_rows = 0;
    std::vector<RowNumber> m_marked;
    mutable std::unordered_map<RowNumber, Shown> m_shown;
    mutable std::vector<LogRow> m_window; // consecutive rows from m_windowFirst
    mutable RowNumber m_windowFirst = 0;
};

} // namespace fg
