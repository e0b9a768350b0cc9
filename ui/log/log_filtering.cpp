#include "ui/log/log_filtering.h"

#include "ui/base/text.h"
#include "ui/filter/filter_samples.h"

#include <limits>
#include <utility>

namespace fg {

namespace {

FilterView viewOf(LogLevel level)
{
    return level == LogLevel::Messages ? FilterView::Messages : FilterView::Frames;
}

} // namespace

LogFiltering::LogFiltering(WireLogModel *model, QWidget *panel)
    : QObject(panel)
    , m_model(model)
    , m_bar(new FilterBar(panel))
{
    connect(m_bar, &FilterBar::filterChanged, this, &LogFiltering::start);
    connect(m_bar, &FilterBar::cancelRequested, &m_runner, &FilterRunner::cancel);
    connect(m_bar, &FilterBar::samplesWanted, this, &LogFiltering::readSamples);
    connect(&m_runner, &FilterRunner::advanced, this, &LogFiltering::take);
    connect(m_model, &WireLogModel::outlineExtended, this, &LogFiltering::showOutcome);
}

void LogFiltering::setSession(std::shared_ptr<const Session> session)
{
    m_jobs.cancelAll();
    m_runner.clear();
    m_isShown = false;
    m_session = std::move(session);
    m_bar->setSamples({});
    const QSignalBlocker blocker(m_bar);
    m_bar->restore({});
    emit needlesChanged();
}

void LogFiltering::start()
{
    emit needlesChanged();
    if (isOn() && m_session) {
        run(m_model->outline().level());
        return; // What is shown stays until there is something else to show.
    }
    m_runner.clear();
    m_isShown = false;
    emit sieveChanged();
}

void LogFiltering::run(LogLevel level)
{
    m_view = viewOf(level);
    m_isShown = false;
    m_runner.start(m_session, *m_bar->filter(), m_view);
}

WireLogModel::Sifted LogFiltering::sifted(LogLevel level)
{
    if (!isOn() || !m_session)
        return {};
    WireLogModel::Sifted sifted;
    sifted.sieve = asksForHandshake(*m_bar->filter()) ? Sieve::PassedOrHandshake : Sieve::Passed;
    if (viewOf(level) != m_view) {
        run(level);
        m_isShown = true; // The rows of the other view are not those of this one.
    } else if (m_isShown) {
        sifted.passed = m_model->outline().passed();
        sifted.tried = m_model->tried();
    }
    m_isShown = true;
    return sifted;
}

void LogFiltering::take(const std::vector<FilterRun::Change> &changes)
{
    if (!m_isShown)
        emit sieveChanged();
    const FilterRunner::State &state = m_runner.state();
    m_model->setSieving(state.isBusy);
    for (const FilterRun::Change &change : changes)
        m_model->setPassed(change.from, change.rows);
    // What was not tried when a person stopped the filter stays hidden.
    m_model->setTried(state.wasCancelled ? RowCount(std::numeric_limits<std::uint32_t>::max()) : state.tried);
    showOutcome();
    emit advanced();
}

bool LogFiltering::giveWayTo(RowNumber row)
{
    if (!isOn() || m_model->outline().hasPassed(row))
        return false;
    emit statusMessage(
        QStringLiteral("The filter was cleared, because it hides row %1. Undo in its field brings it back.")
            .arg(row.value()));
    m_bar->apply({});
    return true;
}

std::vector<Needle> LogFiltering::needles() const
{
    return isOn() ? needlesOf(*m_bar->filter()) : std::vector<Needle>();
}

void LogFiltering::showOutcome()
{
    const FilterRunner::State &state = m_runner.state();
    if (!state.isActive || !m_isShown)
        return;
    m_bar->showOutcome({.shown = m_model->headsShown(),
                        .hidden = m_model->outline().heldBack(),
                        .tried = state.tried.value(),
                        .rows = m_session->rowCount().value(),
                        .unreadable = state.unreadable,
                        .cut = state.cut,
                        .isBusy = state.isBusy,
                        .wasCancelled = state.wasCancelled});
}

void LogFiltering::readSamples()
{
    m_jobs.cancelAll();
    if (!m_session)
        return;
    m_jobs.start(
        this,
        [session = m_session](BackgroundJobs::Progress &progress) {
            return samplesOf(*session, progress.stopToken());
        },
        [this](FilterSamples samples) { m_bar->setSamples(std::move(samples)); });
}

} // namespace fg
