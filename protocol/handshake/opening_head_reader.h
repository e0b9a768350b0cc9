// The head of a request, or of the answer that counts: interim answers (1xx but 101), of which any number may
// come before it (RFC 9110 15.2), are read and passed over.
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

    // Interim answers that are passed over; one more counts as the answer, which it cannot be.
    static constexpr unsigned mostInterimAnswers = 16;

    // The limits hold for each head.
    explicit OpeningHeadReader(Kind kind, HeadLimits limits = {});

    // Takes octets up to the end of the head that counts and returns how many; what follows is the caller's.
    std::size_t feed(OctetView octets);

    [[nodiscard]] State state() const { return m_reader.state(); }
    [[nodiscard]] const HttpHead &head() const { return m_reader.head(); }
    // Of all heads so far; offsets count from the first octet fed.
    [[nodiscard]] std::vector<Violation> violations() const;
    [[nodiscard]] unsigned interimAnswers() const { return m_interimAnswers; }

private:
    [[nodiscard]] bool isInterim() const;

    Kind m_kind;
    HeadLimits m_limits;
    HttpHeadReader m_reader; // of the head under way
    std::vector<Violation> m_violations; // of those before it
    std::uint64_t m_taken = 0;
    std::uint64_t m_headStart = 0;
    unsigned m_interimAnswers = 0;
};

} // namespace fg
