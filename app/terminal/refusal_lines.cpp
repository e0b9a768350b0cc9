#include "app/terminal/refusal_lines.h"

#include "app/terminal/console.h"

namespace fg {

void RefusalLines::print(const AccessRefusal &refusal)
{
    const std::string sentence = refusal.sentence();
    if (m_printed.size() > mostPrinted || !m_printed.insert(sentence).second)
        return;
    if (m_printed.size() > mostPrinted)
        printError("frameglass: More requests were refused; they are not listed.\n");
    else
        printError("frameglass: A request was refused: " + sentence + '\n');
}

} // namespace fg
