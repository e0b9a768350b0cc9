#include "ui/log/find_bar.h"

#include "ui/base/text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QToolButton>

namespace fg {

namespace {

constexpr int typingMilliseconds = 200;
constexpr int progressSteps = 1'000;

QString sentenceOf(NeedleFault fault)
{
    switch (fault) {
    case NeedleFault::Empty:
        break;
    case NeedleFault::TooLong:
        return QStringLiteral("longer than %1 octets").arg(Needle::longestQuery);
    case NeedleFault::NoHexDigit:
        return QStringLiteral("not hexadecimal");
    case NeedleFault::HalfOctet:
        return QStringLiteral("half an octet");
    }
    return {};
}

} // namespace

FindBar::FindBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new QLineEdit(this))
    , m_kind(new QComboBox(this))
    , m_count(new QLabel(this))
    , m_progress(new QProgressBar(this))
{
    setObjectName(QStringLiteral("findBar"));
    setFrameShape(StyledPanel);
    m_text->setObjectName(QStringLiteral("findText"));
    m_text->setPlaceholderText(QStringLiteral("Find in payloads"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(110);
    m_kind->setObjectName(QStringLiteral("findKind"));
    m_kind->setToolTip(QStringLiteral("Kind of search"));
    m_kind->addItem(QStringLiteral("Text"), int(SearchQuery::Kind::AnyCase));
    m_kind->addItem(QStringLiteral("Text, exact case"), int(SearchQuery::Kind::ExactCase));
    m_kind->addItem(QStringLiteral("Hex"), int(SearchQuery::Kind::Hex));
    m_count->setObjectName(QStringLiteral("findCount"));
    m_count->setTextFormat(Qt::PlainText);
    m_progress->setObjectName(QStringLiteral("findProgress"));
    m_progress->setRange(0, progressSteps);
    m_progress->setTextVisible(false);
    m_progress->setMaximumWidth(70);
    QToolButton *const previous =
        makeButton("findPreviousButton", QStringLiteral("▲"), QStringLiteral("Previous (Shift+F3)"));
    QToolButton *const next = makeButton("findNextButton", QStringLiteral("▼"), QStringLiteral("Next (F3)"));
    m_cancel = makeButton("findCancelButton", QStringLiteral("Stop"), QStringLiteral("Stop the search"));
    QToolButton *const close =
        makeButton("findCloseButton", QStringLiteral("✕"), QStringLiteral("Close (Esc)"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 3, 6, 3);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_kind);
    layout->addWidget(previous);
    layout->addWidget(next);
    layout->addWidget(m_count);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addWidget(close);
    m_text->installEventFilter(this);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMilliseconds);
    connect(&m_typing, &QTimer::timeout, this, [this] { start(First::Show); });
    connect(m_text, &QLineEdit::textChanged, this, &FindBar::queryChanged);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &FindBar::queryChanged);
    connect(previous, &QToolButton::clicked, this, &FindBar::goToPrevious);
    connect(next, &QToolButton::clicked, this, &FindBar::goToNext);
    connect(m_cancel, &QToolButton::clicked, &m_search, &LogSearch::cancel);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(&m_search, &LogSearch::progressed, this, &FindBar::showProgress);
    hide();
    showProgress();
}

QToolButton *FindBar::makeButton(const char *name, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void FindBar::setSession(std::shared_ptr<const Session> session)
{
    m_session = std::move(session);
    m_at = {};
    m_hasRow = false;
    m_search.clear();
    // A bar that is open on a tab in the background is not visible, but not hidden either.
    if (!isHidden())
        start(First::Leave);
}

void FindBar::open()
{
    const bool wasHidden = isHidden();
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
    if (wasHidden)
        start(First::Show);
}

void FindBar::setPickedRow(std::optional<RowNumber> row)
{
    m_hasRow = row.has_value();
    m_wantsFirst = m_wantsFirst && !m_hasRow;
    m_at = row.value_or(RowNumber());
    showCount();
}

void FindBar::queryChanged()
{
    m_search.clear();
    m_typing.start();
}

void FindBar::start(First first)
{
    m_typing.stop();
    m_search.clear();
    const QByteArray text = m_text->text().toUtf8();
    const auto needle = Needle::of(
        {.text = text.toStdString(), .kind = static_cast<SearchQuery::Kind>(m_kind->currentData().toInt())});
    if (const auto *const fault = std::get_if<NeedleFault>(&needle)) {
        m_count->setText(sentenceOf(*fault));
        setNeedle(std::nullopt);
        return;
    }
    setNeedle(std::get<Needle>(needle));
    if (!m_session)
        return;
    m_wantsFirst = first == First::Show;
    m_rowsAtStart = m_session->rowCount();
    m_search.start(m_session, std::get<Needle>(needle));
}

void FindBar::setNeedle(std::optional<Needle> needle)
{
    m_needle = std::move(needle);
    emit needleChanged();
}

void FindBar::showProgress()
{
    const LogSearch::State &state = m_search.state();
    m_progress->setVisible(state.isBusy);
    m_cancel->setVisible(state.isBusy);
    if (state.isBusy && m_session) {
        const std::size_t rows = std::max<std::size_t>(1, m_session->rowCount().value());
        m_progress->setValue(static_cast<int>(state.position.value() * progressSteps / rows));
    }
    if (m_wantsFirst && state.isActive) {
        const bool isThrough = !state.isBusy || state.position >= m_rowsAtStart;
        // The picked row itself may match; then the rows after it are tried, then those before it.
        std::optional<RowNumber> first = m_search.firstFrom(m_at);
        if (!first && isThrough)
            first = m_search.firstFrom(RowNumber());
        m_wantsFirst = !isThrough;
        requestRow(first);
    }
    showCount();
}

void FindBar::showCount()
{
    const LogSearch::State &state = m_search.state();
    if (!state.isActive) {
        m_count->clear();
        return;
    }
    const std::optional<std::size_t> number = m_hasRow ? m_search.numberOf(m_at) : std::nullopt;
    QString text = number ? QStringLiteral("%1 of %2").arg(grouped(*number + 1), grouped(state.found))
        : state.found > 0 ? quantity(state.found, "row")
        : state.isBusy    ? QStringLiteral("none yet")
                          : QStringLiteral("not found");
    if (state.wasCancelled)
        text += QStringLiteral(", stopped");
    else if (state.found >= LogSearch::mostFound)
        text += QStringLiteral(" and more");
    m_count->setText(text);
    m_count->setToolTip(
        state.unreadable == 0
            ? QStringLiteral("Rows in which a match begins")
            : QStringLiteral("%1 could no longer be read").arg(quantity(state.unreadable, "frame")));
}

void FindBar::requestRow(const std::optional<RowNumber> &row)
{
    if (!row)
        return;
    m_wantsFirst = false;
    m_at = *row;
    m_hasRow = true;
    emit rowRequested(*row);
    showCount();
}

void FindBar::goToNext()
{
    if (m_typing.isActive() || !m_search.state().isActive)
        start(First::Show);
    else
        requestRow(m_hasRow ? m_search.next(m_at) : m_search.firstFrom(RowNumber()));
}

void FindBar::goToPrevious()
{
    if (m_typing.isActive() || !m_search.state().isActive)
        start(First::Show);
    else
        requestRow(m_search.previous(m_at));
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *const key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Escape) {
        hide();
        return true;
    }
    if (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter)
        return QFrame::eventFilter(watched, event);
    if ((key->modifiers() & Qt::ShiftModifier) != 0)
        goToPrevious();
    else
        goToNext();
    return true;
}

// A change to another tab hides the bar as well, but does not close it.
void FindBar::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    if (!isHidden())
        return;
    m_typing.stop();
    m_search.clear();
    setNeedle(std::nullopt);
    emit closed();
}

} // namespace fg
