// The head of an HTTP/1.1 message (RFC 9112): a start line and header fields, in their original order and
// spelling, and an incremental reader with limits.
#pragma once

#include "protocol/handshake/start_line.h"
#include "protocol/wire/octets.h"
#include "protocol/wire/rules.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct HeaderField
{
    std::string name;
    std::string value;

    bool operator==(const HeaderField &) const = default;
};

struct HttpHead
{
    std::string startLine;
    std::vector<HeaderField> fields;

    // The first field with that name, in any case; nullptr if there is none.
    [[nodiscard]] const std::string *find(std::string_view name) const;
    // All values of that name, joined by ", " as RFC 9110 5.3 allows.
    [[nodiscard]] std::string joined(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;
    // True if the comma-separated list under that name contains the token, in any case.
    [[nodiscard]] bool hasToken(std::string_view name, std::string_view token) const;
    // Start line, fields and the empty line, each ended by CR LF.
    [[nodiscard]] std::string serialized() const;

    // Octets of memory that it takes beside its own size. Looks at every field.
    [[nodiscard]] std::size_t memory() const;
    bool operator==(const HttpHead &) const = default;
};

[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);
[[nodiscard]] std::string_view trimmed(std::string_view text); // SP and HTAB at both ends
// The elements of a comma-separated list, trimmed and without the empty ones (RFC 9110 5.6.1). They are
// borrowed from `list`.
[[nodiscard]] std::vector<std::string_view> listElements(std::string_view list);

// The most that a peer can make us hold, in octets including line ends, and in fields. A head that exceeds a
// limit ends the reading with a violation at the first octet (or field) too many.
struct HeadLimits
{
    std::size_t totalOctets = 64 * 1024;
    std::size_t lineOctets = 16 * 1024;
    std::size_t fields = 128;
};

// Where the lines of a head are, in octets from its first one. The ranges include the line ends.
struct HeadLines
{
    struct Field
    {
        OctetsOfFrame octets; // with the lines onto which it is folded
        std::uint32_t valueStart = 0; // octets before the value
        bool isFolded = false;
    };
    OctetsOfFrame startLine;
    std::vector<Field> fields; // as many as the head has
    OctetsOfFrame end; // the empty line
};

// Reads a head as it arrives. Whatever can be understood is read on (a bare LF, a folded line, blanks before
// a colon) and reported as a violation: at most three for each field, so that their number is bounded too.
// What of it a receiver has to refuse is known to isTolerated() in opening.h. Offsets count from the first
// octet fed.
class HttpHeadReader
{
public:
    enum class State {
        Reading,
        Complete,
        Failed, // not HTTP, not a start line, or a limit was exceeded; violations() says which
    };
    using Kind = StartLineScanner::Kind;

    explicit HttpHeadReader(Kind kind, HeadLimits limits = {});

    // Consumes octets up to the end of the head and returns their number. The octets after the head are left
    // to the caller.
    std::size_t feed(OctetView octets);

    [[nodiscard]] State state() const { return m_state; }
    // Complete only if state() says so; until then, as far as it is known.
    [[nodiscard]] const HttpHead &head() const { return m_head; }
    [[nodiscard]] const std::vector<Violation> &violations() const { return m_violations; }
    [[nodiscard]] const HeadLines &lines() const { return m_places; }
    // Octets of memory that it takes beside its own size.
    [[nodiscard]] std::size_t memory() const
    {
        // The texts are about as long as what was read. This is asked often, so it does not look at each.
        return m_taken + m_head.fields.capacity() * sizeof(HeaderField) + m_line.capacity()
            + m_places.fields.capacity() * sizeof(HeadLines::Field)
            + m_violations.capacity() * sizeof(Violation);
    }

private:
    std::size_t readPart(std::string_view text);
    void failInStartLine();
    void finishLine();
    void finishStartLine(std::string_view line);
    void parseFieldLine(std::string_view line);
    void parseFoldedLine(std::string_view line);
    void checkFieldName(std::string_view name);
    void checkFieldText(std::string_view line, std::size_t from);
    void reportField(RuleId rule, std::size_t positionInLine);
    void reportEmptyLine();
    void reportBareNewline();
    void reportBareReturn(std::uint64_t offset);
    void reportZeroOctet(std::uint64_t offset);
    // Reports a rule that these octets of the current line break, at the first of them.
    void report(RuleId rule, OctetsOfFrame octets, std::uint64_t value);
    [[nodiscard]] std::uint64_t lineOffset() const;
    [[nodiscard]] OctetsOfFrame lineOctets() const { return {lineOffset(), m_line.size()}; }
    [[nodiscard]] Where whereInLine(OctetsOfFrame octets) const;
    // The number of the field to which the current line belongs.
    [[nodiscard]] std::size_t fieldOfLine() const;
    void fail(RuleId rule, std::uint64_t offset, std::uint64_t value);
    void end(State state);

    HeadLimits m_limits;
    Kind m_kind;
    StartLineScanner m_startLine;
    State m_state = State::Reading;
    HttpHead m_head;
    std::string m_line; // the current line so far, including its line end
    HeadLines m_places;
    std::vector<Violation> m_violations;
    std::uint64_t m_taken = 0;
    std::optional<std::size_t> m_lastFolded; // number of a field
    std::optional<std::size_t> m_lastMalformed; // number of a field
    std::optional<std::size_t> m_emptyLines; // number of the violation that counts them
    std::uint64_t m_lines = 0; // lines before the current one
    bool m_isInStartLine = true;
    bool m_sawBareNewline = false;
    bool m_sawBareReturn = false;
    bool m_sawZeroOctet = false;
};

} // namespace fg
