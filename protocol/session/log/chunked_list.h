// A list that grows without copying its elements. It therefore never needs twice its memory for a moment.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace fg {

template <typename Value> class ChunkedList
{
public:
    void append(Value value)
    {
        if (m_size % chunkSize == 0) {
            m_chunks.emplace_back();
            // The first chunk grows on demand, because most lists stay short.
            if (m_size > 0)
                m_chunks.back().reserve(chunkSize);
        }
        m_chunks.back().push_back(std::move(value));
        ++m_size;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    // Octets of memory, without what the elements refer to.
    [[nodiscard]] std::size_t memory() const
    {
        const std::size_t whole = m_chunks.empty() ? 0 : m_chunks.size() - 1;
        const std::size_t first = m_chunks.empty() ? 0 : m_chunks.front().capacity();
        return (whole * chunkSize + first) * sizeof(Value) + m_chunks.capacity() * sizeof(m_chunks.front());
    }
    [[nodiscard]] const Value &operator[](std::size_t number) const
    {
        return m_chunks[number / chunkSize][number % chunkSize];
    }

private:
    static constexpr std::size_t chunkSize = 4'096;
    std::vector<std::vector<Value>> m_chunks;
    std::size_t m_size = 0;
};

} // namespace fg
