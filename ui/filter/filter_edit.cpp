#include "ui/filter/filter_edit.h"

#include "protocol/session/look/filter_parser.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/filter/completion_list.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace fg {

namespace {

// Places in a filter's text are octets of its UTF-8.
qsizetype characterAt(const QString &text, std::size_t octet)
{
    const QByteArray octets = text.toUtf8();
    return QString::fromUtf8(octets.first(std::min<qsizetype>(octets.size(), static_cast<qsizetype>(octet))))
        .size();
}

} // namespace

FilterEdit::FilterEdit(QWidget *parent)
    : QLineEdit(parent)
    , m_list(new CompletionList(this))
{
    setObjectName(QStringLiteral("filterField"));
    setAccessibleName(QStringLiteral("Filter"));
    setPlaceholderText(QStringLiteral("Filter, for example: op == text && len > 1k"));
    setClearButtonEnabled(true);
    connect(this, &QLineEdit::textEdited, this, [this] { offer(Asked::Typed); });
    connect(this, &QLineEdit::cursorPositionChanged, this, [this](int, int) {
        if (isOffering())
            offer(Asked::Typed);
    });
    connect(m_list, &CompletionList::clicked, this, [this] {
        if (const auto chosen = m_list->chosen())
            accept(*chosen);
    });
}

bool FilterEdit::isOffering() const { return m_list->isVisible(); }

void FilterEdit::replaceText(const QString &text)
{
    if (text == this->text())
        return;
    selectAll();
    insert(text);
    m_list->hide();
}

// --- the fault ---

void FilterEdit::setFault(const std::optional<FilterFault> &fault)
{
    m_fault = fault;
    update();
}

int FilterEdit::xOf(qsizetype character) const
{
    const QFontMetricsF metrics(font());
    const QString all = text();
    const double cursor = metrics.horizontalAdvance(all.first(cursorPosition()));
    return qRound(cursorRect().center().x() + metrics.horizontalAdvance(all.first(character)) - cursor);
}

QRect FilterEdit::underline() const
{
    if (!m_fault || text().isEmpty())
        return {};
    const qsizetype first = characterAt(text(), m_fault->place.start);
    const qsizetype end = characterAt(text(), m_fault->place.end());
    const int left = xOf(first);
    // What is missing at the end has a line as wide as a letter.
    const int right = end > first ? xOf(end) : left + fontMetrics().averageCharWidth();
    const QRect line(left, cursorRect().bottom() - 2, right - left, 4);
    return line.intersected(rect().adjusted(3, 0, -3, 0));
}

void FilterEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const QRect line = underline();
    if (line.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(Theme::of(palette()).bad, 1.5));
    QPainterPath wave(QPointF(line.left(), line.bottom()));
    for (int x = line.left() + 2, up = 1; x <= line.right() + 1; x += 2, up = 1 - up)
        wave.lineTo(x, up == 1 ? line.top() + 1 : line.bottom());
    painter.drawPath(wave);
}

// --- completion ---

void FilterEdit::offer(Asked asked)
{
    const QString before = text().first(cursorPosition());
    const QByteArray octets = before.toUtf8();
    m_completion = completeFilter(text().toStdString(), static_cast<std::size_t>(octets.size()), m_samples);
    const std::string_view typed =
        std::string_view(octets.constData(), static_cast<std::size_t>(octets.size()))
            .substr(m_completion.replaces.start);
    if (asked == Asked::Typed) {
        const FilterExpected expected = readFilter(before.toStdString()).expected;
        const bool isMissing = !expected.joint && (expected.operatorFor || expected.value);
        const bool isAfterSpace = octets.isEmpty() || octets.endsWith(' ') || octets.endsWith('=');
        if (typed.empty() && (!isMissing || !isAfterSpace))
            m_completion = {};
        // What is typed to its end needs no offer.
        if (m_completion.candidates.size() == 1 && m_completion.candidates.front().text == typed)
            m_completion = {};
        if (!typed.empty() && m_completion.candidates.empty())
            m_completion.hint.clear();
    }
    m_list->open(m_completion, xOf(characterAt(text(), m_completion.replaces.start)));
}

void FilterEdit::accept(const FilterCandidate &candidate)
{
    const QString all = text();
    const qsizetype start = characterAt(all, m_completion.replaces.start);
    const qsizetype end = characterAt(all, m_completion.replaces.end());
    QString inserted = toQString(candidate.text);
    // An operator is always followed by something else, so that the next offer can come.
    const bool wantsSpace =
        candidate.kind == FilterCandidate::Kind::Operator || candidate.kind == FilterCandidate::Kind::Joint;
    const bool hasSpace = end < all.size() && all[end].isSpace();
    const bool isEnd = candidate.text == "}" || candidate.text == ")";
    if (wantsSpace && !hasSpace && !isEnd)
        inserted += QLatin1Char(' ');
    if (end > start)
        setSelection(static_cast<int>(start), static_cast<int>(end - start));
    else
        setCursorPosition(static_cast<int>(start));
    insert(inserted); // This emits textEdited(), so that what can stand next is offered.
}

// --- keys ---

bool FilterEdit::event(QEvent *event)
{
    // Neither a shortcut of the window nor the focus chain gets keys that the list answers to.
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape || (isOffering() && (key == Qt::Key_Return || key == Qt::Key_Enter))) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab) {
        if (const auto chosen = m_list->chosen()) {
            accept(*chosen);
            return true;
        }
    }
    return QLineEdit::event(event);
}

void FilterEdit::keyPressEvent(QKeyEvent *event)
{
    const bool asksByKey = event->key() == Qt::Key_Space && event->modifiers().testFlag(Qt::ControlModifier);
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const auto chosen = m_list->chosen()) {
            accept(*chosen);
        } else {
            m_list->hide();
            emit entered();
        }
        return;
    case Qt::Key_Escape:
        if (isOffering())
            m_list->hide();
        else
            emit escaped();
        return;
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (isOffering())
            m_list->move(event->key() == Qt::Key_Down ? 1 : -1);
        else if (event->key() == Qt::Key_Down)
            offer(Asked::ByKey);
        return;
    case Qt::Key_PageDown:
    case Qt::Key_PageUp:
        if (isOffering())
            m_list->move(event->key() == Qt::Key_PageDown ? CompletionList::mostLines
                                                          : -CompletionList::mostLines);
        return;
    default:
        break;
    }
    if (asksByKey) {
        offer(Asked::ByKey);
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace fg
