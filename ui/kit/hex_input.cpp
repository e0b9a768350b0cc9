#include "ui/kit/hex_input.h"

namespace fg {

namespace {

bool isDigit(QChar character)
{
    const ushort code = character.unicode();
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'f') || (code >= 'A' && code <= 'F');
}

} // namespace

std::variant<OctetBuffer, QString> readHex(const QString &text)
{
    qsizetype digits = 0;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar character = text[at];
        if (character.isSpace()) {
            if (digits % 2 != 0)
                return QStringLiteral(
                           "The octet before character %1 has only one digit; each octet takes two.")
                    .arg(at + 1);
            continue;
        }
        if (!isDigit(character))
            return QStringLiteral("Character %1 (“%2”) is not a hexadecimal digit; use 0 to 9 and a to f, "
                                  "spaces between octets.")
                .arg(at + 1)
                .arg(character);
        ++digits;
    }
    if (digits % 2 != 0)
        return QStringLiteral("The last octet has only one digit; each octet takes two.");
    if (auto octets = fromHex(text.toStdString()))
        return *std::move(octets);
    return QStringLiteral("This is not hexadecimal.");
}

} // namespace fg
