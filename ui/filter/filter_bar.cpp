#include "ui/filter/filter_bar.h"

#include "protocol/session/look/filter_unit.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/filter/filter_edit.h"
#include "ui/filter/saved_filters_dialog.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QProgressBar>
#include <QToolButton>

#include <utility>

namespace fg {

namespace {

constexpr int typingPause = 250; // milliseconds
constexpr int permille = 1'000;
constexpr int narrowestFilter = 150; // pixels
// Characters of a filter in the menu.
constexpr qsizetype shownFilter = 60;

QString menuText(const QString &text)
{
    return shortened(text, shownFilter).replace(QLatin1Char('&'), QLatin1String("&&"));
}

QString wordsFor(const FilterBar::Outcome &outcome)
{
    QString words;
    if (outcome.isBusy && outcome.rows == 0) {
        words = QStringLiteral("Filtering…");
    } else if (outcome.isBusy || outcome.wasCancelled) {
        const std::uint64_t percent = outcome.rows == 0 ? 0 : outcome.tried * 100 / outcome.rows;
        words =
            QStringLiteral("%1 of %2, %3 %").arg(grouped(outcome.shown), grouped(outcome.rows)).arg(percent);
        words += outcome.wasCancelled ? QStringLiteral(": stopped, Enter in the field begins again")
                                      : QStringLiteral("; Esc stops");
    } else {
        words = outcome.hidden == 0
            ? QStringLiteral("%1, none hidden by the filter").arg(quantity(outcome.shown, "row"))
            : QStringLiteral("%1, %2 hidden by the filter")
                  .arg(quantity(outcome.shown, "row"), grouped(outcome.hidden));
    }
    if (outcome.unreadable > 0)
        words += QStringLiteral("; %1 could not be read").arg(quantity(outcome.unreadable, "payload"));
    if (outcome.cut > 0)
        words += QStringLiteral("; of %1 only the first %2 were looked at")
                     .arg(quantity(outcome.cut, "payload"), toQString(sizeText(mostFilteredOctets)));
    return words;
}

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_field(new FilterEdit(this))
    , m_saved(new QToolButton(this))
    , m_menu(new QMenu(this))
    , m_stateLine(new QFrame(this))
    , m_state(new QLabel(m_stateLine))
    , m_progress(new QProgressBar(m_stateLine))
    , m_stop(new QToolButton(m_stateLine))
{
    setObjectName(QStringLiteral("filterBar"));
    m_field->setMinimumWidth(narrowestFilter);
    m_field->setToolTip(QStringLiteral(
        "Shows only the rows that match (Ctrl+/). Words search payloads and what the rows show; fields "
        "compare: "
        "op == text && len > 1k && json.user.id == 7. Down or Ctrl+Space shows what can stand at the cursor; "
        "frameglass help filter explains all of it."));
    m_field->installEventFilter(this);
    m_saved->setObjectName(QStringLiteral("savedFilters"));
    m_saved->setText(QStringLiteral("Saved"));
    m_saved->setToolTip(QStringLiteral("Saved filters, and those that were used last"));
    m_saved->setAccessibleName(m_saved->toolTip());
    m_saved->setPopupMode(QToolButton::InstantPopup);
    m_saved->setMenu(m_menu);
    m_menu->setObjectName(QStringLiteral("savedFiltersMenu"));
    m_menu->setToolTipsVisible(true);
    connect(m_menu, &QMenu::aboutToShow, this, &FilterBar::fillMenu);
    makeStateLine();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_saved);
    setFocusProxy(m_field);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPause);
    connect(&m_typing, &QTimer::timeout, this, [this] { evaluate(Restart::IfChanged); });
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_field->setFault(std::nullopt);
        // Nothing is left to wait for.
        if (text.trimmed().isEmpty())
            evaluate(Restart::IfChanged);
        else
            m_typing.start();
    });
    connect(m_field, &FilterEdit::entered, this, [this] {
        evaluate(m_outcome.wasCancelled ? Restart::Always : Restart::IfChanged);
        if (!m_fault)
            m_savedFilters.addRecent(text());
    });
    connect(m_field, &FilterEdit::escaped, this, &FilterBar::escape);
    showState();
}

void FilterBar::makeStateLine()
{
    m_stateLine->setObjectName(QStringLiteral("filterStateLine"));
    m_state->setObjectName(QStringLiteral("filterState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_progress->setObjectName(QStringLiteral("filterProgress"));
    m_progress->setRange(0, permille);
    m_progress->setTextVisible(false);
    m_progress->setMaximumSize(90, m_state->sizeHint().height());
    m_stop->setObjectName(QStringLiteral("filterStop"));
    m_stop->setText(QStringLiteral("✕"));
    m_stop->setToolTip(QStringLiteral("Stop filtering; the rows found stay (Esc in the field)"));
    m_stop->setAccessibleName(m_stop->toolTip());
    m_stop->setAutoRaise(true);
    connect(m_stop, &QToolButton::clicked, this, &FilterBar::cancelRequested);
    auto *layout = new QHBoxLayout(m_stateLine);
    layout->setContentsMargins(8, 1, 6, 2);
    layout->addWidget(m_state, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_stop);
}

QString FilterBar::text() const { return m_field->text(); }

FilterBar::Kept FilterBar::kept() const { return {m_field->text(), m_applied}; }

void FilterBar::restore(const Kept &kept)
{
    const auto put = [this](const QString &text) {
        {
            const QSignalBlocker blocker(m_field);
            m_field->setText(text);
        }
        evaluate(Restart::IfChanged);
    };
    // First the one that applies; a text with a fault leaves it.
    put(kept.applied);
    if (kept.text != kept.applied)
        put(kept.text);
}

void FilterBar::apply(const QString &text)
{
    m_field->replaceText(text);
    evaluate(Restart::IfChanged);
    if (!m_fault)
        m_savedFilters.addRecent(text);
}

void FilterBar::grant(const FilterWish &wish)
{
    apply(toQString(grantedFilter(m_applied.toStdString(), wish)));
}

void FilterBar::open()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FilterBar::evaluate(Restart restart)
{
    m_typing.stop();
    FilterReading reading = readFilter(text().toStdString());
    m_fault = reading.fault;
    m_field->setFault(m_fault);
    if (!m_fault) {
        const QString now = text().trimmed();
        const bool isNew = now != m_applied || restart == Restart::Always;
        m_applied = now;
        m_filter = std::move(reading.tree);
        if (isNew) {
            m_outcome = {};
            m_outcome.isBusy = m_filter.has_value();
            emit filterChanged();
        }
    }
    showState();
}

// First stops what runs, then clears the field, then leaves it.
void FilterBar::escape()
{
    if (m_filter && m_outcome.isBusy)
        emit cancelRequested();
    else if (!text().isEmpty())
        m_field->replaceText({});
    else
        emit leftField();
}

void FilterBar::showOutcome(const Outcome &outcome)
{
    m_outcome = outcome;
    showState();
}

void FilterBar::showState()
{
    const bool isBusy = m_filter && m_outcome.isBusy && !m_fault;
    m_progress->setVisible(isBusy && m_outcome.rows > 0);
    m_stop->setVisible(isBusy);
    if (isBusy && m_outcome.rows > 0)
        m_progress->setValue(static_cast<int>(m_outcome.tried * permille / m_outcome.rows));
    QString words;
    if (m_fault) {
        words = toQString(filterFaultSentence(*m_fault));
        if (m_filter)
            words += QStringLiteral(" The filter before still applies.");
    } else if (m_filter) {
        words = wordsFor(m_outcome);
    }
    QPalette colors = m_stateLine->palette();
    const Theme theme = Theme::of(colors);
    colors.setColor(QPalette::WindowText, m_fault ? theme.bad : theme.text);
    m_state->setPalette(colors);
    if (m_state->text() != words) {
        m_state->setText(words);
        m_state->setToolTip(plainToolTip(words));
        m_field->setAccessibleDescription(m_fault ? words : QString());
    }
    m_stateLine->setVisible(m_fault || m_filter);
}

void FilterBar::setSamples(FilterSamples samples) { m_field->setSamples(std::move(samples)); }

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::FocusIn)
        emit samplesWanted();
    return QWidget::eventFilter(watched, event);
}

// --- saved filters ---

void FilterBar::fillMenu()
{
    m_menu->clear();
    QAction *const save =
        m_menu->addAction(QStringLiteral("&Save this filter…"), this, &FilterBar::saveCurrent);
    save->setEnabled(isFilter(text()));
    QAction *const manage =
        m_menu->addAction(QStringLiteral("&Rename, order or remove…"), this, &FilterBar::manage);
    manage->setEnabled(!m_savedFilters.all().empty());
    const auto add = [this](const QString &name, const QString &filter) {
        QAction *const action = m_menu->addAction(menuText(name), this, [this, filter] { apply(filter); });
        action->setToolTip(plainToolTip(filter));
        action->setCheckable(true);
        action->setChecked(filter == m_applied);
    };
    if (!m_savedFilters.all().empty())
        m_menu->addSection(QStringLiteral("Saved"));
    for (const SavedFilter &filter : m_savedFilters.all())
        add(filter.name, filter.text);
    if (m_savedFilters.recent().isEmpty())
        return;
    m_menu->addSection(QStringLiteral("Used last"));
    for (const QString &filter : m_savedFilters.recent())
        add(filter, filter);
    m_menu->addSeparator();
    m_menu->addAction(QStringLiteral("&Forget those used last"), &m_savedFilters, &SavedFilters::clearRecent);
}

void FilterBar::saveCurrent()
{
    const QString filter = text().trimmed();
    auto *dialog = new QInputDialog(window());
    dialog->setObjectName(QStringLiteral("saveFilterDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QStringLiteral("Save the filter"));
    dialog->setLabelText(QStringLiteral("Name of the filter; one that has this name already is replaced:"));
    dialog->setTextValue(filter.left(SavedFilters::longestName));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, filter](const QString &name) {
        if (const auto refusal = m_savedFilters.save(name, filter))
            showRefusal(*refusal, window());
    });
    dialog->open();
}

void FilterBar::manage()
{
    auto *dialog = new SavedFiltersDialog(m_savedFilters, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SavedFiltersDialog::chosen, this, &FilterBar::apply);
    dialog->open();
}

} // namespace fg
