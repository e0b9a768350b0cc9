// What there is to say about a file or folder that somebody has opened.
#pragma once

#include "protocol/report/wording/wording.h"

#include <QString>

#include <string>
#include <variant>
#include <vector>

namespace fg {

// What does not count here, of a file that was opened; or why it was not.
using Opened = std::variant<std::vector<std::string>, Trouble>;

// A path's last part, escaped.
[[nodiscard]] std::string shownName(const QString &path);
[[nodiscard]] Trouble notOpened(const QString &path, const std::string &why, const std::string &advice = {});
// `notes`: at least one.
[[nodiscard]] Trouble openedInPart(const QString &path, const std::vector<std::string> &notes);

} // namespace fg
