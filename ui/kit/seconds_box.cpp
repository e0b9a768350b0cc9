#include "ui/kit/seconds_box.h"

#include "ui/base/preferences.h"
#include "ui/base/text.h"

namespace fg {

QString limitToolTip(std::string_view words, std::string_view flag)
{
    QString sentence = toQString(words);
    sentence.replace(0, 1, sentence.at(0).toUpper());
    return QStringLiteral("%1 (on the command line %2)").arg(sentence, toQString(flag));
}

SecondsBox::SecondsBox(const TargetTimeLimit &limit, QWidget *parent)
    : QDoubleSpinBox(parent)
{
    setToolTip(limitToolTip(limit.words, limit.flag));
    setLocale(QLocale::c());
    setDecimals(3);
    setRange(inSeconds(shortestTimeLimit), inSeconds(longestTimeLimit));
    setSuffix(QStringLiteral(" s"));
    setLimit(Target().*limit.value);
}

Duration SecondsBox::limit() const
{
    return std::chrono::round<Duration>(std::chrono::duration<double>(value()));
}

void SecondsBox::setLimit(Duration limit) { setValue(inSeconds(limit)); }

QString SecondsBox::textFromValue(double seconds) const { return QString::number(seconds, 'g', 8); }

} // namespace fg
