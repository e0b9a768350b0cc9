#include "ui/session_book.h"

#include "protocol/conformance/catalogue.h"
#include "ui/text.h"
#include "ui/verdict_mark.h"

#include <algorithm>

namespace fg {

namespace {

MarkedWord markOf(const SessionEntry &entry)
{
    const Theme theme = Theme::current();
    return entry.result ? markOf(*entry.result, theme) : stateMark(entry, theme);
}

} // namespace

SessionBook::SessionBook(QObject *parent)
    : QAbstractTableModel(parent)
{
}

int SessionBook::placeFor(const SessionEntry &entry) const
{
    const auto comesLater = [&entry](const EntryPtr &other) {
        if (!entry.isCase())
            return other->isCase();
        return other->isCase() && idLess(entry.spec->id, other->spec->id);
    };
    return static_cast<int>(std::find_if(m_entries.begin(), m_entries.end(), comesLater) - m_entries.begin());
}

void SessionBook::add(EntryPtr entry)
{
    m_unsettled.push_back(entry);
    if (entry->isCase()) {
        const EntryPtr earlier = ofCase(entry->spec);
        if (earlier) {
            // In place, so that the row stays picked.
            m_entries[static_cast<std::size_t>(rowOf(earlier))] = entry;
            changed(*entry);
            return;
        }
    } else {
        makeRoom();
    }
    const int row = placeFor(*entry);
    beginInsertRows({}, row, row);
    m_entries.insert(m_entries.begin() + row, std::move(entry));
    endInsertRows();
}

void SessionBook::makeRoom()
{
    const auto isLive = [](const EntryPtr &entry) { return !entry->isCase(); };
    if (static_cast<std::size_t>(std::count_if(m_entries.begin(), m_entries.end(), isLive)) < maxLive)
        return;
    const auto ended = std::find_if(m_entries.begin(), m_entries.end(), [&](const EntryPtr &entry) {
        return isLive(entry) && entry->hasEnded();
    });
    if (ended != m_entries.end())
        remove(EntryPtr(*ended));
}

void SessionBook::remove(const EntryPtr &entry)
{
    const int row = rowOf(entry);
    if (row < 0)
        return;
    std::erase(m_unsettled, entry);
    entry->live.reset();
    beginRemoveRows({}, row, row);
    m_entries.erase(m_entries.begin() + row);
    endRemoveRows();
}

void SessionBook::changed(const SessionEntry &entry)
{
    for (int row = 0; row < rowCount(); ++row) {
        if (m_entries[static_cast<std::size_t>(row)].get() == &entry)
            emit dataChanged(index(row, Title), index(row, State));
    }
}

void SessionBook::poll()
{
    std::vector<EntryPtr> still;
    for (const EntryPtr &entry : std::exchange(m_unsettled, {})) {
        entry->look();
        changed(*entry);
        if (!entry->hasEnded())
            still.push_back(entry);
    }
    m_unsettled = std::move(still);
}

EntryPtr SessionBook::at(int row) const
{
    return row >= 0 && row < rowCount() ? m_entries[static_cast<std::size_t>(row)] : nullptr;
}

int SessionBook::rowOf(const EntryPtr &entry) const
{
    const auto found = std::find(m_entries.begin(), m_entries.end(), entry);
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

EntryPtr SessionBook::ofCase(const CaseSpec *spec) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [spec](const EntryPtr &entry) { return spec && entry->spec == spec; });
    return found == m_entries.end() ? nullptr : *found;
}

int SessionBook::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int SessionBook::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant SessionBook::data(const QModelIndex &index, int role) const
{
    const EntryPtr entry = at(index.row());
    if (!entry)
        return {};
    if (index.column() == Title) {
        if (role == Qt::DisplayRole)
            return entry->title;
        if (role == Qt::ToolTipRole)
            return plainToolTip(entry->title + QLatin1Char('\n') + toQString(entry->url.text()));
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return markOf(*entry).word;
    case Qt::DecorationRole:
        return markOf(*entry).icon();
    default:
        return {};
    }
}

QVariant SessionBook::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Title ? tr("Session") : tr("State");
}

} // namespace fg
