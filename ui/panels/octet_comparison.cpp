#include "ui/panels/octet_comparison.h"

#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/look.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace fg {

namespace {

constexpr std::size_t octetsInLine = comparedOctets;
constexpr int nameCharacters = 10; // for "expected" and a gap
constexpr int offsetCharacters = 9;
constexpr int cellCharacters = 3; // for "48 "

QChar shownAs(std::byte octet)
{
    const auto code = std::to_integer<unsigned char>(octet);
    return code >= 0x20 && code < 0x7f ? QChar(code) : QChar(u'·');
}

QString hexOf(std::byte octet)
{
    return QStringLiteral("%1").arg(std::to_integer<unsigned>(octet), 2, 16, QLatin1Char('0'));
}

} // namespace

OctetComparison::OctetComparison(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("octetComparison"));
    useFixedFont(this);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
}

void OctetComparison::show(const OctetDifference &difference)
{
    m_difference = difference;
    setAccessibleName(toQString(difference.sentence()));
    updateGeometry();
    update();
}

int OctetComparison::lineCount() const
{
    const std::size_t octets = std::max(m_difference.expected.size(), m_difference.observed.size());
    return 2 * static_cast<int>((octets + octetsInLine - 1) / octetsInLine);
}

QSize OctetComparison::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    const int characters =
        nameCharacters + offsetCharacters + static_cast<int>(octetsInLine) * (cellCharacters + 1) + 2;
    return {metrics.horizontalAdvance(QLatin1Char('0')) * characters,
            metrics.lineSpacing() * lineCount() + lineCount() * 2};
}

void OctetComparison::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int step = fontMetrics().lineSpacing() + 2;
    for (int line = 0; line < lineCount(); ++line) {
        const bool isExpected = line % 2 == 0;
        paintLine(painter, isExpected ? m_difference.expected : m_difference.observed,
                  static_cast<std::uint64_t>(line / 2) * octetsInLine, line * step,
                  isExpected ? QStringLiteral("expected") : QStringLiteral("observed"));
    }
}

void OctetComparison::paintLine(QPainter &painter, const OctetBuffer &octets, std::uint64_t from, int y,
                                const QString &name) const
{
    const Theme theme = Theme::of(palette());
    const int character = fontMetrics().horizontalAdvance(QLatin1Char('0'));
    const int height = fontMetrics().lineSpacing();
    const auto put = [&](int column, int width, const QString &text, const QColor &color) {
        painter.setPen(color);
        painter.drawText(QRect(column * character, y, width * character, height), Qt::AlignLeft, text);
    };
    put(0, nameCharacters, name, theme.muted);
    put(nameCharacters, offsetCharacters, QString::number(m_difference.start + from), theme.muted);
    const int hexStart = nameCharacters + offsetCharacters;
    const int textStart = hexStart + static_cast<int>(octetsInLine) * cellCharacters + 1;
    for (std::size_t i = 0; i < octetsInLine; ++i) {
        const std::uint64_t place = from + i;
        const bool isFirst = m_difference.start + place == m_difference.at;
        const int column = hexStart + static_cast<int>(i) * cellCharacters;
        // A frame marks the octet in addition to the colour.
        if (isFirst) {
            painter.setPen(theme.bad);
            painter.setBrush(mixed(palette().color(QPalette::Base), theme.bad, 0.2));
            painter.drawRect(column * character - 2, y, 2 * character + 3, height);
        }
        if (place >= octets.size())
            continue;
        const std::byte octet = octets[place];
        const QColor color = isFirst ? theme.bad : theme.text;
        put(column, 2, hexOf(octet), color);
        put(textStart + static_cast<int>(i), 1, QString(shownAs(octet)), color);
    }
}

} // namespace fg
