#include "ui/bench/connect_target.h"

#include "ui/base/text.h"

#include <QLatin1String>

#include <utility>

namespace fg {

namespace {

constexpr QLatin1String keptEcho{"builtin:echo"};
// The form that earlier versions wrote to the settings.
constexpr QLatin1String oldKeptEcho{"Built-in echo peer"};

QString echoName() { return QStringLiteral("Built-in echo peer"); }

// Replaces the scheme of a web address, and adds the one that is left out: "localhost:9101/x" is what a
// person types who means ws://localhost:9101/x. Other schemes stay, so that the fault names them.
QString withScheme(const QString &text)
{
    const std::pair<QLatin1String, QLatin1String> schemes[] = {
        {QLatin1String("http://"), QLatin1String("ws://")},
        {QLatin1String("https://"), QLatin1String("wss://")}};
    for (const auto &[web, socket] : schemes) {
        if (text.startsWith(web, Qt::CaseInsensitive))
            return socket + text.mid(web.size());
    }
    return text.isEmpty() || text.contains(QLatin1String("://")) ? text : QLatin1String("ws://") + text;
}

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
    return isWord(text.trimmed(), echoName()) ? echo() : url(withScheme(text.trimmed()));
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
