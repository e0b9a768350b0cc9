#include "ui/filter/saved_filters.h"

#include "protocol/session/look/filter_parser.h"
#include "ui/base/settings_keys.h"

#include <QSettings>

#include <algorithm>
#include <utility>

namespace fg {

namespace {

constexpr QLatin1String nameKey("name");
constexpr QLatin1String textKey("filter");

std::optional<SavedFilters::Refusal> refusalOf(const SavedFilter &filter)
{
    if (filter.name.isEmpty())
        return SavedFilters::Refusal::NoName;
    if (filter.name.size() > SavedFilters::longestName)
        return SavedFilters::Refusal::LongName;
    if (!isFilter(filter.text))
        return SavedFilters::Refusal::NotAFilter;
    return std::nullopt;
}

SavedFilter simplified(const SavedFilter &filter)
{
    return {filter.name.simplified(), filter.text.trimmed()};
}

} // namespace

bool isFilter(const QString &text) { return readFilter(text.toStdString()).tree.has_value(); }

QString sentenceOf(SavedFilters::Refusal refusal)
{
    switch (refusal) {
    case SavedFilters::Refusal::NoName:
        return QStringLiteral("A saved filter needs a name.");
    case SavedFilters::Refusal::LongName:
        return QStringLiteral("The name is longer than %1 characters. Shorten it.")
            .arg(SavedFilters::longestName);
    case SavedFilters::Refusal::NotAFilter:
        return QStringLiteral(
            "This is not a filter. Mend it in the filter field first, which shows where it is wrong.");
    case SavedFilters::Refusal::TooMany:
        return QStringLiteral("There are %1 saved filters already. Remove one first.")
            .arg(SavedFilters::mostSaved);
    case SavedFilters::Refusal::NameTaken:
        return QStringLiteral("Another saved filter has this name. Choose another name.");
    }
    return {};
}

SavedFilters::SavedFilters(QObject *parent)
    : QObject(parent)
{
    QSettings settings;
    const int count = std::min(settings.beginReadArray(settings_keys::savedFilters), int(mostSaved));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        const SavedFilter filter =
            simplified({settings.value(nameKey).toString(), settings.value(textKey).toString()});
        if (!refusalOf(filter)
            && std::ranges::find(m_saved, filter.name, &SavedFilter::name) == m_saved.end())
            m_saved.push_back(filter);
    }
    settings.endArray();
    for (const QString &text : settings.value(settings_keys::recentFilters).toStringList()) {
        if (isFilter(text) && !m_recent.contains(text) && m_recent.size() < mostRecent)
            m_recent += text;
    }
}

void SavedFilters::write()
{
    QSettings settings;
    settings.remove(settings_keys::savedFilters);
    settings.beginWriteArray(settings_keys::savedFilters, static_cast<int>(m_saved.size()));
    for (std::size_t i = 0; i < m_saved.size(); ++i) {
        settings.setArrayIndex(static_cast<int>(i));
        settings.setValue(nameKey, m_saved[i].name);
        settings.setValue(textKey, m_saved[i].text);
    }
    settings.endArray();
    settings.setValue(settings_keys::recentFilters, m_recent);
    settings.sync(); // A crash after this loses nothing.
    emit changed();
}

std::optional<SavedFilters::Refusal> SavedFilters::save(const QString &name, const QString &text)
{
    const SavedFilter filter = simplified({name, text});
    if (const auto refusal = refusalOf(filter))
        return refusal;
    const auto same = std::ranges::find(m_saved, filter.name, &SavedFilter::name);
    if (same != m_saved.end())
        *same = filter;
    else if (m_saved.size() >= mostSaved)
        return Refusal::TooMany;
    else
        m_saved.push_back(filter);
    write();
    return std::nullopt;
}

std::optional<SavedFilters::Refusal> SavedFilters::change(std::size_t index, const SavedFilter &to)
{
    const SavedFilter filter = simplified(to);
    if (const auto refusal = refusalOf(filter))
        return refusal;
    for (std::size_t i = 0; i < m_saved.size(); ++i) {
        if (i != index && m_saved[i].name == filter.name)
            return Refusal::NameTaken;
    }
    m_saved[index] = filter;
    write();
    return std::nullopt;
}

void SavedFilters::remove(std::size_t index)
{
    m_saved.erase(m_saved.begin() + static_cast<std::ptrdiff_t>(index));
    write();
}

void SavedFilters::exchange(std::size_t first, std::size_t second)
{
    std::swap(m_saved[first], m_saved[second]);
    write();
}

void SavedFilters::addRecent(const QString &text)
{
    const QString filter = text.trimmed();
    if (!isFilter(filter) || (!m_recent.isEmpty() && m_recent.front() == filter))
        return;
    m_recent.removeAll(filter);
    m_recent.prepend(filter);
    while (m_recent.size() > mostRecent)
        m_recent.removeLast();
    write();
}

void SavedFilters::clearRecent()
{
    m_recent.clear();
    write();
}

} // namespace fg
