#include "ui/serve_control.h"

#include "protocol/report/escape.h"
#include "ui/text.h"

#include <QElapsedTimer>

namespace fg {

namespace {

constexpr qint64 turnMilliseconds = 4;
constexpr std::size_t eventsAtOnce = 8;

template <typename... Handlers> struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};

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
    stop();
    m_isOn = true;
    m_controller.start(std::move(settings));
    emit changed();
}

void ServeControl::stop()
{
    if (!m_isOn)
        return;
    m_controller.stop();
    m_isOn = false;
    m_url.clear();
    m_pageUrl.clear();
    while (!m_reports.empty())
        endClient(m_reports.begin()->first);
    emit changed();
}

bool ServeControl::poll()
{
    QElapsedTimer taking;
    taking.start();
    while (m_isOn && taking.elapsed() < turnMilliseconds) {
        const std::vector<ServeEvent> news = m_controller.takeNews(eventsAtOnce);
        for (const ServeEvent &event : news)
            take(event);
        if (news.size() < eventsAtOnce)
            return false;
    }
    return m_isOn;
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
