#include "app/text_file.h"

#include "protocol/report/text_report.h"

namespace fg {

std::optional<FileError> writeTextFile(const std::filesystem::path &folder, const CaseResult &result)
{
    return writeWholeFile(folder / reportFileName(result), textReport(result));
}

} // namespace fg
