#include "ui/bench/serve_control.h"

#include "protocol/text/escape.h"
#include "protocol/wire/overloaded.h"
#include "ui/base/news_turn.h"
#include "ui/base/text.h"

namespace fg {

namespace {

Trouble troubleOfServing(const ServeFailed &failed)
{
    const bool isPage = failed.part == ServeFailed::Part::Page;
    return {
        (isPage ? ServeControl::tr("Cannot listen for browsers.")
                : ServeControl::tr("Cannot listen for clients."))
            .toStdString(),
        ServeControl::tr("The system says: %1.").arg(toQString(escaped(failed.error.detail))).toStdString(),
        (isPage ? ServeControl::tr("Choose another port for the web page, or 0 for none.")
                : ServeControl::tr("Choose another port (0 is any free one), or check the address."))
            .toStdString()};
}

} // namespace

ServeControl::ServeControl(NetworkThread &network, QObject *parent)
    : QObject(parent)
    , m_controller(network)
{
}

void ServeControl::start(ServeSettings settings)
{
    if (m_state != State::Off)
        return;
    m_state = State::On;
    m_controller.start(std::move(settings));
    emit changed();
}

void ServeControl::stop()
{
    if (m_state != State::On)
        return;
    m_state = State::Stopping;
    m_controller.stop();
    emit changed();
}

void ServeControl::conclude()
{
    if (m_state == State::Off)
        return;
    m_controller.stop();
    for (const ServeEvent &event : m_controller.takeNews().events)
        take(event);
    ended();
}

bool ServeControl::poll()
{
    if (m_state == State::Off)
        return false;
    const NewsTurn turn = takeTurn(m_controller, [this](const ServeEvent &event) { take(event); });
    if (turn.isOver)
        ended();
    return turn.hasMore;
}

void ServeControl::ended()
{
    m_state = State::Off;
    while (!m_reports.empty())
        endClient(m_reports.begin()->first);
    m_url.clear();
    m_pageUrl.clear();
    emit changed();
}

void ServeControl::take(const ServeEvent &event)
{
    std::visit(
        Overloaded{
            [this](const ServeListening &listening) {
                m_url = toQString(listening.url);
                m_pageUrl = toQString(listening.pageUrl);
                emit changed();
            },
            [this](const ServeFailed &what) {
                if (what.part == ServeFailed::Part::Clients)
                    stop();
                emit failed(troubleOfServing(what));
            },
            [this](const ServeStarted &started) {
                const auto now = std::chrono::system_clock::now();
                const bool isNew = m_reports.try_emplace(started.agent, TestedSide::Clients, now).second;
                emit caseStarted(toQString(started.agent), *started.spec, started.session);
                if (isNew)
                    emit changed();
            },
            [this](const ServeFinished &finished) {
                const CaseResult &result = finished.result;
                const auto now = std::chrono::system_clock::now();
                m_reports.try_emplace(result.agent, TestedSide::Clients, now).first->second.add(result);
                emit caseFinished(toQString(result.agent), result);
            },
            [this](const ServeReported &reported) { endClient(reported.agent); },
            [this](const ServeStopWanted &) { stop(); },
        },
        event);
}

void ServeControl::endClient(const std::string &agent)
{
    const auto ended = m_reports.extract(agent);
    if (ended)
        emit clientEnded(ended.mapped());
}

} // namespace fg
