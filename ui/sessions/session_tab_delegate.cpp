#include "ui/sessions/session_tab_delegate.h"

#include "ui/bench/session_book.h"
#include "ui/bench/verdict_mark.h"

#include <QLineEdit>
#include <QPainter>

#include <algorithm>
#include <vector>

namespace fg {

namespace {

constexpr int margin = 8;
constexpr int crossSide = 16;
constexpr int gap = 8; // between two words
constexpr int accent = 3; // height of the line that marks the shown tab
constexpr int leastName = 150; // pixels that the name has if the rest does not fit, up to half of the tab

struct Word
{
    QString text;
    QColor color;
};

// Paints the words from left to right. The name takes what the others leave, the state is elided after that.
void paintWords(QPainter &painter, const QRect &area, const Word &name, std::vector<Word> words)
{
    std::erase_if(words, [](const Word &word) { return word.text.isEmpty(); });
    const QFontMetrics metrics = painter.fontMetrics();
    int rest = 0;
    for (const Word &word : words)
        rest += gap + metrics.horizontalAdvance(word.text);
    const int least = std::min({leastName, area.width() / 2, metrics.horizontalAdvance(name.text)});
    const QString shown = metrics.elidedText(name.text, Qt::ElideMiddle,
                                             std::max(area.width() - rest, std::min(least, area.width())));
    painter.setPen(name.color);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, shown);
    int left = area.left() + metrics.horizontalAdvance(shown) + gap;
    const int over = std::max(0, left - gap + rest - area.right());
    for (std::size_t at = 0; at < words.size(); ++at) {
        // The first word is the state, which is the longest.
        const bool isShort = at == 0 && over > 0;
        const int width = std::max(0, metrics.horizontalAdvance(words[at].text) - (isShort ? over : 0));
        painter.setPen(words[at].color);
        painter.drawText(
            QPoint(left, area.top() + (area.height() + metrics.ascent() - metrics.descent()) / 2),
            isShort ? metrics.elidedText(words[at].text, Qt::ElideRight, width) : words[at].text);
        left += width + gap;
    }
}

} // namespace

SessionTabDelegate::SessionTabDelegate(const SessionBook &book, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_book(book)
{
}

QRect SessionTabDelegate::crossRect(const QRect &tab)
{
    return {tab.right() - margin - crossSide + 4, tab.center().y() - crossSide / 2 + 1, crossSide, crossSide};
}

void SessionTabDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    const EntryPtr entry = m_book.at(index.row());
    if (!entry)
        return;
    const Theme theme = Theme::of(option.palette);
    const bool isShown = option.state.testFlag(QStyle::State_Selected);
    const bool isUnderMouse = option.state.testFlag(QStyle::State_MouseOver);
    const QColor back = option.palette.color(isShown ? QPalette::Base : QPalette::Window);
    const QRect tab = option.rect;
    painter->save();
    painter->fillRect(tab, isUnderMouse && !isShown ? mixed(back, theme.text, 0.07) : back);
    painter->fillRect(QRect(tab.right(), tab.top() + 4, 1, tab.height() - 8), theme.line);
    if (isShown)
        painter->fillRect(QRect(tab.left(), tab.top(), tab.width(), accent), theme.lit);
    const SessionLine line = lineOf(*entry, theme);
    const int side = option.fontMetrics.ascent();
    const QRectF mark(tab.left() + margin, tab.center().y() - side / 2.0 + 1, side, side);
    const MarkedWord worst = markOf(entry->worst.value_or(Severity::Note), theme);
    if (entry->brokenRules > 0)
        paintMark(*painter, mark, worst.mark, worst.color);
    else if (entry->is<Recording>())
        paintMark(*painter, mark, Mark::Page, theme.muted);
    else
        paintMark(*painter, mark, line.state.mark, line.state.color);
    const QRect cross = crossRect(tab);
    const double inset = entry->isPinned ? 5 : 4;
    paintMark(*painter, QRectF(cross).adjusted(inset, inset, -inset, -inset),
              entry->isPinned ? Mark::Disc : Mark::Cross, theme.muted);
    const QRect words(tab.left() + margin + side + 6, tab.top(),
                      cross.left() - tab.left() - margin - side - 10, tab.height());
    painter->setFont(option.font);
    paintWords(
        *painter, words, {line.name, theme.text},
        {{line.state.word, line.state.color}, {line.roundTrip, theme.muted}, {line.findings, worst.color}});
    if (option.state.testFlag(QStyle::State_HasFocus) && isShown) {
        painter->setPen(theme.lit);
        painter->drawRect(tab.adjusted(1, accent + 1, -3, -2));
    }
    painter->restore();
}

QSize SessionTabDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {m_width, option.fontMetrics.height() + air};
}

// The state of a session changes while its name is being typed, which must not be disturbed.
void SessionTabDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    const auto *const edit = qobject_cast<QLineEdit *>(editor);
    if (!edit || !edit->isModified())
        QStyledItemDelegate::setEditorData(editor, index);
}

void SessionTabDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                              const QModelIndex &) const
{
    editor->setGeometry(option.rect.adjusted(2, 2, -2, -2));
}

} // namespace fg
