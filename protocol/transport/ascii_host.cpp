#include "protocol/transport/ascii_host.h"

#include "protocol/wire/utf8.h"

#include <QString>
#include <QUrl>

#include <algorithm>

namespace fg {

std::optional<std::string> asciiHost(std::string_view name)
{
    if (std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return std::string(name);
    if (!isUtf8(octetsOf(name)))
        return std::nullopt;
    const QByteArray ascii = QUrl::toAce(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    return ascii.isEmpty() ? std::nullopt : std::optional(ascii.toStdString());
}

} // namespace fg
