// Paints a session as a tab: its mark, its name, its state in words, the last round trip and the number of
// findings, and at the right the cross that closes it.
#pragma once

#include <QStyledItemDelegate>

namespace fg {

class SessionBook;

class SessionTabDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    // Pixels; between them all tabs have the same width, so that as many as possible are seen.
    static constexpr int narrowest = 200;
    static constexpr int widest = 400;
    // Above and below the text together.
    static constexpr int air = 12;

    // The book must outlive it.
    SessionTabDelegate(const SessionBook &book, QObject *parent);

    void setWidth(int pixels) { m_width = pixels; }
    [[nodiscard]] int width() const { return m_width; }
    // The cross of a tab with this rectangle; a pinned session has a dot there, which does nothing.
    [[nodiscard]] static QRect crossRect(const QRect &tab);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

private:
    const SessionBook &m_book;
    int m_width = widest;
};

} // namespace fg
