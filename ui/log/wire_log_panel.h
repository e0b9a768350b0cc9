// The wire log with the choice of the rows that are shown, the search bar, and jumps to the next violation,
// close frame or pause. The level is a setting; which rows are held or cleared belongs to each session.
#pragma once

#include "protocol/session/look/filter_hits.h"
#include "ui/filter/filter_bar.h"
#include "ui/log/log_actions.h"
#include "ui/log/log_jumps.h"
#include "ui/log/wire_log_model.h"

#include <QWidget>

#include <map>
#include <memory>

class QComboBox;
class QLabel;
class QSettings;
class QSpinBox;

namespace fg {

class ColorRules;
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
    // Picks a row by its number in the log. What hides it is reset: a hold, a clear, a filter, the level.
    void pickRow(RowNumber row);
    // The finding that is shown beside the log; none if its row is picked for itself.
    void setShownFinding(std::optional<Finding> finding) { m_shownFinding = std::move(finding); }
    // Opens the dialog for the colours of rows.
    void editColorRules();
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

    // Of the rows; also chosen by the log's menus, which timeStyleChanged() tells. Whoever keeps it sets it:
    // save() does not.
    void setTimeStyle(TimeStyle style);
    // The columns and what is chosen above them.
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    // The note on a row was changed.
    void noteChanged(fg::RowNumber row);
    // A menu or key needs the log: its dock is to be shown.
    void showRequested();
    // The next or the previous finding is wanted.
    void findingRequested(const fg::Finding &finding);
    void statusMessage(const QString &text);
    void timeStyleChanged(fg::TimeStyle style);
    // What save() keeps has changed.
    void settingsChanged();
    void litChanged(const fg::LitNeedles &needles);

private:
    [[nodiscard]] QWidget *makeBar();
    [[nodiscard]] QWidget *makeClearedBar();
    void connectActions();
    void showOutline();
    [[nodiscard]] LogLevel level() const;
    [[nodiscard]] RowFilter filter() const;
    void setLevel(LogLevel level);
    void setHeld(bool on);
    void askForNote(RowNumber row);
    void clear();
    void undoClear();
    void showCleared();
    void showHint();
    void showPlace();
    // Resets the first thing that hides a row; false: nothing was left to reset.
    [[nodiscard]] bool resetWhatHides(RowNumber row);
    void jump(Toward toward, WantedRow::Kind kind);
    void jumpToViolation(Toward toward);
    void showSought(RowNumber row);
    void showFound(RowNumber row);
    void light();
    [[nodiscard]] std::optional<RowNumber> picked() const;

    const LogActions m_actions;
    WireLogModel *m_model;
    WireLogView *m_view = nullptr;
    FindBar *m_find = nullptr;
    LogFiltering *m_filtering;
    LitNeedles m_lit;
    EmptyHint *m_hint = nullptr;
    // As a person has chosen it; showing a row that is hidden may have changed it for this session.
    LogLevel m_chosenLevel = LogLevel::Messages;
    ColorRules *m_colorRules;
    QWidget *m_cleared = nullptr; // says how many rows Clear has hidden
    QLabel *m_clearedText = nullptr;
    std::map<std::weak_ptr<const Session>, WireLogModel::Veil, std::owner_less<>> m_veils;
    QComboBox *m_filter = nullptr;
    QComboBox *m_direction = nullptr;
    QSpinBox *m_pause = nullptr;
    LogJumps m_jumps;
    std::optional<Finding> m_shownFinding;
    std::optional<WantedRow> m_sought; // What LogJumps looks for.
    Toward m_soughtToward = Toward::Newer;
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
