// A stream in memory whose other end is the test.
#pragma once

#include "protocol/transport/transport.h"

#include <algorithm>
#include <vector>

namespace fg::test {

// The test's end of the stream; it outlives the transport.
struct ScriptedStream
{
    struct Write
    {
        OctetBuffer octets;
        WriteMode mode;
    };

    TransportListener *listener = nullptr;
    std::vector<Write> writes;
    bool isOpen = false;
    bool wasDropped = false; // by our side
    bool isReading = true; // as our side set it
    bool drains = true; // octets leave as soon as they are written
    std::uint64_t taken = 0; // as Transport::takenOctets() says

    void receive(OctetView octets)
    {
        if (isOpen)
            listener->transportReceived(octets);
    }
    void receive(std::string_view text) { receive(octetsOf(text)); }
    // The same, in reads of one octet.
    void receiveEachOctet(OctetView octets)
    {
        for (std::size_t at = 0; at < octets.size(); ++at)
            receive(octets.subspan(at, 1));
    }
    void end(TcpEnd how = TcpEnd::Fin)
    {
        if (std::exchange(isOpen, false))
            listener->transportEnded(how, TlsEnd::NotTls);
    }
    // Lets the written octets leave.
    void drain()
    {
        drains = true;
        listener->transportDrained();
    }
    [[nodiscard]] OctetBuffer written() const
    {
        OctetBuffer all;
        for (const Write &write : writes)
            all.insert(all.end(), write.octets.begin(), write.octets.end());
        return all;
    }
};

class ScriptedTransport final : public Transport
{
public:
    explicit ScriptedTransport(ScriptedStream &stream)
        : m_stream(stream)
    {
    }
    void setListener(TransportListener *listener) override { m_stream.listener = listener; }
    void open() override
    {
        m_stream.isOpen = true;
        m_stream.listener->transportReady({});
    }
    void write(OctetView octets, WriteMode mode) override
    {
        m_stream.writes.push_back({{octets.begin(), octets.end()}, mode});
    }
    [[nodiscard]] bool isDrained() const override { return m_stream.drains; }
    [[nodiscard]] std::size_t waitingOctets() const override
    {
        std::size_t size = 0;
        for (const ScriptedStream::Write &write : m_stream.writes)
            size += write.octets.size();
        return m_stream.drains ? 0 : size;
    }
    [[nodiscard]] std::uint64_t takenOctets() const override { return m_stream.taken; }
    void drop() override
    {
        m_stream.isOpen = false;
        m_stream.wasDropped = true;
    }
    void setReading(bool on) override { m_stream.isReading = on; }

private:
    ScriptedStream &m_stream;
};

} // namespace fg::test
