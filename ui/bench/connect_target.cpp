#include "ui/bench/connect_target.h"

#include "ui/base/text.h"

#include <QLatin1String>

namespace fg {

namespace {

constexpr QLatin1String keptEcho{"builtin:echo"};
// The form that earlier versions wrote to the settings.
constexpr QLatin1String oldKeptEcho{"Built-in echo peer"};

QString echoName() { return QStringLiteral("Built-in echo peer"); }

bool isWord(const QString &text, const QString &word) { return text.compare(word, Qt::CaseInsensitive) == 0; }

} // namespace

ConnectTarget ConnectTarget::echo() { return {Kind::Echo, {}}; }

ConnectTarget ConnectTarget::url(const QString &text)
{
    const QString url = text.trimmed();
    return url.isEmpty() ? ConnectTarget() : ConnectTarget(Kind::Url, url);
}

ConnectTarget ConnectTarget::typed(const QString &text)
{
    return isWord(text.trimmed(), echoName()) ? echo() : url(text);
}

ConnectTarget ConnectTarget::kept(const QString &text)
{
    return text == keptEcho || isWord(text.trimmed(), oldKeptEcho) ? echo() : typed(text);
}

QString ConnectTarget::text() const { return isEcho() ? echoName() : m_url; }

QString ConnectTarget::toKeep() const
{
    return isEcho() ? QString(keptEcho) : toQString(withoutUser(m_url.toStdString()));
}

bool ConnectTarget::isLike(const ConnectTarget &other) const
{
    return m_kind == other.m_kind && isWord(m_url, other.m_url);
}

} // namespace fg
