// Shows a text of any length, wrapped, so that nothing is cut. Only the visible lines are laid out, and a
// long text is wrapped in the background, so that the window never waits for it. Text can be picked with the
// mouse and copied; a range can be lit.
#pragma once

#include "protocol/session/look/filter_hits.h"
#include "ui/base/background_jobs.h"
#include "ui/message/text_lines.h"

#include <QAbstractScrollArea>
#include <QColor>

#include <vector>

namespace fg {

class TextView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TextView(QWidget *parent = nullptr);

    void setText(SharedText text);
    void clear() { setText({}); }
    // Lights octets [start, start + length) and scrolls to them; length 0: none.
    void setLit(std::size_t start, std::size_t length);

    // Gives ranges of octets a background. They are in the order of their starts and do not overlap, except
    // that each may have one inside it, which is painted over it. setText() takes them away.
    struct Tint
    {
        std::size_t start = 0;
        std::size_t end = 0;
        QColor color;
    };
    void setTints(std::vector<Tint> tints);

    // Lights what is searched for wherever it is in sight.
    void setHits(LitNeedles needles);

    // False while a long text is being wrapped.
    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] const TextLines &lines() const { return m_lines; }
    // Where the character that has this octet is, in the viewport.
    [[nodiscard]] QRect rectOf(std::size_t offset) const;
    // The picked characters as they are in the text; all of them if none are picked.
    [[nodiscard]] std::string_view picked() const;
    void pickAll();

    // More is not copied: the clipboard would take several times as much memory.
    static constexpr std::size_t maxCopiedOctets = 64 * 1024 * 1024;

signals:
    void ready();
    // `octets` of the `picked` octets were copied: fewer if there are too many for the clipboard.
    void copied(std::size_t octets, std::size_t picked);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void measure();
    void wrap();
    void setLines(TextLines lines);
    void updateScrollBar();
    void copy();
    void scrollToOctet(std::size_t offset);
    void paintLine(QPainter &painter, const TextLines::Line &line, int top,
                   const std::vector<HitRange> &hits);
    void paintTints(QPainter &painter, const TextLines::Line &line, int top);
    // In pixels of the viewport, from the start of the line to the character that has the octet.
    [[nodiscard]] int leftOf(const TextLines::Line &line, std::size_t offset) const;
    // The hits in these lines, by their place in the text.
    [[nodiscard]] std::vector<HitRange> hitsBetween(std::size_t start, std::size_t end) const;
    [[nodiscard]] std::size_t offsetAt(const QPoint &point) const;
    [[nodiscard]] std::size_t top() const; // The number of the line at the top.
    [[nodiscard]] int columns() const;
    [[nodiscard]] int visibleLines() const;

    // Octets [start, end)
    struct Range
    {
        std::size_t start = 0;
        std::size_t end = 0;
        [[nodiscard]] bool has(std::size_t offset) const { return offset >= start && offset < end; }
    };
    [[nodiscard]] Range pickedRange() const;

    BackgroundJobs m_jobs;
    SharedText m_text;
    TextLines m_lines; // Those of the last width until those of the current one are there.
    std::vector<Tint> m_tints;
    Range m_lit;
    LitNeedles m_needles;
    std::size_t m_anchor = 0; // Where picking began.
    std::size_t m_cursor = 0; // Where it has come to.
    double m_charWidth = 8;
    int m_lineHeight = 16;
    bool m_isReady = true;
};

} // namespace fg
