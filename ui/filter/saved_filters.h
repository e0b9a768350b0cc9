// The filters that a person has saved under names, and those that were used last. Each change is written to
// the settings at once. An entry of the settings that is not a filter is left out.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace fg {

struct SavedFilter
{
    QString name; // Not empty; in one line.
    QString text; // A filter without a fault.

    bool operator==(const SavedFilter &) const = default;
};

class SavedFilters final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t mostSaved = 100;
    static constexpr qsizetype mostRecent = 12;
    static constexpr qsizetype longestName = 80; // In characters.

    explicit SavedFilters(QObject *parent = nullptr); // Reads the settings.

    [[nodiscard]] const std::vector<SavedFilter> &all() const { return m_saved; }
    [[nodiscard]] const QStringList &recent() const { return m_recent; } // The last used one first.

    enum class Refusal : std::uint8_t {
        NoName,
        LongName,
        NotAFilter,
        TooMany,
        NameTaken, // By another filter; only when one is renamed.
    };
    // A filter of the same name is replaced.
    [[nodiscard]] std::optional<Refusal> save(const QString &name, const QString &text);
    [[nodiscard]] std::optional<Refusal> change(std::size_t index, const SavedFilter &to);
    void remove(std::size_t index);
    // Exchanges two of them.
    void exchange(std::size_t first, std::size_t second);
    void addRecent(const QString &text);
    void clearRecent();

signals:
    void changed();

private:
    void write();

    std::vector<SavedFilter> m_saved;
    QStringList m_recent;
};

[[nodiscard]] QString sentenceOf(SavedFilters::Refusal refusal);
// Whether the text is a filter that something can be asked with: it has no fault and is not empty.
[[nodiscard]] bool isFilter(const QString &text);

} // namespace fg
