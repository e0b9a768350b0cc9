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

// Written by the handler.
volatile std::sig_atomic_t hasCome = 0;
volatile std::sig_atomic_t hasHangupCome = 0;

// Whether SIGHUP was ignored before the first object existed.
bool isHangupIgnored = false;

using Handler = void (*)(int);

void setHandler(int number, Handler handler)
{
    struct sigaction action
    {
    };
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(number, &action, nullptr);
}

void setHandlers(Handler handler, Handler ofHangup)
{
    setHandler(SIGINT, handler);
    setHandler(SIGTERM, handler);
    if (!isHangupIgnored)
        setHandler(SIGHUP, ofHangup);
}

void onSignal(int number)
{
    setHandlers(SIG_DFL, SIG_IGN);
    hasCome = 1;
    if (number == SIGHUP)
        hasHangupCome = 1;
    const char octet = 0;
    [[maybe_unused]] const ssize_t written = write(pipeEnds[1], &octet, 1);
}

} // namespace

StopSignal::StopSignal(std::function<void()> action)
    : m_action(std::move(action))
{
    struct sigaction before
    {
    };
    isHangupIgnored = sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler == SIG_IGN;
    hasCome = 0;
    if (pipe2(pipeEnds.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // Without the pipe the signals end the program, as by default.
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] {
        m_notifier->setEnabled(false);
        m_action();
    });
    setHandlers(onSignal, onSignal);
}

StopSignal::~StopSignal()
{
    setHandlers(SIG_DFL, hasCome != 0 ? SIG_IGN : SIG_DFL);
    m_notifier.reset();
    for (int &end : pipeEnds) {
        if (end >= 0)
            close(end);
        end = -1;
    }
}

bool StopSignal::hasHungUp() { return hasHangupCome != 0; }

} // namespace fg
