#include "protocol/handshake/refusal_news.h"

namespace fg {

std::optional<std::string> RefusalNews::add(const AccessRefusal &refusal)
{
    std::string sentence = refusal.sentence();
    if (m_told.size() > most || !m_told.insert(sentence).second)
        return std::nullopt;
    if (m_told.size() > most)
        return "More requests were refused; they are not listed.";
    return "A request was refused: " + sentence;
}

} // namespace fg
