#include "protocol/report/export/filter_words.h"

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/finding_sentences.h"
#include "protocol/report/wording/row_texts.h"

#include <map>
#include <vector>

namespace fg {
namespace {

class Words
{
public:
    Words(std::shared_ptr<const Session> session, Secrets secrets)
        : m_session(std::move(session))
        , m_view(*m_session, secrets)
    {
    }

    [[nodiscard]] std::string of(RowNumber number)
    {
        std::string words = rowTexts(m_view, number).info;
        readFindings();
        const auto [first, end] = m_findings.equal_range(number);
        for (auto finding = first; finding != end; ++finding)
            words += '\n'
                + findingSentence(finding->second.violation, finding->second.direction, m_session->role());
        return words;
    }

private:
    // All of them again if there are more, because the session may move the newest to other rows.
    void readFindings()
    {
        const std::size_t count = m_session->summary().findings;
        if (count == m_findings.size())
            return;
        m_findings.clear();
        for (const Finding &finding : m_session->findings())
            m_findings.emplace(finding.row, finding);
    }

    std::shared_ptr<const Session> m_session;
    SessionView m_view;
    std::multimap<RowNumber, Finding> m_findings;
};

} // namespace

RowInfo filterWords(std::shared_ptr<const Session> session, Secrets secrets)
{
    const auto words = std::make_shared<Words>(std::move(session), secrets);
    return [words](RowNumber number, const LogRow &) { return words->of(number); };
}

} // namespace fg
