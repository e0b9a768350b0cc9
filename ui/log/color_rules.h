// The rules by which rows of the log are coloured: an ordered list of filters, each with a tint. The first
// rule that a row passes gives it its tint. They are a setting, written whenever they change.
#pragma once

#include "protocol/session/look/filter_tree.h"
#include "ui/base/theme.h"

#include <QObject>
#include <QString>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace fg {

// Backgrounds on which the texts of the log are readable, in light and in dark.
enum class Tint : std::uint8_t { Red, Orange, Yellow, Green, Teal, Blue, Violet, Grey };
inline constexpr std::array<const char *, 8> tintNames{"Red",  "Orange", "Yellow", "Green",
                                                       "Teal", "Blue",   "Violet", "Grey"};
[[nodiscard]] QColor tintColor(Tint tint, const Theme &theme);

struct ColorRule
{
    QString filter; // in the language of filters
    Tint tint = Tint::Yellow;
    bool isOn = true;

    bool operator==(const ColorRule &) const = default;
};

// What is wrong with a rule's filter, and where, in characters.
struct ColorRuleFault
{
    QString sentence;
    int start = 0;
    int length = 0;
};
[[nodiscard]] std::optional<ColorRuleFault> faultOf(const ColorRule &rule);
// Nullopt if there is a fault, or the text is empty.
[[nodiscard]] std::optional<FilterTree> filterOf(const ColorRule &rule);

class ColorRules final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t most = 50;

    // Reads the setting.
    explicit ColorRules(QObject *parent = nullptr);

    [[nodiscard]] const std::vector<ColorRule> &rules() const { return m_rules; }
    // Writes the setting; further rules than `most` are left out.
    void set(std::vector<ColorRule> rules);

signals:
    void changed();

private:
    std::vector<ColorRule> m_rules;
};

} // namespace fg
