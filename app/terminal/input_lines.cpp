#include "app/terminal/input_lines.h"

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <utility>

#include <unistd.h>

namespace fg {

InputLines::InputLines(Callbacks callbacks)
    : m_callbacks(std::move(callbacks))
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

void InputLines::read()
{
    std::array<char, 64 * 1024> block;
    const ssize_t count = ::read(STDIN_FILENO, block.data(), block.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count > 0) {
        m_rest.append(block.data(), static_cast<std::size_t>(count));
        reportLines();
        return;
    }
    // Disabled and not destroyed, because the notifier is the caller.
    m_notifier->setEnabled(false);
    if (!m_rest.empty())
        m_callbacks.line(std::exchange(m_rest, {}));
    m_callbacks.end();
}

void InputLines::reportLines()
{
    std::size_t start = 0;
    for (;;) {
        const std::size_t end = m_rest.find('\n', start);
        const bool isWhole = end != std::string::npos;
        if (!isWhole && m_rest.size() - start < longestLine)
            break;
        std::string line = m_rest.substr(start, isWhole ? end - start : longestLine);
        start += line.size() + (isWhole ? 1 : 0);
        if (isWhole && line.ends_with('\r'))
            line.pop_back();
        m_callbacks.line(std::move(line));
    }
    m_rest.erase(0, start);
}

} // namespace fg
