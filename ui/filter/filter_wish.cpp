#include "ui/filter/filter_wish.h"

#include "protocol/session/look/filter_parser.h"
#include "ui/base/text.h"

#include <QAction>
#include <QMenu>

#include <array>

namespace fg {

namespace {

// Characters of a clause in a menu.
constexpr qsizetype shownClause = 48;

struct Entry
{
    FilterWish::Use use;
    const char *text;
    const char *hint;
};

constexpr std::array entries{
    Entry{FilterWish::Use::For, "&Filter for this", "Show only rows like this: "},
    Entry{FilterWish::Use::Out, "Filter &out this", "Hide rows like this: "},
    Entry{FilterWish::Use::AndFor, "… an&d this", "Show only those of the shown rows that are like this: "},
    Entry{FilterWish::Use::AndOut, "… and no&t this", "Hide those of the shown rows that are like this: "},
};

} // namespace

std::string grantedFilter(std::string_view filter, const FilterWish &wish)
{
    switch (wish.use) {
    case FilterWish::Use::For:
        return withClause(filter, wish.clause, ClauseUse::Instead);
    case FilterWish::Use::Out:
        return withClause({}, wish.clause, ClauseUse::AndNot);
    case FilterWish::Use::AndFor:
        return withClause(filter, wish.clause, ClauseUse::And);
    case FilterWish::Use::AndOut:
        return withClause(filter, wish.clause, ClauseUse::AndNot);
    }
    return std::string(filter);
}

void addFilterEntries(QMenu *menu, const std::string &clause, std::function<void(const FilterWish &)> wished)
{
    if (clause.empty() || !readFilter(clause).tree)
        return;
    if (!menu->isEmpty())
        menu->addSeparator();
    menu->setToolTipsVisible(true);
    const QString words = toQString(clause);
    for (const Entry &entry : entries) {
        QString text = QString::fromUtf8(entry.text);
        if (entry.use == FilterWish::Use::For)
            text += QStringLiteral(": ")
                + shortened(words, shownClause).replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction *const action = menu->addAction(text, menu, [wished, clause, use = entry.use] {
            wished({clause, use});
        });
        action->setObjectName(QStringLiteral("filterFor%1").arg(int(entry.use)));
        action->setToolTip(plainToolTip(QString::fromUtf8(entry.hint) + words));
    }
}

} // namespace fg
