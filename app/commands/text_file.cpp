#include "app/commands/text_file.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/report/pages/text_report.h"

namespace fg {

std::optional<FileError> writeTextFile(const std::filesystem::path &path, const CaseResult &result,
                                       Secrets secrets)
{
    WholeFile file(path, readersOf(secrets), NamedBy::Program);
    writeTextReport(file.stream(), result, {.rows = {}, .secrets = secrets, .mayContinue = {}});
    return file.commit();
}

} // namespace fg
