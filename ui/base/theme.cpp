#include "ui/base/theme.h"

#include <QFontDatabase>
#include <QGuiApplication>

#include <optional>

namespace fg {

QColor mixed(const QColor &under, const QColor &over, double amount)
{
    const auto mix = [amount](float a, float b) { return static_cast<float>(a + (b - a) * amount); };
    return QColor::fromRgbF(mix(under.redF(), over.redF()), mix(under.greenF(), over.greenF()),
                            mix(under.blueF(), over.blueF()));
}

Theme Theme::of(const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Active, QPalette::Base);
    const QColor text = palette.color(QPalette::Active, QPalette::Text);
    Theme theme;
    theme.isDark = base.lightnessF() < text.lightnessF();
    theme.text = text;
    theme.muted = mixed(base, text, 0.64);
    theme.line = mixed(base, text, 0.2);
    // Blue and orange differ for every kind of colour blindness; their contrast is over 4.5 on both bases.
    theme.sent = theme.isDark ? QColor(0xf2, 0xa6, 0x5a) : QColor(0xa3, 0x4d, 0x00);
    theme.received = theme.isDark ? QColor(0x74, 0xb9, 0xf7) : QColor(0x0a, 0x58, 0xa8);
    theme.good = theme.isDark ? QColor(0x5f, 0xd0, 0x8d) : QColor(0x14, 0x73, 0x3f);
    theme.bad = theme.isDark ? QColor(0xff, 0x86, 0x7c) : QColor(0xb8, 0x1d, 0x2c);
    theme.warning = theme.isDark ? QColor(0xe6, 0xbd, 0x4a) : QColor(0x85, 0x5f, 0x00);
    theme.lit = palette.color(QPalette::Active, QPalette::Highlight);
    theme.litText = palette.color(QPalette::Active, QPalette::HighlightedText);
    return theme;
}

Theme Theme::current() { return of(QGuiApplication::palette()); }

namespace {

std::optional<QFont> &chosenFixedFont()
{
    static std::optional<QFont> font;
    return font;
}

} // namespace

QFont monospaceFont()
{
    return chosenFixedFont() ? *chosenFixedFont() : QFontDatabase::systemFont(QFontDatabase::FixedFont);
}

void setMonospaceFont(const QFont &font) { chosenFixedFont() = font; }

} // namespace fg
