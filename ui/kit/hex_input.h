// Parses hexadecimal as a person types it, and describes errors in words.
#pragma once

#include "protocol/wire/octets.h"

#include <QString>

#include <variant>

namespace fg {

// The octets, or a sentence that says where the text is not hexadecimal.
[[nodiscard]] std::variant<OctetBuffer, QString> readHex(const QString &text);

} // namespace fg
