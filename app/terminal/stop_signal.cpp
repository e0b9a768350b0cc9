#include "app/terminal/stop_signal.h"

#include "app/terminal/exit_code.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <ctime>

#include <fcntl.h>
#include <unistd.h>

namespace fg {
namespace {

// The pipe from the signal handler to the event loop: a handler may do little more than write an octet.
std::array<int, 2> pipeEnds{-1, -1};

// Written by the handler.
volatile std::sig_atomic_t hasSignalCome = 0;
volatile std::sig_atomic_t hasHangupCome = 0;
std::timespec cameAt{};

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

// The signals of one terminal that goes away come together. Whoever sends one later wants an end.
void onLaterHangup(int number)
{
    std::timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const std::time_t seconds = now.tv_sec - cameAt.tv_sec;
    if (seconds < 1 || (seconds == 1 && now.tv_nsec < cameAt.tv_nsec))
        return;
    setHandler(number, SIG_DFL);
    raise(number);
}

void onSignal(int number)
{
    clock_gettime(CLOCK_MONOTONIC, &cameAt);
    setHandlers(SIG_DFL, onLaterHangup);
    hasSignalCome = 1;
    if (number == SIGHUP)
        hasHangupCome = 1;
    const char octet = 0;
    [[maybe_unused]] const ssize_t written = write(pipeEnds[1], &octet, 1);
}

void onEarlySignal(int /*number*/) { _exit(valueOf(ExitCode::Interrupted)); }

} // namespace

void StopSignal::endAtOnce()
{
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before
        {
        };
        if (sigaction(number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN)
            setHandler(number, onEarlySignal);
    }
}

StopSignal::StopSignal(std::function<void()> action)
    : m_action(std::move(action))
{
    struct sigaction before
    {
    };
    isHangupIgnored = sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler == SIG_IGN;
    hasSignalCome = 0;
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
    setHandlers(SIG_DFL, hasSignalCome != 0 ? onLaterHangup : SIG_DFL);
    m_notifier.reset();
    for (int &end : pipeEnds) {
        if (end >= 0)
            close(end);
        end = -1;
    }
}

bool StopSignal::hasCome() { return hasSignalCome != 0; }

int StopSignal::descriptor() { return pipeEnds[0]; }

bool StopSignal::hasHungUp() { return hasHangupCome != 0; }

} // namespace fg
