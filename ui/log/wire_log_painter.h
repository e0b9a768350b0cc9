// Paints lines of the wire log directly from the model: a delegate for each cell would take longer than all
// texts together.
#pragma once

#include "protocol/session/look/filter_hits.h"
#include "ui/base/theme.h"
#include "ui/log/wire_log_model.h"

#include <QFont>
#include <QFontMetrics>
#include <QRect>
#include <QString>

#include <array>

class QHeaderView;
class QPainter;
class QWidget;

namespace fg {

class WireLogPainter
{
public:
    // Pixels by which texts are indented where messages are shown; a message's frames twice as far.
    static constexpr int indent = 16;

    // All arguments must outlive the painter.
    WireLogPainter(QPainter &painter, const WireLogModel &model, const QHeaderView &header,
                   const QWidget &view, const LitNeedles &lit);

    struct State
    {
        bool isSelected = false;
        bool isCurrent = false;
    };
    // `area`: the rectangle of the line in the viewport.
    void paint(int line, const QRect &area, State state);

    // For each column, the width that everything painted so far takes. Info has no such width.
    [[nodiscard]] const std::array<int, WireLogModel::ColumnCount> &wantedWidths() const
    {
        return m_wantedWidths;
    }

    // The triangle at the start of a message's line; `cell`: its cell in the What column.
    [[nodiscard]] static QRect triangleIn(const QRect &cell);
    // The mark of a broken rule; `cell`: the cell in the Number column.
    [[nodiscard]] static QRect faultIn(const QRect &cell);

private:
    void paintCell(int line, int column, const QRect &cell);
    void paintNumber(int line, QRect cell);
    void paintDirection(int line, const QRect &cell);
    void paintWhat(int line, QRect cell);
    void paintText(const QRect &cell, int column, const QString &text);
    void paintInfo(int line, QRect cell);
    // Lights what is searched for in a text that was painted from here.
    void paintHits(const QRect &room, const QString &text);
    [[nodiscard]] QColor colorOf(int column) const;

    QPainter &m_painter;
    const WireLogModel &m_model;
    const QHeaderView &m_header;
    const QPalette m_palette;
    const Theme m_theme;
    const QFont m_font;
    const QFont m_fixedFont;
    const QFontMetrics m_metrics;
    const QFontMetrics m_fixedMetrics;
    const bool m_isActive;
    const LitNeedles &m_lit;
    WireLogModel::Look m_look; // of the line being painted
    bool m_isSelected = false;
    std::array<int, WireLogModel::ColumnCount> m_wantedWidths{};
};

} // namespace fg
