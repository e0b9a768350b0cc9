#include "ui/kit/indicator_style.h"

#include "ui/base/theme.h"

#include <QPainter>
#include <QScopedValueRollback>
#include <QStyleOption>

#include <algorithm>

namespace fg {

namespace {

// Of the text's colour in the outline. It keeps a contrast of more than 3 to what is around it (WCAG 1.4.11).
constexpr double outlineStrength = 0.64;
constexpr double disabledStrength = 0.4;
// Of the text's colour in the ground of a button that is checked. The text on it keeps a contrast of more
// than 4.5 (WCAG 1.4.3).
constexpr double checkedStrength = 0.18;
constexpr double checkedOutlineStrength = 0.85; // more than 3 also to the outline of one that is not checked
constexpr double buttonRounding = 2; // pixels

QColor outlineOf(const QStyleOption &option)
{
    const bool isOn = option.state.testFlag(QStyle::State_Enabled);
    // Of a row that is selected, and of an entry of a menu under the mouse.
    const bool isLit = option.state.testFlag(QStyle::State_Selected);
    const QPalette::ColorRole under = isLit ? QPalette::Highlight : QPalette::Base;
    const QPalette::ColorRole over = isLit ? QPalette::HighlightedText : QPalette::Text;
    return mixed(option.palette.color(QPalette::Active, under), option.palette.color(QPalette::Active, over),
                 isOn ? outlineStrength : disabledStrength);
}

// Over what the style has drawn: in dark colours that is hardly another than of a button that is not checked.
void paintCheckedGround(const QStyleOption &option, QPainter &painter)
{
    const bool isOn = option.state.testFlag(QStyle::State_Enabled);
    const QColor button = option.palette.color(QPalette::Active, QPalette::Button);
    const QColor text = option.palette.color(QPalette::Active, QPalette::ButtonText);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(mixed(button, text, isOn ? checkedOutlineStrength : disabledStrength));
    painter.setBrush(mixed(button, text, checkedStrength));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), buttonRounding,
                            buttonRounding);
    painter.restore();
}

} // namespace

IndicatorStyle::IndicatorStyle(QStyle *base)
    : QProxyStyle(base)
{
}

void IndicatorStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                   const QWidget *widget) const
{
    if (m_isExclusiveItem && element == PE_IndicatorCheckBox)
        element = PE_IndicatorRadioButton;
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element == PE_PanelButtonTool && option->state.testFlag(State_On))
        paintCheckedGround(*option, *painter);
    const bool isBox = element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    const bool isCircle = element == PE_IndicatorRadioButton;
    if (!isBox && !isCircle)
        return;
    painter->save();
    painter->setPen(outlineOf(*option));
    painter->setBrush(Qt::NoBrush);
    if (isBox) {
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
    } else {
        painter->setRenderHint(QPainter::Antialiasing);
        const double side = std::min(option->rect.width(), option->rect.height()) - 2;
        QRectF circle(0, 0, side, side);
        circle.moveCenter(QRectF(option->rect).center());
        painter->drawEllipse(circle);
    }
    painter->restore();
}

// Styles draw nothing at all for an item of a group that is not the chosen one.
void IndicatorStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    const auto *const item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (element != CE_MenuItem || !item || item->checkType != QStyleOptionMenuItem::Exclusive) {
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    }
    QStyleOptionMenuItem box = *item;
    box.checkType = QStyleOptionMenuItem::NonExclusive;
    const QScopedValueRollback exclusive(m_isExclusiveItem, true);
    QProxyStyle::drawControl(element, &box, painter, widget);
}

} // namespace fg
