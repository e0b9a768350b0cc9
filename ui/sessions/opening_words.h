// The messages about a file or folder that the user has opened.
#pragma once

#include "protocol/report/wording/troubles.h"

#include <QString>

#include <string>
#include <variant>
#include <vector>

namespace fg {

// The parts of an opened file that are ignored, one sentence each; or why it was not opened.
using OpeningResult = std::variant<std::vector<std::string>, Trouble>;

// The last component of a path, escaped.
[[nodiscard]] std::string shownName(const QString &path);
[[nodiscard]] Trouble notOpened(const QString &path, const std::string &why, const std::string &advice = {});
// `notes` has at least one sentence.
[[nodiscard]] Trouble openedInPart(const QString &path, const std::vector<std::string> &notes);

} // namespace fg
