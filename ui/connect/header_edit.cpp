#include "ui/connect/header_edit.h"

#include "protocol/text/characters.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/look.h"

#include <QEvent>

#include <algorithm>

namespace fg {

namespace {

constexpr qsizetype longestQuoted = 60; // characters of a line that is not a header field

} // namespace

HeaderEdit::HeaderEdit(int lines, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_lines(lines)
{
    setPlaceholderText(QStringLiteral("Name: value, one per line"));
    setToolTip(QStringLiteral(
        "Sent in place of the program's own fields of these names, as often as they are given; \"Name:\" "
        "without a value leaves the field out. For example Authorization: Bearer …"));
    setTabChangesFocus(true);
    useFixedFont(this);
    setLineWrapMode(NoWrap);
    fitHeight();
}

void HeaderEdit::fitHeight()
{
    const int frame = 2 * (frameWidth() + static_cast<int>(document()->documentMargin()));
    setFixedHeight(fontMetrics().lineSpacing() * m_lines + frame);
}

void HeaderEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

void HeaderEdit::showFields(const std::vector<HeaderField> &fields)
{
    QStringList lines;
    for (const HeaderField &field : fields)
        lines += toQString(field.name + ": " + field.value);
    setPlainText(lines.join(QLatin1Char('\n')));
}

std::variant<std::vector<HeaderField>, QString> HeaderEdit::fields() const
{
    std::vector<HeaderField> fields;
    const QStringList lines = toPlainText().split(QLatin1Char('\n'));
    for (qsizetype number = 0; number < lines.size(); ++number) {
        const QString line = lines[number].trimmed();
        if (line.isEmpty())
            continue;
        const qsizetype colon = line.indexOf(QLatin1Char(':'));
        const std::string name = line.left(colon).trimmed().toStdString();
        const std::string value = line.mid(colon + 1).trimmed().toStdString();
        if (colon < 0 || !isToken(name) || !std::all_of(value.begin(), value.end(), isFieldText))
            return QStringLiteral("Header fields, line %1: \"%2\" is not a header field. It should look like "
                                  "\"Name: value\".")
                .arg(number + 1)
                .arg(shortened(line, longestQuoted));
        fields.push_back({name, value});
    }
    return fields;
}

} // namespace fg
