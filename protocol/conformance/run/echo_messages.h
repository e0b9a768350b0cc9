// The messages of a case that counts echoes, one after the other. The next one can be prepared while the echo
// of the current one is under way. Where the agreed parameters allow it, messages that repeat are compressed
// only once.
#pragma once

#include "protocol/conformance/cases/case_spec.h"
#include "protocol/deflate/codec.h"

#include <optional>
#include <vector>

namespace fg {

class EchoMessages
{
public:
    // `compression` has the parameters of our direction; without it messages are sent uncompressed. `spec`
    // must outlive this object.
    EchoMessages(const EchoSpec &spec, std::optional<DeflateDirection> compression);

    // Prepares the next message. If this was not called, advance() does it.
    void prepare();
    // Makes the next message the current one.
    void advance();

    // The current message before compression: a window of the data set, or the pattern that is repeated up to
    // repeatTo(). Borrowed from the data set or the spec.
    [[nodiscard]] OctetView plain() const { return m_plain; }
    [[nodiscard]] std::uint64_t length() const { return repeatTo().value_or(m_plain.size()); }
    [[nodiscard]] std::optional<std::uint64_t> repeatTo() const;
    // Whether and how the current message is compressed. payload() is what is sent, borrowed until the next
    // call of advance().
    [[nodiscard]] bool isCompressed() const { return m_deflater.has_value(); }
    [[nodiscard]] OctetView payload() const { return m_deflater ? OctetView(*m_current) : m_plain; }

private:
    // Octets of compressed messages that are kept because they will repeat.
    static constexpr std::size_t keptLimit = 16 * 1024 * 1024;

    [[nodiscard]] const OctetBuffer &compressed(OctetView message, std::size_t number);

    const EchoSpec &m_spec;
    std::optional<DataWindow> m_window;
    std::optional<Deflater> m_deflater;
    std::vector<OctetBuffer>
        m_kept; // By the number in the window's period; an empty one is not compressed yet.
    std::size_t m_keptSize = 0;
    OctetBuffer m_buffers[2]; // For the current and the next message, if they are not kept.
    std::size_t m_nextBuffer = 0;
    OctetView m_plain;
    OctetView m_nextPlain;
    const OctetBuffer *m_current = nullptr;
    const OctetBuffer *m_next = nullptr; // Null until it is compressed.
    bool m_isReady = false;
};

// Compares a message that is being received with the one that was sent, part by part.
class EchoComparison
{
public:
    // Starts with a message that repeats `pattern` up to `length` octets; `pattern` is borrowed until the
    // message has ended.
    void begin(OctetView pattern, std::uint64_t length);
    // Compares the next part.
    void compare(OctetView part);

    [[nodiscard]] std::uint64_t receivedLength() const { return m_received; }
    // The offset of the first octet that differs from what was sent, if any. Octets after the end of the sent
    // message are not compared.
    [[nodiscard]] const std::optional<std::uint64_t> &difference() const { return m_difference; }

private:
    OctetView m_pattern;
    std::uint64_t m_length = 0;
    std::uint64_t m_received = 0;
    std::optional<std::uint64_t> m_difference;
};

} // namespace fg
