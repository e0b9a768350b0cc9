// The messages of a case that counts echoes, one behind the other. The next one can be made ready while the
// echo of the one before is under way, and where nothing forbids it, what repeats is compressed once.
#pragma once

#include "protocol/conformance/cases/case_spec.h"
#include "protocol/deflate/codec.h"

#include <optional>
#include <vector>

namespace fg {

class EchoMessages
{
public:
    // `compression` is what our direction keeps to; without it messages are sent as they are. `spec` must
    // outlive it.
    EchoMessages(const EchoSpec &spec, std::optional<DeflateDirection> compression);

    // Makes the next message ready. At the latest advance() does it.
    void prepare();
    // The next message is now the current one.
    void advance();

    // The current message as it is: a window of the data set, or the pattern that is to be repeated up to
    // repeatTo. Borrowed from the data set or the spec.
    [[nodiscard]] OctetView plain() const { return m_plain; }
    [[nodiscard]] std::uint64_t length() const { return repeatTo().value_or(m_plain.size()); }
    [[nodiscard]] std::optional<std::uint64_t> repeatTo() const;
    // What is sent of it; borrowed until the next call of advance().
    [[nodiscard]] bool isCompressed() const { return m_deflater.has_value(); }
    [[nodiscard]] OctetView payload() const { return m_deflater ? OctetView(*m_current) : m_plain; }

private:
    // Compressed messages that are kept because they will come again.
    static constexpr std::size_t keptLimit = 16 * 1024 * 1024;

    [[nodiscard]] const OctetBuffer &compressed(OctetView message, std::size_t number);

    const EchoSpec &m_spec;
    std::optional<DataWindow> m_window;
    std::optional<Deflater> m_deflater;
    std::vector<OctetBuffer> m_kept; // by number in the window's period; empty ones are not there yet
    std::size_t m_keptSize = 0;
    OctetBuffer m_buffers[2]; // of the current and the next message, where they are not kept
    std::size_t m_nextBuffer = 0;
    OctetView m_plain;
    OctetView m_nextPlain;
    const OctetBuffer *m_current = nullptr;
    const OctetBuffer *m_next = nullptr; // null: not ready, where it is compressed
    bool m_isReady = false;
};

// Compares a message with the one that was sent while its parts come in.
class EchoComparison
{
public:
    // Of a message that repeats `pattern` up to `length` octets; borrowed until the message is at its end.
    void begin(OctetView pattern, std::uint64_t length);
    // The next part.
    void take(OctetView part);

    [[nodiscard]] std::uint64_t taken() const { return m_taken; }
    // Where the parts first differ from what was sent, if they do; behind its end nothing is compared.
    [[nodiscard]] const std::optional<std::uint64_t> &difference() const { return m_difference; }

private:
    OctetView m_pattern;
    std::uint64_t m_length = 0;
    std::uint64_t m_taken = 0;
    std::optional<std::uint64_t> m_difference;
};

} // namespace fg
