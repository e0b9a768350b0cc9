#include "ui/filter/completion_list.h"

#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/roomy_delegate.h"

#include <QEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace fg {

namespace {

constexpr int sentenceRole = Qt::UserRole;
constexpr int leastWidth = 420; // pixels
constexpr int candidateMargin = 6;

// The candidate in the font of the field, its sentence after it.
class CandidateDelegate final : public QStyledItemDelegate
{
public:
    CandidateDelegate(int column, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_column(column)
    {
    }
    void setColumn(int column) { m_column = column; }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const int height = std::max(option.fontMetrics.height(), QFontMetrics(monospaceFont()).height());
        return {leastWidth, height + rowAir};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool isChosen = option.state.testFlag(QStyle::State_Selected);
        const QPalette &palette = option.palette;
        painter->fillRect(option.rect, palette.brush(isChosen ? QPalette::Highlight : QPalette::Base));
        const Theme theme = Theme::of(palette);
        const QRect row = option.rect.adjusted(candidateMargin, 0, -candidateMargin, 0);
        painter->setPen(isChosen ? palette.color(QPalette::HighlightedText) : theme.text);
        painter->setFont(monospaceFont());
        painter->drawText(
            QRect(row.left(), row.top(), m_column, row.height()), Qt::AlignVCenter,
            QFontMetrics(monospaceFont()).elidedText(index.data().toString(), Qt::ElideRight, m_column));
        painter->setPen(isChosen ? palette.color(QPalette::HighlightedText) : theme.muted);
        painter->setFont(option.font);
        const QRect rest = row.adjusted(m_column + 2 * candidateMargin, 0, 0, 0);
        painter->drawText(rest, Qt::AlignVCenter,
                          QFontMetrics(option.font)
                              .elidedText(index.data(sentenceRole).toString(), Qt::ElideRight, rest.width()));
    }

private:
    int m_column; // The width of the candidates.
};

} // namespace

CompletionList::CompletionList(QWidget *field)
    : QFrame(field)
    , m_field(field)
    , m_model(new QStandardItemModel(this))
    , m_list(new QListView(this))
    , m_hint(new QLabel(this))
{
    setObjectName(QStringLiteral("filterCompletion"));
    setFrameShape(StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setFocusPolicy(Qt::NoFocus);
    m_list->setObjectName(QStringLiteral("filterCandidates"));
    m_list->setAccessibleName(QStringLiteral("What can stand here"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CandidateDelegate(0, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(NoFrame);
    m_list->setEditTriggers(QListView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_hint->setObjectName(QStringLiteral("filterValueHint"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setMargin(candidateMargin);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_hint);
    connect(m_list, &QListView::clicked, this, &CompletionList::clicked);
    m_field->installEventFilter(this);
    hide();
}

void CompletionList::open(const FilterCompletion &completion, int left)
{
    m_candidates = completion.candidates;
    m_model->clear();
    int column = 0;
    const QFontMetrics metrics(monospaceFont());
    for (const FilterCandidate &candidate : m_candidates) {
        auto *item = new QStandardItem(toQString(candidate.text));
        const QString sentence = toQString(candidate.sentence);
        item->setData(sentence, sentenceRole);
        item->setData(QStringLiteral("%1: %2").arg(item->text(), sentence), Qt::AccessibleTextRole);
        item->setToolTip(plainToolTip(sentence));
        m_model->appendRow(item);
        column = std::max(column, metrics.horizontalAdvance(item->text()) + 2); // else the widest is elided
    }
    static_cast<CandidateDelegate *>(m_list->itemDelegate())->setColumn(std::min(column, leastWidth / 2));
    m_hint->setText(completion.hint.empty()
                        ? QString()
                        : QStringLiteral("Here goes %1.").arg(toQString(completion.hint)));
    m_hint->setVisible(m_candidates.empty() && !completion.hint.empty());
    m_list->setVisible(!m_candidates.empty());
    if (m_candidates.empty() && completion.hint.empty()) {
        hide();
        return;
    }
    place(left);
    show();
    raise();
}

// A child of the window, below the field; as wide as the sentences need, within the window.
void CompletionList::place(int left)
{
    QWidget *const window = m_field->window();
    if (parentWidget() != window)
        setParent(window);
    const QFontMetrics metrics(m_list->font());
    const int lineHeight = std::max(m_list->sizeHintForRow(0), metrics.height());
    const int lines = std::min(mostLines, m_model->rowCount());
    int wanted = leastWidth;
    for (const FilterCandidate &candidate : m_candidates)
        wanted =
            std::max(wanted, leastWidth / 2 + metrics.horizontalAdvance(toQString(candidate.sentence)) + 60);
    const QPoint below = m_field->mapTo(window, QPoint(left, m_field->height() + 1));
    const int width = std::min(wanted, window->width() - 8);
    const int height = m_candidates.empty() ? m_hint->sizeHint().height() : lines * lineHeight;
    const int x = std::clamp(below.x(), 4, std::max(4, window->width() - width - 4));
    setGeometry(x, below.y(), width, std::min(height + 4, window->height() - below.y() - 4));
}

std::optional<FilterCandidate> CompletionList::chosen() const
{
    const QModelIndex current = m_list->currentIndex();
    if (!isVisible() || !current.isValid())
        return std::nullopt;
    return m_candidates[static_cast<std::size_t>(current.row())];
}

void CompletionList::move(int by)
{
    const int count = m_model->rowCount();
    if (count == 0)
        return;
    const QModelIndex current = m_list->currentIndex();
    const int from = current.isValid() ? current.row() : by > 0 ? -1 : count;
    m_list->setCurrentIndex(m_model->index(std::clamp(from + by, 0, count - 1), 0));
}

bool CompletionList::eventFilter(QObject *watched, QEvent *event)
{
    const bool leaves = event->type() == QEvent::FocusOut || event->type() == QEvent::Hide
        || event->type() == QEvent::Move || event->type() == QEvent::Resize;
    if (watched == m_field && leaves)
        hide();
    return QFrame::eventFilter(watched, event);
}

} // namespace fg
