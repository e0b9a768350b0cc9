// The table that shows the wire log. It follows the newest row only while it is scrolled to the end.
#pragma once

#include <QTableView>

namespace fg {

class WireLogModel;

class WireLogView final : public QTableView
{
    Q_OBJECT

public:
    explicit WireLogView(WireLogModel *model, QWidget *parent = nullptr);

    void copyRows();
    void pickRow(int row);
    // -1 where none is picked.
    [[nodiscard]] int pickedRow() const;

    static constexpr int maxCopiedRows = 10'000;

signals:
    // -1: none.
    void rowPicked(int row);
    void rowsCopied(int copied, int selected);
    void composeAgainWanted(int row);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void changeEvent(QEvent *event) override;

private:
    void setUpColumns();
    [[nodiscard]] bool isAtEnd() const;

    WireLogModel *m_model;
    bool m_follows = true;
};

} // namespace fg
