// The wire log with all that belongs to it: which rows are shown, the search, and ways from one row to the
// next that matters.
#pragma once

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
class WireLogView;

class WireLogPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit WireLogPanel(const LogActions &actions, QWidget *parent = nullptr);

    void setSession(std::shared_ptr<const Session> session, std::chrono::system_clock::time_point started);
    [[nodiscard]] WireLogModel *model() const { return m_model; }
    [[nodiscard]] WireLogView *view() const { return m_view; }
    // By its number in the log. What hides it gives way.
    void pickRow(int row);
    // Opens the search.
    void find();

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    // Something of it was asked for by menu or key.
    void wanted();
    void told(const QString &text);

private:
    [[nodiscard]] QWidget *makeBar();
    void connectActions();
    void showOutline();
    void showHint();
    void keepPlace();
    // Of what hides a row; false: nothing is left that could.
    [[nodiscard]] bool giveWay();
    void setTimeStyle(WireLogModel::TimeStyle style);
    void jump(Toward toward, WantedRow::Kind kind);
    void jumpToViolation(Toward toward);
    void showFound(int row);
    [[nodiscard]] std::optional<RowNumber> picked() const;

    const LogActions m_actions;
    WireLogModel *m_model;
    WireLogView *m_view;
    FindBar *m_find;
    EmptyHint *m_hint;
    QComboBox *m_filter = nullptr;
    QComboBox *m_direction = nullptr;
    QSpinBox *m_pause = nullptr;
    LogJumps m_jumps;
    bool m_isShowingFound = false;
    // Where the view is to be as soon as the row has been looked at; until somebody picks or scrolls.
    struct Place
    {
        enum class Kind : std::uint8_t {
            Top, // it stood at the top before other rows were chosen
            Picked, // it was picked before
            Wanted, // it is to be picked, whatever hides it
        };
        RowNumber row = 0;
        Kind kind = Kind::Top;
    };
    std::optional<Place> m_place;
};

} // namespace fg
