// Reads a file at any position through a few cached pages. The file may grow or be cut meanwhile: octets that
// cannot be read count as missing, whereas a memory mapping would raise a signal. Callable from any thread. A
// thread that reads the disk does not make other threads wait if their pages are in the cache.
#pragma once

#include "protocol/wire/octets.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace fg {

class PagedFile
{
public:
    static constexpr std::size_t pageSize = 64 * 1024;
    static constexpr std::size_t mostPages = 64;

    // Reads from this descriptor, which must stay open as long as the object exists; -1: the file counts as
    // empty.
    explicit PagedFile(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    // Copies octets from `offset` on; returns how many.
    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<std::byte> into) const;

private:
    // A page is never changed, so it can be read without the lock, also while another page replaces it in the
    // cache.
    using Page = std::shared_ptr<const OctetBuffer>;
    struct Cached
    {
        std::uint64_t number = 0;
        std::uint64_t lastUse = 0;
        Page page;
    };
    // The page with the octets that the file has now, at least `wanted` if it has that many.
    [[nodiscard]] Page page(std::uint64_t number, std::size_t wanted) const;
    [[nodiscard]] Page load(std::uint64_t number) const;
    // Call with the lock held.
    [[nodiscard]] Cached *cached(std::uint64_t number) const;
    void store(std::uint64_t number, const Page &page) const;

    int m_descriptor;
    mutable std::mutex m_mutex; // Guards the cache; not held while the disk is read.
    mutable std::vector<Cached> m_cache;
    mutable std::uint64_t m_uses = 0;
    mutable std::size_t m_last = 0; // Index of the page used last.
};

} // namespace fg
