#include "app/terminal/stop_signal.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace fg {
namespace {

// The pipe from the signal handler to the event loop: a handler may do little more than write an octet.
std::array<int, 2> pipeEnds{-1, -1};

void onSignal(int);

void setHandler(void (*handler)(int))
{
    struct sigaction action
    {
    };
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

void onSignal(int)
{
    // Restores the default: a second signal of either kind ends the program.
    setHandler(SIG_DFL);
    const char octet = 0;
    [[maybe_unused]] const ssize_t written = write(pipeEnds[1], &octet, 1);
}

} // namespace

StopSignal::StopSignal(std::function<void()> action)
    : m_action(std::move(action))
{
    if (pipe2(pipeEnds.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // Without the pipe the signals end the program, as by default.
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] {
        m_notifier->setEnabled(false);
        m_action();
    });
    setHandler(onSignal);
}

StopSignal::~StopSignal()
{
    setHandler(SIG_DFL);
    m_notifier.reset();
    for (int &end : pipeEnds) {
        if (end >= 0)
            close(end);
        end = -1;
    }
}

} // namespace fg
