#include "ui/kit/look.h"

#include "ui/base/theme.h"
#include "ui/kit/indicator_style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QHeaderView>
#include <QStyleFactory>

#include <utility>

namespace fg {

namespace {

constexpr const char *followsFixedFont = "followsFixedFont"; // a property of widgets

// What the platform has, from before anything was changed.
struct PlatformLook
{
    QString style;
    QFont font;
    QFont fixedFont;
};

const PlatformLook &platformLook()
{
    static const PlatformLook known{QApplication::style()->name(), QApplication::font(),
                                    QFontDatabase::systemFont(QFontDatabase::FixedFont)};
    return known;
}

double pointsOf(const QFont &font)
{
    return font.pointSizeF() > 0 ? font.pointSizeF() : QFontInfo(font).pointSizeF();
}

QFont fontFor(const QFont &platform, const FontChoice &choice, int zoom)
{
    QFont font = platform;
    if (!choice.family.isEmpty())
        font.setFamilies({choice.family});
    const double points = choice.points > 0 ? choice.points : pointsOf(platform);
    if (choice.points > 0 || zoom != Preferences::usualZoom)
        font.setPointSizeF(points * zoom / Preferences::usualZoom);
    return font;
}

struct Shades
{
    QColor window;
    QColor base;
    QColor text;
    QColor button;
    QColor lit;
    QColor link;
};

QPalette paletteOf(const Shades &shades)
{
    QPalette palette(shades.button, shades.window);
    const QColor dim = mixed(shades.window, shades.text, 0.5);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, shades.text);
    palette.setColor(QPalette::Base, shades.base);
    palette.setColor(QPalette::AlternateBase, mixed(shades.base, shades.text, 0.05));
    palette.setColor(QPalette::ToolTipBase, shades.button);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Highlight, shades.lit);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, shades.link);
    palette.setColor(QPalette::LinkVisited, shades.link);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, dim);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, mixed(shades.base, shades.text, 0.3));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, shades.text);
    return palette;
}

QPalette paletteFor(ColorScheme scheme)
{
    switch (scheme) {
    case ColorScheme::System:
        return {}; // which lets the platform's colours through
    case ColorScheme::Light:
        return paletteOf({.window = QColor(0xf0, 0xf0, 0xf0),
                          .base = Qt::white,
                          .text = QColor(0x1b, 0x1b, 0x1b),
                          .button = QColor(0xf4, 0xf4, 0xf4),
                          .lit = QColor(0x1f, 0x66, 0xb5),
                          .link = QColor(0x0a, 0x58, 0xa8)});
    case ColorScheme::Dark:
        break;
    }
    return paletteOf({.window = QColor(0x2a, 0x2c, 0x2f),
                      .base = QColor(0x1c, 0x1e, 0x21),
                      .text = QColor(0xe3, 0xe4, 0xe6),
                      .button = QColor(0x37, 0x3a, 0x3e),
                      .lit = QColor(0x2b, 0x63, 0xa8),
                      .link = QColor(0x74, 0xb9, 0xf7)});
}

// The platform's style follows the platform's colours; that of Qt follows any.
void setStyleFor(ColorScheme scheme)
{
    const bool isOurs = qobject_cast<IndicatorStyle *>(QApplication::style()) != nullptr;
    static ColorScheme applied = ColorScheme::System;
    const ColorScheme before = std::exchange(applied, scheme);
    const bool wasOfPlatform = before == ColorScheme::System;
    const bool isOfPlatform = scheme == ColorScheme::System;
    if (!isOurs || wasOfPlatform != isOfPlatform) {
        const QString name = isOfPlatform ? platformLook().style : QStringLiteral("fusion");
        QApplication::setStyle(new IndicatorStyle(QStyleFactory::create(name)));
    }
    if (before != scheme)
        QApplication::setPalette(paletteFor(scheme));
}

// Columns that a person, or the program, has given a width keep it in characters.
void scaleColumns(double ratio)
{
    for (QWidget *widget : QApplication::allWidgets()) {
        auto *const header = qobject_cast<QHeaderView *>(widget);
        if (!header || header->orientation() != Qt::Horizontal)
            continue;
        for (int section = 0; section < header->count(); ++section) {
            if (header->sectionResizeMode(section) == QHeaderView::Interactive
                && !header->isSectionHidden(section))
                header->resizeSection(section, qRound(header->sectionSize(section) * ratio));
        }
    }
}

} // namespace

void applyColors(const Preferences &preferences)
{
    static_cast<void>(platformLook());
    setStyleFor(preferences.colors);
}

void applyFonts(const Preferences &preferences)
{
    const QFont before = QApplication::font();
    const QFont font = fontFor(platformLook().font, preferences.interfaceFont, preferences.zoom);
    if (font != before) {
        const double ratio =
            QFontMetricsF(font).averageCharWidth() / QFontMetricsF(before).averageCharWidth();
        QApplication::setFont(font);
        // Docks ask for the font of their titles by this name, and platforms set it by itself.
        QApplication::setFont(font, "QDockWidgetTitle");
        scaleColumns(ratio);
    }
    const QFont fixed = fontFor(platformLook().fixedFont, preferences.fixedFont, preferences.zoom);
    if (fixed == monospaceFont())
        return;
    setMonospaceFont(fixed);
    for (QWidget *widget : QApplication::allWidgets()) {
        if (widget->property(followsFixedFont).toBool())
            widget->setFont(fixed);
        // Others paint some cells with it.
        widget->update();
    }
}

void useFixedFont(QWidget *widget)
{
    widget->setProperty(followsFixedFont, true);
    widget->setFont(monospaceFont());
}

QString platformFontName() { return QFontInfo(platformLook().font).family(); }

QString platformFixedFontName() { return QFontInfo(platformLook().fixedFont).family(); }

} // namespace fg
