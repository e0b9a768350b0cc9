// Draws the platform's style, with an outline around each box and circle that can be checked, and around each
// tool button that is checked: in dark colours many styles draw an unchecked box almost as dark as what is
// around it, and a checked button like one that is not.
#pragma once

#include <QProxyStyle>

namespace fg {

class IndicatorStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    // Takes the ownership of `base`.
    explicit IndicatorStyle(QStyle *base);

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;

private:
    mutable bool m_isExclusiveItem = false; // while such an item of a menu is drawn
};

} // namespace fg
