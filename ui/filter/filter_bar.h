// Where the rows of a log are filtered in words: the field, the menu of saved filters, and below both, only
// while there is a filter, a line with what came of it or with what is wrong. A filter applies as it is
// typed, after a short pause, or at once by Enter; while the text has a fault, the last one without stays.
#pragma once

#include "protocol/session/look/filter_completion.h"
#include "protocol/session/look/filter_parser.h"
#include "ui/filter/filter_wish.h"
#include "ui/filter/saved_filters.h"

#include <QFrame>
#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QMenu;
class QProgressBar;
class QToolButton;

namespace fg {

class FilterEdit;

class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(QWidget *parent = nullptr);

    // The line below; the owner places it.
    [[nodiscard]] QWidget *stateLine() const { return m_stateLine; }

    // The filter that applies; nullopt: none, so that all rows pass.
    [[nodiscard]] const std::optional<FilterTree> &filter() const { return m_filter; }
    // What stands in the field, with or without a fault.
    [[nodiscard]] QString text() const;

    // What a person had for a session: the text in the field, and the filter that applies, which is another
    // one while the text has a fault.
    struct Kept
    {
        QString text;
        QString applied;
        bool operator==(const Kept &) const = default;
    };
    [[nodiscard]] Kept kept() const;
    // Puts it back, and signals if that changes the filter.
    void restore(const Kept &kept);
    // Replaces the filter, as a person would, and applies it at once.
    void apply(const QString &text);
    void grant(const FilterWish &wish);
    // Puts the keyboard focus into the field.
    void open();

    // What came of the filter, for the line below.
    struct Outcome
    {
        std::uint64_t shown = 0;
        std::uint64_t hidden = 0;
        std::uint64_t tried = 0; // Rows of the log.
        std::uint64_t rows = 0; // All rows of the log.
        std::uint64_t unreadable = 0;
        std::uint64_t cut = 0;
        bool isBusy = false;
        bool wasCancelled = false;
    };
    void showOutcome(const Outcome &outcome);
    void setSamples(FilterSamples samples);

signals:
    // filter() has changed, or a person wants to begin anew.
    void filterChanged();
    // The rows that were not tried yet are not to be.
    void cancelRequested();
    // The keyboard is to go to the log.
    void leftField();
    // The field is about to be used: the names in the session's data are wanted.
    void samplesWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Restart : std::uint8_t { IfChanged, Always };
    void makeStateLine();
    void evaluate(Restart restart);
    void escape();
    void showState();
    void fillMenu();
    void saveCurrent();
    void manage();

    SavedFilters m_savedFilters;
    FilterEdit *m_field;
    QToolButton *m_saved;
    QMenu *m_menu;
    QFrame *m_stateLine;
    QLabel *m_state;
    QProgressBar *m_progress;
    QToolButton *m_stop;
    QTimer m_typing; // Runs while a person types.
    std::optional<FilterTree> m_filter;
    QString m_applied; // The text of m_filter.
    std::optional<FilterFault> m_fault;
    Outcome m_outcome;
};

} // namespace fg
