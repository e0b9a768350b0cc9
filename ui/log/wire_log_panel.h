// The wire log with the choice of the rows that are shown, the search bar, and jumps to the next violation,
// close frame or pause.
#pragma once

#include "protocol/session/look/filter_hits.h"
#include "ui/filter/filter_bar.h"
#include "ui/log/log_actions.h"
#include "ui/log/log_jumps.h"
#include "ui/log/wire_log_model.h"

#include <QWidget>

class QComboBox;
class QSettings;
class QSpinBox;

namespace fg {

class EmptyHint;
class FindBar;
class LogFiltering;
class WireLogView;

class WireLogPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit WireLogPanel(const LogActions &actions, QWidget *parent = nullptr);

    void setSession(std::shared_ptr<const Session> session, std::chrono::system_clock::time_point started);
    [[nodiscard]] WireLogModel *model() const { return m_model; }
    [[nodiscard]] WireLogView *view() const { return m_view; }
    // Picks a row by its number in the log. Filters and folding that hide it are reset.
    void pickRow(RowNumber row);
    // Opens the search bar.
    void find();
    // Filters for a value that is shown elsewhere.
    void filterFor(const FilterWish &wish);
    // What search and filter look for.
    [[nodiscard]] const LitNeedles &lit() const { return m_lit; }
    // Where a person is in the log: the picked row, or the row at the top unless the newest rows are shown.
    struct Whereabouts
    {
        std::optional<RowNumber> picked;
        std::optional<RowNumber> top;
        FilterBar::Kept filter;
    };
    [[nodiscard]] Whereabouts whereabouts() const;
    // Goes back there, as far as the rows that are shown allow it. To be called after setSession().
    void returnTo(const Whereabouts &where);

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    // A menu or key needs the log: its dock is to be shown.
    void showRequested();
    void statusMessage(const QString &text);
    void litChanged(const fg::LitNeedles &needles);

private:
    [[nodiscard]] QWidget *makeBar();
    void connectActions();
    void showOutline();
    void showHint();
    void showPlace();
    // Resets the filters, or else the folding, that hide a row; false: nothing was left to reset.
    [[nodiscard]] bool resetFilterOrFolding();
    void setTimeStyle(WireLogModel::TimeStyle style);
    void jump(Toward toward, WantedRow::Kind kind);
    void jumpToViolation(Toward toward);
    void showFound(RowNumber row);
    void light();
    [[nodiscard]] std::optional<RowNumber> picked() const;

    const LogActions m_actions;
    WireLogModel *m_model;
    WireLogView *m_view;
    FindBar *m_find;
    LogFiltering *m_filtering;
    LitNeedles m_lit;
    EmptyHint *m_hint;
    QComboBox *m_filter = nullptr;
    QComboBox *m_direction = nullptr;
    QSpinBox *m_pause = nullptr;
    LogJumps m_jumps;
    bool m_isShowingFound = false;
    // The row that the view is to show as soon as the outline contains it; dropped when a person picks a row
    // or scrolls.
    struct Place
    {
        enum class Kind : std::uint8_t {
            Top, // the row at the top before the filter changed
            Picked, // the row that was picked before
            Wanted, // a row to pick, even if filters have to be reset for it
        };
        RowNumber row;
        Kind kind = Kind::Top;
    };
    std::optional<Place> m_place;
};

} // namespace fg
