// "Filter for this": what a person asks for at a value, wherever it is shown, and the menu entries for it.
#pragma once

#include <QMetaType>
#include <QString>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

class QMenu;

namespace fg {

struct FilterWish
{
    enum class Use : std::uint8_t { For, Out, AndFor, AndOut };

    std::string clause; // A filter, as clauseFor() makes it.
    Use use = Use::For;
};

// The filter that results from the one that stands there and the wish.
[[nodiscard]] std::string grantedFilter(std::string_view filter, const FilterWish &wish);

// Adds the entries to the menu; none if there is no clause, or if it is not a filter. `wished` is called if
// one is chosen.
void addFilterEntries(QMenu *menu, const std::string &clause, std::function<void(const FilterWish &)> wished);

} // namespace fg

Q_DECLARE_METATYPE(fg::FilterWish)
