#include "tests/support/compressed_payloads.h"

#include <algorithm>
#include <array>
#include <random>
#include <zlib.h>

namespace fg::test {

OctetBuffer prose(std::size_t size, unsigned seed)
{
    constexpr std::array words{
        "the", "lamp",         "of",  "every", "harbour",           "is",  "lit", "when", "ships", "come",
        "\n",  "{\"id\": 42}", "and", "go",    "\xC3\xA9t\xC3\xA9", "salt"};
    std::mt19937 random(seed);
    std::string text;
    while (text.size() < size)
        text.append(words[random() % words.size()]).append(" ");
    text.resize(size);
    return bufferOf(text);
}

OctetBuffer noise(std::size_t size, unsigned seed)
{
    std::mt19937 random(seed);
    OctetBuffer octets(size);
    std::ranges::generate(octets, [&random] { return static_cast<std::byte>(random()); });
    return octets;
}

PlainInflater::PlainInflater(DeflateDirection direction)
    : m_direction(direction)
    , m_stream(std::make_unique<z_stream>())
{
    inflateInit2(m_stream.get(), -direction.windowBits);
}

PlainInflater::~PlainInflater() { inflateEnd(m_stream.get()); }

OctetBuffer PlainInflater::inflate(OctetView compressed)
{
    if (m_direction.takeover == ContextTakeover::No)
        inflateReset(m_stream.get());
    OctetBuffer input(compressed.begin(), compressed.end());
    for (const int octet : {0x00, 0x00, 0xFF, 0xFF})
        input.push_back(static_cast<std::byte>(octet));
    m_stream->next_in = reinterpret_cast<const Bytef *>(input.data());
    m_stream->avail_in = static_cast<uInt>(input.size());
    OctetBuffer output;
    // Small, so that zlib needs its window for everything that lies further back.
    std::array<std::byte, 128> part;
    int result = Z_OK;
    do {
        m_stream->next_out = reinterpret_cast<Bytef *>(part.data());
        m_stream->avail_out = part.size();
        result = ::inflate(m_stream.get(), Z_SYNC_FLUSH);
        output.insert(output.end(), part.begin(),
                      part.end() - static_cast<std::ptrdiff_t>(m_stream->avail_out));
    } while (result == Z_OK && m_stream->avail_out == 0);
    return output;
}

PlainDeflater::PlainDeflater(DeflateDirection direction, int level)
    : m_direction(direction)
    , m_stream(std::make_unique<z_stream>())
{
    deflateInit2(m_stream.get(), level, Z_DEFLATED, -std::max(direction.windowBits, 9), 8,
                 Z_DEFAULT_STRATEGY);
}

PlainDeflater::~PlainDeflater() { deflateEnd(m_stream.get()); }

OctetBuffer PlainDeflater::deflate(OctetView message)
{
    if (m_direction.takeover == ContextTakeover::No)
        deflateReset(m_stream.get());
    if (message.empty())
        return {std::byte{0}};
    OctetBuffer output(message.size() + message.size() / 100 + 1024);
    m_stream->next_in = reinterpret_cast<const Bytef *>(message.data());
    m_stream->avail_in = static_cast<uInt>(message.size());
    m_stream->next_out = reinterpret_cast<Bytef *>(output.data());
    m_stream->avail_out = static_cast<uInt>(output.size());
    ::deflate(m_stream.get(), Z_SYNC_FLUSH);
    output.resize(output.size() - m_stream->avail_out - 4);
    return output;
}

namespace {

// Returns true if nothing more of the message will follow.
bool take(const InflateStep &step, Inflated &into)
{
    switch (step.kind) {
    case InflateStep::Kind::NeedInput:
        return false;
    case InflateStep::Kind::Octets:
        into.octets.insert(into.octets.end(), step.octets.begin(), step.octets.end());
        return false;
    case InflateStep::Kind::Broken:
        into.broken.push_back(std::string(ruleOf(step.rule).name) + " @" + std::to_string(step.at) + " ="
                              + std::to_string(step.value));
        return step.isLast;
    case InflateStep::Kind::Complete:
        into.isComplete = true;
        return true;
    }
    return true;
}

} // namespace

Inflated inflatedBy(Inflater &inflater, OctetView compressed, std::size_t piece)
{
    Inflated into;
    if (!inflater.begin())
        return into;
    bool isOver = false;
    while (!compressed.empty() && !isOver) {
        OctetView now = compressed.first(std::min(piece, compressed.size()));
        compressed = compressed.subspan(now.size());
        InflateStep step;
        do {
            step = inflater.next(now);
            isOver = take(step, into);
        } while (step.kind != InflateStep::Kind::NeedInput && !isOver);
    }
    while (!isOver)
        isOver = take(inflater.finish(), into);
    return into;
}

} // namespace fg::test
