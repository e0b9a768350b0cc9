#include "app/terminal/console.h"

#include "app/terminal/stop_signal.h"
#include "protocol/handshake/secrets.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>

#include <poll.h>
#include <unistd.h>

namespace fg {
namespace {

// How long the program waits, in all, for those who do not read its output, once it was asked to end.
constexpr std::chrono::milliseconds patienceAfterStop{1'000};
std::chrono::milliseconds waitedAfterStop{};

// Whether a part of a text for standard output was given up or could not be written.
bool isOutLost = false;

// Waits until something can be written to a stream. False if it is given up.
bool waitForRoom(int stream)
{
    for (;;) {
        const bool isEnding = StopSignal::hasCome();
        pollfd watched[] = {{.fd = stream, .events = POLLOUT, .revents = 0},
                            {.fd = isEnding ? -1 : StopSignal::descriptor(), .events = POLLIN, .revents = 0}};
        const std::chrono::milliseconds left =
            std::max(patienceAfterStop - waitedAfterStop, std::chrono::milliseconds{});
        const auto start = std::chrono::steady_clock::now();
        const int count = poll(watched, std::size(watched), isEnding ? static_cast<int>(left.count()) : -1);
        if (isEnding)
            waitedAfterStop += std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::steady_clock::now() - start);
        if (watched[0].revents != 0 && count > 0)
            return true;
        if ((count == 0 && isEnding) || (count < 0 && errno != EINTR))
            return false;
    }
}

// False if a part of the text is lost.
bool writeWhole(int stream, std::string_view text)
{
    // So much can be written to a pipe that has room without waiting.
    constexpr std::size_t atOnce = 4'096;
    while (!text.empty()) {
        if (!waitForRoom(stream))
            return false;
        const ssize_t count = write(stream, text.data(), std::min(text.size(), atOnce));
        if (count > 0)
            text.remove_prefix(static_cast<std::size_t>(count));
        else if (count == 0 || (errno != EINTR && errno != EAGAIN))
            return false;
    }
    return true;
}

} // namespace

void printOut(const std::string &text)
{
    if (!isOutLost)
        isOutLost = !writeWhole(STDOUT_FILENO, text);
}

bool hasLostOutput() { return isOutLost || std::ferror(stdout) != 0; }

void printError(const std::string &text) { writeWhole(STDERR_FILENO, discreet(text)); }

std::string indented(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        out += c;
        if (c == '\n')
            out += "    ";
    }
    return out;
}

void printTrouble(const Trouble &trouble)
{
    printError("frameglass: " + trouble.what + "\n  " + indented(trouble.why) + "\n  " + trouble.advice
               + "\n");
}

} // namespace fg
