#include "ui/panels/head_edit.h"

#include "protocol/text/escape.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/look.h"

#include <QMimeData>
#include <QTextCursor>

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// A head may have 64 KiB in one line, which is slow to lay out; the hex view has all octets.
constexpr std::size_t shownOctets = 8 * 1024;
constexpr qsizetype shownInLine = 1'000;

struct MarkedText
{
    QString text;
    std::vector<TextRange> secrets; // by characters of the text

    void add(const QString &part, bool isSecret)
    {
        if (isSecret && !part.isEmpty())
            secrets.push_back({static_cast<std::size_t>(text.size()), static_cast<std::size_t>(part.size())});
        text += part;
    }
};

// Secrets are escaped apart from what is around them, so that their place in the text is known.
MarkedText escapedHead(std::string_view head, const std::vector<TextRange> &secrets)
{
    MarkedText all;
    std::size_t at = 0;
    const auto addUntil = [&](std::size_t end, bool isSecret) {
        end = std::clamp(end, at, head.size());
        all.add(toQString(escaped(head.substr(at, end - at), LineBreaks::Kept)), isSecret);
        at = end;
    };
    for (const TextRange &secret : secrets) {
        addUntil(secret.start, false);
        addUntil(secret.start + secret.length, true);
    }
    addUntil(head.size(), false);
    return all;
}

// The text with its long lines shortened.
MarkedText withShortLines(const MarkedText &all)
{
    MarkedText out;
    auto secret = all.secrets.begin();
    for (qsizetype start = 0; start <= all.text.size();) {
        const qsizetype found = all.text.indexOf(QLatin1Char('\n'), start);
        const qsizetype end = found < 0 ? all.text.size() : found;
        const auto lineStart = static_cast<std::size_t>(start);
        const std::size_t shownEnd = lineStart + static_cast<std::size_t>(std::min(end - start, shownInLine));
        const auto shift = static_cast<std::size_t>(out.text.size()); // of the line's start
        for (; secret != all.secrets.end() && secret->start < static_cast<std::size_t>(end); ++secret) {
            const std::size_t from = std::max(secret->start, lineStart);
            const std::size_t to = std::min(secret->start + secret->length, shownEnd);
            if (from < to)
                out.secrets.push_back({shift + from - lineStart, to - from});
            // A secret may go on in the next line.
            if (secret->start + secret->length > static_cast<std::size_t>(end))
                break;
        }
        out.text += shortened(all.text.mid(start, end - start), shownInLine);
        if (found >= 0)
            out.text += QLatin1Char('\n');
        start = end + 1;
    }
    return out;
}

} // namespace

HeadEdit::HeadEdit(const QString &name, const QString &hint, QWidget *parent)
    : QPlainTextEdit(parent)
{
    setObjectName(name);
    setReadOnly(true);
    setTabChangesFocus(true);
    useFixedFont(this);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setPlaceholderText(hint);
}

void HeadEdit::setHead(std::string_view head, Search search)
{
    m_head = head.substr(0, shownOctets);
    m_search = std::move(search);
    MarkedText shown = withShortLines(escapedHead(m_head, {}));
    if (head.size() > shownOctets)
        shown.text += QLatin1Char('\n')
            + QStringLiteral("… and %1").arg(quantity(head.size() - shownOctets, "more octet"));
    if (toPlainText() != shown.text)
        setPlainText(shown.text);
}

QMimeData *HeadEdit::createMimeDataFromSelection() const
{
    const QTextCursor cursor = textCursor();
    const auto from = static_cast<std::size_t>(cursor.selectionStart());
    const auto to = static_cast<std::size_t>(cursor.selectionEnd());
    const MarkedText marked =
        withShortLines(escapedHead(m_head, m_search ? m_search() : std::vector<TextRange>()));
    QString text = toPlainText();
    std::vector<TextRange> secrets = marked.secrets;
    // A secret that begins inside a character is escaped in another way than it is shown.
    if (!text.startsWith(marked.text))
        secrets = {{0, static_cast<std::size_t>(text.size())}};
    const bool isAsked = std::ranges::any_of(secrets, [&](const TextRange &secret) {
        return secret.start <= from && to <= secret.start + secret.length;
    });
    for (std::size_t i = 0; i < secrets.size() && !isAsked; ++i) {
        const auto length = static_cast<qsizetype>(secrets[i].length);
        text.replace(static_cast<qsizetype>(secrets[i].start), length,
                     QString(length, QLatin1Char(blankCharacter)));
    }
    auto *copied = new QMimeData;
    copied->setText(text.mid(cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart()));
    return copied;
}

} // namespace fg
