// Shows octets as offset, hexadecimal and characters. Only the visible lines are read and painted, so that
// the number of octets does not matter. One range of octets can be highlighted ("lit"), because it was picked
// or because it breaks a rule.
#pragma once

#include "protocol/session/look/filter_hits.h"
#include "protocol/wire/octets.h"
#include "ui/base/mark.h"

#include <QAbstractScrollArea>

#include <functional>
#include <optional>

namespace fg {

class HexView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    // Reads octets from a position, counted from the first one shown; fewer if some are no longer kept.
    using Reader = std::function<OctetBuffer(std::uint64_t from, std::size_t length)>;

    explicit HexView(QWidget *parent = nullptr);

    // `forOthers` reads the octets that are copied; without it, these are those that are shown.
    void setSource(Reader reader, std::uint64_t length, Reader forOthers = {});
    // Same source, but its length or its octets have changed.
    void setLength(std::uint64_t length);
    void clear();

    // Lights what is searched for wherever it is in sight.
    void setHits(LitNeedles needles);
    // Where it is searched, if not in the octets that are shown: they may be masked.
    void setSearched(Reader reader) { m_searched = std::move(reader); }

    // Lights octets [start, start + length) and scrolls to them; length 0: none. `fault`: the look of the
    // rule that they break. Its word stands beside them, where there is room, and in their tool tip.
    void setLit(std::uint64_t start, std::uint64_t length, std::optional<MarkedWord> fault = {});
    [[nodiscard]] const std::optional<MarkedWord> &fault() const { return m_fault; }
    [[nodiscard]] std::uint64_t litStart() const { return m_litStart; }
    [[nodiscard]] std::uint64_t litLength() const { return m_litLength; }
    // The rectangle of an octet in the viewport.
    [[nodiscard]] QRect octetRect(std::uint64_t position) const;
    [[nodiscard]] std::uint64_t length() const { return m_length; }

    // Room for eight octets a line.
    [[nodiscard]] QSize minimumSizeHint() const override;

    static constexpr std::size_t maxCopiedOctets = 1024 * 1024;

signals:
    void octetPicked(std::uint64_t position);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    struct Line;

    void measure();
    void updateScrollBar();
    void paintLine(QPainter &painter, const Line &line);
    void paintLit(QPainter &painter, const Line &line);
    void paintFault(QPainter &painter, const Line &line);
    void fillOctets(QPainter &painter, const Line &line, std::uint64_t start, std::uint64_t length,
                    const QColor &color);
    // Finds what is to be lit in these octets.
    void findHits(std::uint64_t first, std::size_t length);
    [[nodiscard]] bool isHit(std::uint64_t position) const;
    void scrollToOctet(std::uint64_t position);
    void moveCursor(std::int64_t by);
    void pick(std::uint64_t position);
    void copyLit();
    // The position of the octet there; nullopt if there is none.
    [[nodiscard]] std::optional<std::uint64_t> octetAt(const QPoint &point) const;
    [[nodiscard]] int visibleLines() const;
    [[nodiscard]] std::uint64_t lineCount() const;
    [[nodiscard]] int hexX(int column) const;
    [[nodiscard]] int characterX(int column) const;
    // Pixels of the viewport that a line of m_perLine octets takes.
    [[nodiscard]] int lineWidth() const;

    Reader m_reader;
    Reader m_forOthers; // may be empty
    Reader m_searched; // may be empty
    LitNeedles m_needles;
    std::uint64_t m_hitsFrom = 0;
    std::vector<HitRange> m_hits; // In what is in sight, counted from m_hitsFrom.
    std::uint64_t m_length = 0;
    std::uint64_t m_litStart = 0;
    std::uint64_t m_litLength = 0;
    std::optional<MarkedWord> m_fault; // of the lit octets
    std::uint64_t m_cursor = 0;
    int m_perLine = 16;
    int m_offsetDigits = 4;
    int m_charWidth = 8;
    int m_lineHeight = 16;
};

} // namespace fg
