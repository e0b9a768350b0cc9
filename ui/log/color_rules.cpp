#include "ui/log/color_rules.h"

#include "protocol/session/look/filter_parser.h"
#include "protocol/session/look/row_match.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"

#include <QSettings>

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// On light and on dark; the contrast of the theme's text is above 7 on all of them.
constexpr std::array<std::pair<QRgb, QRgb>, tintNames.size()> tintColors{{
    {0xffffdad6, 0xff5c2323},
    {0xffffe3c7, 0xff5a3813},
    {0xfffff3b8, 0xff4d4310},
    {0xffd7f3d6, 0xff1f4a28},
    {0xffd0f1ee, 0xff14494a},
    {0xffd9e8ff, 0xff1f3a66},
    {0xffeadfff, 0xff45306b},
    {0xffe6e6e6, 0xff474747},
}};

} // namespace

QColor tintColor(Tint tint, const Theme &theme)
{
    const auto &[light, dark] = tintColors[static_cast<std::size_t>(tint)];
    return QColor::fromRgb(theme.isDark ? dark : light);
}

std::optional<ColorRuleFault> faultOf(const ColorRule &rule)
{
    const std::string text = rule.filter.toStdString();
    const FilterReading reading = readFilter(text);
    if (reading.fault) {
        const FilterPlace &place = reading.fault->place;
        const auto characters = [&text](std::size_t octets) {
            return static_cast<int>(toQString(std::string_view(text).substr(0, octets)).size());
        };
        const int start = characters(place.start);
        return ColorRuleFault{toQString(filterFaultSentence(*reading.fault)), start,
                              characters(place.end()) - start};
    }
    if (!reading.tree)
        return ColorRuleFault{QStringLiteral("Write a filter, for example: op == text && len > 1k"), 0, 0};
    const std::string_view field = fieldOfEarlierRows(*reading.tree);
    if (field.empty())
        return std::nullopt;
    const int start = static_cast<int>(rule.filter.indexOf(toQString(field)));
    return ColorRuleFault{
        QStringLiteral("%1 depends on the rows before, and a colour on its row alone. Filter by it instead.")
            .arg(toQString(field)),
        std::max(0, start), static_cast<int>(field.size())};
}

std::optional<FilterTree> filterOf(const ColorRule &rule)
{
    return faultOf(rule) ? std::nullopt : readFilter(rule.filter.toStdString()).tree;
}

ColorRules::ColorRules(QObject *parent)
    : QObject(parent)
{
    QSettings settings;
    const int count = settings.beginReadArray(settings_keys::colorRules);
    for (int i = 0; i < std::min(count, static_cast<int>(most)); ++i) {
        settings.setArrayIndex(i);
        const int tint = settings.value(QStringLiteral("tint")).toInt();
        m_rules.push_back({settings.value(QStringLiteral("filter")).toString(),
                           static_cast<Tint>(std::clamp(tint, 0, static_cast<int>(tintNames.size()) - 1)),
                           settings.value(QStringLiteral("on"), true).toBool()});
    }
    settings.endArray();
}

void ColorRules::set(std::vector<ColorRule> rules)
{
    rules.resize(std::min(rules.size(), most));
    if (rules == m_rules)
        return;
    m_rules = std::move(rules);
    QSettings settings;
    settings.remove(settings_keys::colorRules);
    settings.beginWriteArray(settings_keys::colorRules, static_cast<int>(m_rules.size()));
    for (std::size_t i = 0; i < m_rules.size(); ++i) {
        settings.setArrayIndex(static_cast<int>(i));
        settings.setValue(QStringLiteral("filter"), m_rules[i].filter);
        settings.setValue(QStringLiteral("tint"), static_cast<int>(m_rules[i].tint));
        settings.setValue(QStringLiteral("on"), m_rules[i].isOn);
    }
    settings.endArray();
    settings.sync();
    emit changed();
}

} // namespace fg
