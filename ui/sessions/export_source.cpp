#include "ui/sessions/export_source.h"

#include "protocol/report/export/session_export.h"
#include "protocol/report/pages/text_report.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"

#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <ostream>
#include <span>
#include <streambuf>

namespace fg {

namespace {

constexpr std::size_t previewOctets = 32 * 1024;
constexpr qsizetype previewLines = 200;
constexpr qsizetype longestLine = 400; // Characters of a preview's line: the layout of longer lines is slow.
constexpr std::size_t hexOctets = 512;
constexpr std::size_t octetsPerLine = 16;
constexpr RowCount hexRows{100};

// Keeps the first octets that are written and discards the rest.
class BeginningBuffer final : public std::streambuf
{
public:
    [[nodiscard]] const std::string &text() const { return m_text; }
    [[nodiscard]] bool isFull() const { return m_text.size() >= previewOctets; }

private:
    int_type overflow(int_type character) override
    {
        const char octet = traits_type::to_char_type(character);
        xsputn(&octet, 1);
        return traits_type::not_eof(character);
    }
    std::streamsize xsputn(const char *characters, std::streamsize count) override
    {
        m_text.append(characters,
                      std::min(static_cast<std::size_t>(count),
                               previewOctets - std::min(previewOctets, m_text.size())));
        return count;
    }

    std::string m_text;
};

QString hexOf(const std::string &octets)
{
    QString text;
    for (std::size_t at = 0; at < std::min(octets.size(), hexOctets); at += octetsPerLine) {
        QString hex;
        QString letters;
        for (const char octet : octets.substr(at, octetsPerLine)) {
            const auto number = static_cast<unsigned char>(octet);
            hex += QStringLiteral("%1 ").arg(number, 2, 16, QLatin1Char('0'));
            letters += number > 0x1F && number < 0x7F ? QLatin1Char(octet) : QLatin1Char('.');
        }
        text += QStringLiteral("%1  %2 %3\n")
                    .arg(at, 4, 16, QLatin1Char('0'))
                    .arg(hex.leftJustified(3 * octetsPerLine))
                    .arg(letters);
    }
    return text + QStringLiteral("…");
}

QString firstLines(const BeginningBuffer &beginning)
{
    const QStringList lines = toQString(beginning.text()).split(QLatin1Char('\n'));
    QStringList shown;
    for (const QString &line : lines.mid(0, previewLines))
        shown += shortened(line, longestLine);
    if (beginning.isFull() || lines.size() > previewLines)
        shown += QStringLiteral("…");
    return shown.join(QLatin1Char('\n'));
}

} // namespace

ExportSource exportSourceOf(const SessionEntry &entry)
{
    const auto *const ran = entry.as<CaseSession>();
    ExportSource source{.log = entry.log, .facts = {}, .result = ran ? ran->result : std::nullopt};
    source.facts.url = entry.url.host.empty() ? entry.heading.url : entry.url.text();
    source.facts.title =
        "Frameglass - " + (source.facts.url.empty() ? entry.title.toStdString() : source.facts.url);
    if (entry.started != std::chrono::system_clock::time_point())
        source.facts.started = entry.started;
    return source;
}

QString fileNameFor(const SessionEntry &entry)
{
    QString name = QStringLiteral("session");
    const auto *const ran = entry.as<CaseSession>();
    if (ran && ran->result)
        name = QFileInfo(toQString(reportFileName(*ran->result))).completeBaseName();
    else if (entry.isCase())
        name = QStringLiteral("case_") + toQString(entry.spec()->id);
    else if (!entry.url.host.empty())
        name += QLatin1Char('_') + toQString(entry.url.authority());
    for (QChar &character : name) {
        if (!character.isLetterOrNumber() && character != QLatin1Char('.') && character != QLatin1Char('_'))
            character = QLatin1Char('-');
    }
    return name;
}

QString exportFolder()
{
    const QString folder = QSettings().value(settings_keys::exportFolder).toString();
    if (!folder.isEmpty() && QFileInfo(folder).isDir())
        return folder;
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

void rememberExportFolder(const QString &file)
{
    QSettings().setValue(settings_keys::exportFolder, QFileInfo(file).absolutePath());
}

QString exportPreview(const ExportSource &source, ExportFormat format, ExportOptions options,
                      const BackgroundJobs::Progress &progress)
{
    BeginningBuffer buffer;
    std::ostream out(&buffer);
    const bool isText = format != ExportFormat::Pcapng;
    options.mayContinue = [&](RowCount rows) {
        return !progress.wasStopped() && !buffer.isFull() && (isText || rows < hexRows);
    };
    const ExportedSession exported = source.exported();
    exportSessions(out, format, std::span(&exported, 1), options);
    if (progress.wasStopped())
        return {};
    return isText ? firstLines(buffer) : hexOf(buffer.text());
}

} // namespace fg
