// The picture, the prose and the noise.

#include "protocol/conformance/cases/data_set_content.h"
#include "protocol/conformance/cases/prose_writer.h"

#include <algorithm>
#include <vector>

namespace fg::data_set_content {

namespace {

// --- the picture: 8 bits for each pixel, the bottom row first ---

constexpr std::uint32_t pictureWidth = 512; // a multiple of 4, so that rows need no padding
constexpr std::uint32_t pictureHeight = 509;
constexpr std::uint32_t pixelOffset = bitmapLength - pictureWidth * pictureHeight;

void putLittleEndian(OctetBuffer &into, std::uint32_t value, int octets)
{
    for (int i = 0; i < octets; ++i)
        into.push_back(static_cast<std::byte>(value >> (8 * i)));
}

void putBitmapHeader(OctetBuffer &into)
{
    constexpr std::uint32_t pixels = pictureWidth * pictureHeight;
    constexpr std::uint32_t pixelsPerMetre = 2835; // 72 dpi
    into = {std::byte{'B'}, std::byte{'M'}};
    putLittleEndian(into, bitmapLength, 4);
    putLittleEndian(into, 0, 4);
    putLittleEndian(into, pixelOffset, 4);
    putLittleEndian(into, 40, 4); // size of the header that follows, BITMAPINFOHEADER
    putLittleEndian(into, pictureWidth, 4);
    putLittleEndian(into, pictureHeight, 4);
    putLittleEndian(into, 1, 2); // planes
    putLittleEndian(into, 8, 2); // bits of a pixel
    putLittleEndian(into, 0, 4); // not compressed
    putLittleEndian(into, pixels, 4);
    putLittleEndian(into, pixelsPerMetre, 4);
    putLittleEndian(into, pixelsPerMetre, 4);
    putLittleEndian(into, 256, 4); // colours in the palette
    putLittleEndian(into, 0, 4);
    for (std::uint32_t grey = 0; grey < 256; ++grey)
        putLittleEndian(into, grey * 0x010101u, 4);
    into.resize(pixelOffset);
}

// Random heights on a grid, with slopes between them. Only whole numbers are used, so that the picture is the
// same on every machine.
class Terrain
{
public:
    Terrain(std::uint32_t cell, std::uint64_t seed)
        : m_cell(cell)
        , m_columns(pictureWidth / cell + 2)
        , m_heights(m_columns * (pictureHeight / cell + 2))
    {
        SeededRandom random(seed);
        for (std::uint32_t &height : m_heights)
            height = random.below(256);
    }

    // 0 to 255
    [[nodiscard]] std::uint32_t at(std::uint32_t x, std::uint32_t y) const
    {
        const std::uint32_t *const corner = &m_heights[y / m_cell * m_columns + x / m_cell];
        const std::uint32_t upper = between(corner[0], corner[1], x % m_cell);
        const std::uint32_t lower = between(corner[m_columns], corner[m_columns + 1], x % m_cell);
        return between(upper, lower, y % m_cell) / (m_cell * m_cell);
    }

private:
    // Multiplied by the size of a cell.
    [[nodiscard]] std::uint32_t between(std::uint32_t a, std::uint32_t b, std::uint32_t part) const
    {
        return a * (m_cell - part) + b * part;
    }

    std::uint32_t m_cell;
    std::uint32_t m_columns;
    std::vector<std::uint32_t> m_heights;
};

// --- the prose ---

constexpr std::size_t lineLength = 72;

// Lines that each end with a line feed.
void putWrapped(std::string &into, std::string_view text)
{
    while (text.size() > lineLength) {
        const std::size_t blank = text.rfind(' ', lineLength);
        into.append(text.substr(0, blank)).push_back('\n');
        text.remove_prefix(blank + 1);
    }
    into.append(text).push_back('\n');
}

} // namespace

OctetBuffer bitmap()
{
    OctetBuffer content;
    content.reserve(bitmapLength);
    putBitmapHeader(content);
    const Terrain hills(128, 11);
    const Terrain rocks(24, 12);
    const Terrain pebbles(5, 13);
    SeededRandom grain(14);
    for (std::uint32_t y = 0; y < pictureHeight; ++y) {
        for (std::uint32_t x = 0; x < pictureWidth; ++x) {
            const std::uint32_t grey =
                (hills.at(x, y) * 9 + rocks.at(x, y) * 4 + pebbles.at(x, y) * 2) / 16 + grain.below(6);
            content.push_back(static_cast<std::byte>(std::min(grey, 255u)));
        }
    }
    return content;
}

std::string prose()
{
    ProseWriter writer(21);
    std::string content;
    content.reserve(proseLength + 4096);
    for (int chapter = 1; content.size() < proseLength; ++chapter) {
        content += "\nCHAPTER " + std::to_string(chapter) + ": " + writer.title() + "\n";
        for (int i = 0; i < 12; ++i) {
            content += '\n';
            putWrapped(content, writer.paragraph());
        }
    }
    content.resize(proseLength);
    return content;
}

OctetBuffer noise()
{
    SeededRandom random(51);
    OctetBuffer content(noiseLength);
    for (std::size_t at = 0; at < content.size(); at += 8) {
        const std::uint64_t number = random.next();
        for (std::size_t i = 0; i < 8; ++i)
            content[at + i] = static_cast<std::byte>(number >> (8 * i));
    }
    return content;
}

} // namespace fg::data_set_content
