// The wire log, line by line. The view follows the newest line only while it is scrolled to the end and no
// row was picked since a person asked to follow; otherwise a button that leads there appears as soon as new
// lines exist. While new rows are held, it says how many wait, and lets them in. All lines have the same
// height, and nothing is kept for a line that is not on screen, so that ten million lines scroll as quickly
// as ten.
#pragma once

#include "protocol/session/look/filter_hits.h"
#include "ui/filter/filter_wish.h"
#include "ui/log/wire_log_model.h"

#include <QAbstractItemView>

#include <array>

class QHeaderView;
class QMenu;
class QToolButton;

namespace fg {

class WireLogView final : public QAbstractItemView
{
    Q_OBJECT

public:
    explicit WireLogView(WireLogModel *model, QWidget *parent = nullptr);

    [[nodiscard]] QHeaderView *header() const { return m_header; }
    void copyRows();
    // Picks a row by its number in the log; does nothing if the row is not shown.
    void pickRow(RowNumber row);
    // Nullopt: none is picked.
    [[nodiscard]] std::optional<RowNumber> pickedRow() const;
    // Goes to the newest line and follows from there on, also if a row is picked.
    void goToNewest();
    [[nodiscard]] bool isAtEnd() const;
    // Whether the view follows the first rows of a model that was empty.
    void setFollows(bool on) { m_followsFromStart = on; }
    // Adds the entries of the header's menu to another menu.
    void fillColumnMenu(QMenu *menu);
    // Lights these in the texts of rows.
    void setLit(LitNeedles needles);
    // Widens a column if `text` does not fit; `besides`: pixels used before the text.
    void makeRoom(int column, const QString &text, int besides = 0);

    [[nodiscard]] QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    [[nodiscard]] QModelIndex indexAt(const QPoint &point) const override;

    static constexpr int maxCopiedRows = 10'000;

public slots:
    void keyboardSearch(const QString &) override { } // the base class would search all lines at once

signals:
    // Nullopt: none.
    void rowPicked(std::optional<fg::RowNumber> row);
    // Exactly two rows are selected; `first` is above `second`. Comes after rowPicked().
    void pairPicked(fg::RowNumber first, fg::RowNumber second);
    // The mark of a broken rule was clicked.
    void faultClicked(fg::RowNumber row);
    void rowsCopied(int copied, int selected);
    void composeAgainRequested(std::optional<fg::RowNumber> row);
    // A person wants to see the rows that are held.
    void releaseRequested();
    // A person wants the menu of a row, or of the log as such. The receiver adds its entries.
    void rowMenuRequested(QMenu *menu, std::optional<fg::RowNumber> row);
    void filterWished(const fg::FilterWish &wish);
    // Asks for the entries about times, which come after those about columns.
    void headerMenuRequested(QMenu *menu);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    [[nodiscard]] int horizontalOffset() const override;
    [[nodiscard]] int verticalOffset() const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex &) const override { return false; }

private:
    void reportPair();
    void setUpColumns();
    void resetColumns();
    // Widens the columns of numbers and words in which something was cut when it was painted.
    void widenColumns();
    void showHeaderMenu(const QPoint &position);
    void linesInserted(int first, int last);
    void linesRemoved(int first, int last);
    void scrollToLine(int line, ScrollHint hint);
    void followScrolling();
    void showNewestButton();
    [[nodiscard]] int lineHeight() const { return m_lineHeight; }
    [[nodiscard]] int wholeLines() const; // number of lines that fit on screen
    // The triangle of a message's line; `top`: y position of the line in the viewport.
    [[nodiscard]] QRect triangleRect(int line, int top) const;
    bool foldAt(int line, bool unfolds);
    [[nodiscard]] bool isOnFault(const QModelIndex &index, const QPoint &point) const;

    WireLogModel *m_model;
    QHeaderView *m_header;
    bool m_hasPair = false; // Exactly two rows are selected.
    QToolButton *m_newest;
    LitNeedles m_lit;
    int m_lineHeight = 0;
    int m_unseen = 0; // lines added while the view was not at the end
    bool m_follows = true;
    bool m_followsFromStart = true;
    // A row was picked, so that nothing that arrives may scroll it, until a person asks to follow again.
    bool m_keepsPicked = false;
    std::array<int, WireLogModel::ColumnCount> m_wantedWidths{}; // of what was painted
};

} // namespace fg
