#include "ui/bench/reported_entry.h"

#include "ui/base/text.h"

namespace fg {

namespace {

std::shared_ptr<const Session> notesOf(const ImportedCase &said)
{
    auto log = std::make_shared<Session>(Role::Client);
    for (const std::string &line : said.wireLog) {
        LogRow note;
        note.kind = RowKind::Note;
        log->append(note, RowExtra(line));
    }
    return log;
}

} // namespace

std::variant<EntryPtr, std::string> readReportedEntry(const QString &agent, const CaseSpec &spec,
                                                      const CaseVerdict &verdict,
                                                      const std::filesystem::path &file,
                                                      const ReadingWatch &watch)
{
    auto read = readReportCase(file, watch);
    if (auto *const why = std::get_if<std::string>(&read))
        return std::move(*why);
    auto entry = std::make_shared<SessionEntry>();
    entry->title = toQString(spec.id);
    const auto said = std::make_shared<const ImportedCase>(std::get<ImportedCase>(std::move(read)));
    ReportedCase reported{.agent = agent, .spec = &spec, .verdict = verdict, .said = said, .page = {}};
    std::filesystem::path page = file;
    page.replace_extension(".html");
    std::error_code unknown;
    if (std::filesystem::is_regular_file(page, unknown))
        reported.page = QString::fromStdString(std::filesystem::absolute(page).string());
    entry->log = notesOf(*said);
    entry->kind = std::move(reported);
    entry->look();
    return entry;
}

} // namespace fg
