#include "app/terminal/input_lines.h"

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <poll.h>
#include <unistd.h>

namespace fg {

InputLines::InputLines(std::uint64_t longestLine, Callbacks callbacks)
    : m_longestLine(longestLine)
    , m_callbacks(std::move(callbacks))
    , m_notifier(std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read))
{
    m_notifier->setEnabled(false);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { read(); });
}

InputLines::~InputLines() = default;

void InputLines::setReading(bool on)
{
    if (m_notifier)
        m_notifier->setEnabled(on);
}

bool InputLines::readWaiting(std::size_t most)
{
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    for (std::size_t count = 0; !m_hasEnded && poll(&input, 1, 0) == 1;) {
        if (count >= most)
            return true;
        const std::size_t came = read();
        if (came == 0)
            return false;
        count += came;
    }
    return false;
}

std::size_t InputLines::read()
{
    std::array<char, 64 * 1024> block;
    const ssize_t count = ::read(STDIN_FILENO, block.data(), block.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return 0;
    if (count > 0) {
        add({block.data(), static_cast<std::size_t>(count)});
        return static_cast<std::size_t>(count);
    }
    // A terminal that went away is the end of what is typed.
    const bool isFault = count < 0 && errno != EIO;
    endInput(isFault ? std::optional(std::generic_category().message(errno)) : std::nullopt);
    return 0;
}

void InputLines::add(std::string_view block)
{
    for (;;) {
        const std::size_t end = block.find('\n');
        addToLine(block.substr(0, end));
        if (end == std::string_view::npos)
            return;
        block.remove_prefix(end + 1);
        endLine();
    }
}

void InputLines::addToLine(std::string_view part)
{
    if (m_isRefused)
        return;
    // One octet more is kept, because a CR may belong to the line end.
    if (m_line.size() + part.size() <= m_longestLine + 1) {
        m_line += part;
        return;
    }
    m_isRefused = true;
    m_line = {};
    m_callbacks.tooLong(m_number);
}

void InputLines::endLine()
{
    if (m_line.ends_with('\r'))
        m_line.pop_back();
    std::string line = std::exchange(m_line, {});
    const bool isLate = !m_isRefused && line.size() > m_longestLine;
    if (isLate)
        m_callbacks.tooLong(m_number);
    else if (!m_isRefused)
        m_callbacks.line(std::move(line));
    m_isRefused = false;
    ++m_number;
}

void InputLines::endInput(std::optional<std::string> reason)
{
    // Disabled and not destroyed, because the notifier is the caller.
    m_notifier->setEnabled(false);
    m_hasEnded = true;
    // A line without a line end is a line, too, and its CR belongs to it.
    if (m_line.size() > m_longestLine)
        m_callbacks.tooLong(m_number);
    else if (!m_line.empty())
        m_callbacks.line(std::exchange(m_line, {}));
    m_callbacks.end(std::move(reason));
}

} // namespace fg
