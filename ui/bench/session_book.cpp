#include "ui/bench/session_book.h"

#include "protocol/report/wording/finding_sentences.h"
#include "ui/base/text.h"
#include "ui/bench/verdict_mark.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

QString toolTipOf(const SessionEntry &entry)
{
    const SessionLine line = lineOf(entry, Theme::current());
    QStringList lines{line.name};
    if (!entry.url.host.empty())
        lines += toQString(entry.url.text());
    lines += entry.failure ? toQString(findingHeadline(*entry.failure, entry.log->role())) : line.state.word;
    if (!line.roundTrip.isEmpty())
        lines += QStringLiteral("The last ping was answered after %1.").arg(line.roundTrip);
    if (!line.findings.isEmpty())
        lines += QStringLiteral("%1: see the Findings panel.").arg(line.findings);
    if (const auto *const recording = entry.as<Recording>())
        lines += QStringLiteral("A recording, from %1").arg(recording->file);
    if (entry.isUnsaved())
        lines += QStringLiteral("Not saved");
    if (!entry.note.isEmpty())
        lines += QStringLiteral("Note: %1").arg(entry.note);
    return plainToolTip(lines.join(QLatin1Char('\n')));
}

} // namespace

SessionLine lineOf(const SessionEntry &entry, const Theme &theme)
{
    SessionLine line{
        .name = entry.shownName(), .state = stateMark(entry, theme), .roundTrip = {}, .findings = {}};
    if (const std::optional<Duration> last = entry.roundTrip.last())
        line.roundTrip = shortDuration(*last);
    // The state says which rule it is.
    if (entry.brokenRules > (entry.failure ? 1 : 0))
        line.findings = quantity(entry.brokenRules, "finding");
    return line;
}

SessionBook::SessionBook(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void SessionBook::add(EntryPtr entry)
{
    m_unsettled.push_back(entry);
    if (entry->is<LiveConnection>())
        makeRoom();
    beginInsertRows({}, rowCount(), rowCount());
    m_entries.push_back(std::move(entry));
    endInsertRows();
}

void SessionBook::makeRoom()
{
    const auto isLive = [](const EntryPtr &entry) { return entry->is<LiveConnection>(); };
    if (static_cast<std::size_t>(std::ranges::count_if(m_entries, isLive)) < maxLive)
        return;
    const auto ended = std::ranges::find_if(m_entries, [&](const EntryPtr &entry) {
        return isLive(entry) && entry->hasEnded() && !entry->isUnsaved() && !entry->isPinned;
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

int SessionBook::pinnedCount() const
{
    return static_cast<int>(
        std::ranges::count_if(m_entries, [](const EntryPtr &entry) { return entry->isPinned; }));
}

void SessionBook::move(int from, int to)
{
    const EntryPtr entry = at(from);
    if (!entry)
        return;
    const int pinned = pinnedCount();
    to = entry->isPinned ? std::clamp(to, 0, pinned - 1) : std::clamp(to, pinned, rowCount() - 1);
    // Qt counts the row before which the moved one stands, while it is still in its old place.
    if (to == from || !beginMoveRows({}, from, from, {}, to > from ? to + 1 : to))
        return;
    m_entries.erase(m_entries.begin() + from);
    m_entries.insert(m_entries.begin() + to, entry);
    endMoveRows();
}

void SessionBook::setPinned(const EntryPtr &entry, bool on)
{
    const int row = rowOf(entry);
    if (row < 0 || entry->isPinned == on)
        return;
    const int pinned = pinnedCount();
    entry->isPinned = on;
    move(row, on ? pinned : pinned - 1);
    changed(*entry);
}

void SessionBook::rename(const EntryPtr &entry, const QString &name)
{
    entry->name = name.simplified().left(longestSessionName);
    changed(*entry);
    emit described(entry);
}

void SessionBook::setNote(const EntryPtr &entry, const QString &note)
{
    entry->note = note.simplified().left(longestSessionName);
    changed(*entry);
    emit described(entry);
}

QString SessionBook::freeTitle(const QString &wanted) const
{
    const auto isTaken = [this](const QString &title) {
        return std::ranges::any_of(m_entries, [&](const EntryPtr &entry) { return entry->title == title; });
    };
    QString title = wanted;
    for (int number = 2; isTaken(title); ++number)
        title = QStringLiteral("%1 (%2)").arg(wanted).arg(number);
    return title;
}

void SessionBook::changed(const SessionEntry &entry)
{
    const auto place =
        std::ranges::find_if(m_entries, [&entry](const EntryPtr &other) { return other.get() == &entry; });
    if (place == m_entries.end())
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
    const auto found = std::ranges::find(m_entries, entry);
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
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
    const auto line = [&entry] { return lineOf(*entry, Theme::current()); };
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Title ? entry->shownName() : line().state.word;
    case Qt::EditRole:
        return entry->shownName();
    case Qt::ToolTipRole:
        return toolTipOf(*entry);
    case Qt::DecorationRole:
        return index.column() == Title && entry->is<Recording>()
            ? markIcon(Mark::Page, Theme::current().muted)
            : line().state.icon();
    case Qt::AccessibleTextRole: {
        const SessionLine said = line();
        QStringList words{said.name, said.state.word, said.roundTrip, said.findings};
        words.removeAll(QString());
        return words.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

bool SessionBook::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const EntryPtr entry = at(index.row());
    if (!entry || role != Qt::EditRole || index.column() != Title)
        return false;
    rename(entry, value.toString());
    return true;
}

Qt::ItemFlags SessionBook::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == Title ? flags | Qt::ItemIsEditable : flags;
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
