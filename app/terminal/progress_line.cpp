#include "app/terminal/progress_line.h"

#include "app/terminal/console.h"

#include <cstddef>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

namespace fg {
namespace {

constexpr std::size_t usualColumns = 80;
const std::string eraseLine = "\r\x1b[K";

bool canRewriteLines()
{
    const char *const kind = std::getenv("TERM");
    return isatty(STDOUT_FILENO) != 0 && kind && *kind != '\0' && std::string_view(kind) != "dumb";
}

std::size_t columns()
{
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return usualColumns;
    return size.ws_col;
}

} // namespace

ProgressLine::ProgressLine()
    : m_isTerminal(canRewriteLines())
{
}

void ProgressLine::show(std::string_view text)
{
    if (!m_isTerminal)
        return;
    // One column less than the full width, at which some terminals would wrap the line.
    text = text.substr(0, columns() - 1);
    if (text == m_shown)
        return;
    m_shown = text;
    printOut(eraseLine + m_shown);
}

void ProgressLine::print(const std::string &lines)
{
    printOut(m_shown.empty() ? lines : eraseLine + lines + m_shown);
}

} // namespace fg
