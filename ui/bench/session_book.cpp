#include "ui/bench/session_book.h"

#include "ui/base/text.h"
#include "ui/bench/verdict_mark.h"

#include <algorithm>

namespace fg {

namespace {

MarkedWord markOf(const SessionEntry &entry)
{
    const Theme theme = Theme::current();
    if (const auto *const reported = entry.as<ReportedCase>())
        return markOf(reported->verdict, theme);
    const auto *const ran = entry.as<CaseSession>();
    return ran && ran->result ? markOf(*ran->result, theme) : stateMark(entry, theme);
}

bool standsFirst(const EntryPtr &entry) { return entry->is<LiveConnection>(); }

QString toolTipOf(const SessionEntry &entry)
{
    QString text = entry.title;
    if (!entry.url.host.empty())
        text += QLatin1Char('\n') + toQString(entry.url.text());
    if (const auto *const recording = entry.as<Recording>())
        text += QLatin1Char('\n') + QStringLiteral("A recording, from %1").arg(recording->file);
    if (entry.isUnsaved())
        text += QLatin1Char('\n') + QStringLiteral("Not saved");
    return plainToolTip(text);
}

} // namespace

SessionBook::SessionBook(QObject *parent)
    : QAbstractTableModel(parent)
{
}

SessionBook::Entries::const_iterator SessionBook::firstRecording() const
{
    return std::partition_point(m_entries.begin(), m_entries.end(), standsFirst);
}

SessionBook::Entries::const_iterator SessionBook::firstCase() const
{
    return std::partition_point(m_entries.begin(), m_entries.end(),
                                [](const EntryPtr &entry) { return !entry->isCase(); });
}

SessionBook::Entries::const_iterator SessionBook::placeOf(const CaseSpec &spec) const
{
    return std::partition_point(firstCase(), m_entries.end(), [&spec](const EntryPtr &entry) {
        return entry->spec()->number < spec.number;
    });
}

void SessionBook::add(EntryPtr entry)
{
    m_unsettled.push_back(entry);
    if (standsFirst(entry))
        makeRoom();
    const auto place = entry->isCase() ? placeOf(*entry->spec())
        : entry->is<Recording>()       ? firstCase()
                                       : firstRecording();
    const int row = static_cast<int>(place - m_entries.begin());
    if (place != m_entries.end() && entry->isCase() && (*place)->spec() == entry->spec()) {
        // The entry is replaced, so that the row stays selected.
        m_entries[static_cast<std::size_t>(row)] = std::move(entry);
        emit dataChanged(index(row, Title), index(row, State));
        return;
    }
    beginInsertRows({}, row, row);
    m_entries.insert(place, std::move(entry));
    endInsertRows();
}

void SessionBook::setCases(std::vector<EntryPtr> cases)
{
    beginResetModel();
    m_entries.erase(firstCase(), m_entries.cend());
    std::erase_if(m_unsettled, [](const EntryPtr &entry) { return entry->isCase(); });
    for (EntryPtr &entry : cases) {
        if (!entry->hasEnded())
            m_unsettled.push_back(entry);
        m_entries.push_back(std::move(entry));
    }
    endResetModel();
}

void SessionBook::makeRoom()
{
    if (static_cast<std::size_t>(std::count_if(m_entries.begin(), m_entries.end(), standsFirst)) < maxLive)
        return;
    const auto ended = std::find_if(m_entries.begin(), m_entries.end(), [&](const EntryPtr &entry) {
        return standsFirst(entry) && entry->hasEnded() && !entry->isUnsaved();
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
    if (auto *const live = entry->as<LiveConnection>())
        live->release();
    beginRemoveRows({}, row, row);
    m_entries.erase(m_entries.begin() + row);
    endRemoveRows();
}

void SessionBook::changed(const SessionEntry &entry)
{
    const auto place = entry.isCase()
        ? placeOf(*entry.spec())
        : std::find_if(m_entries.cbegin(), m_entries.cend(),
                       [&entry](const EntryPtr &other) { return other.get() == &entry; });
    if (place == m_entries.end() || place->get() != &entry)
        return;
    const int row = static_cast<int>(place - m_entries.begin());
    emit dataChanged(index(row, Title), index(row, State));
}

void SessionBook::poll()
{
    std::vector<EntryPtr> still;
    for (const EntryPtr &entry : std::exchange(m_unsettled, {})) {
        entry->updateSummary();
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
    const auto place = spec ? placeOf(*spec) : m_entries.end();
    return place != m_entries.end() && (*place)->spec() == spec ? *place : nullptr;
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
            return toolTipOf(*entry);
        if (role == Qt::DecorationRole && entry->is<Recording>())
            return markIcon(Mark::Page, Theme::current().muted);
        if (role == Qt::AccessibleTextRole && entry->is<Recording>())
            return QStringLiteral("Recording: %1").arg(entry->title);
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
    return section == Title ? QStringLiteral("Session") : QStringLiteral("State");
}

} // namespace fg
