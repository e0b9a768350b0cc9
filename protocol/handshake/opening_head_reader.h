// Reads the head of a request, or of the final answer: interim answers (1xx except 101), of which any number
// may come before it (RFC 9110 15.2), are read and skipped.
#pragma once

#include "protocol/handshake/http_head.h"

#include <cstdint>
#include <vector>

namespace fg {

class OpeningHeadReader
{
public:
    using Kind = HttpHeadReader::Kind;
    using State = HttpHeadReader::State;

    // The number of interim answers that are skipped. One more ends the reading with a violation at its first
    // octet.
    static constexpr unsigned mostInterimAnswers = 16;

    // The limits apply to each head.
    explicit OpeningHeadReader(Kind kind, HeadLimits limits = {});

    // Consumes octets up to the end of the final head and returns their number. The octets after it are left
    // to the caller.
    std::size_t feed(OctetView octets);

    [[nodiscard]] State state() const { return m_isOverLimit ? State::Failed : m_reader.state(); }
    [[nodiscard]] const HttpHead &head() const { return m_reader.head(); }
    // The violations in all heads so far; offsets count from the first octet fed.
    [[nodiscard]] std::vector<Violation> violations() const;
    [[nodiscard]] unsigned interimAnswers() const { return m_interimAnswers; }
    // Octets of memory that it takes beside its own size.
    [[nodiscard]] std::size_t memory() const
    {
        return m_reader.memory() + m_violations.capacity() * sizeof(Violation);
    }

private:
    [[nodiscard]] bool isInterim() const;

    Kind m_kind;
    HeadLimits m_limits;
    HttpHeadReader m_reader; // reads the current head
    std::vector<Violation> m_violations; // violations in the heads before the current one
    std::uint64_t m_taken = 0;
    std::uint64_t m_headStart = 0;
    unsigned m_interimAnswers = 0;
    bool m_isOverLimit = false; // There was one interim answer too many.
};

} // namespace fg
