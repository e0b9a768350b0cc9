// A file read at any place through a few cached pages. It may grow meanwhile, or lose its end: what cannot be
// read is not there, and nothing faults as a mapping would. For any thread: a thread that reads the disk
// holds up nobody who finds in the cache what it wants.
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

    // Reads from this descriptor, which must stay open as long; -1: nothing is there.
    explicit PagedFile(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    // How many octets could be copied from `offset` on.
    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<std::byte> into) const;

private:
    // Never changed, so that it is read without the lock, also while another takes its place in the cache.
    using Page = std::shared_ptr<const OctetBuffer>;
    struct Cached
    {
        std::uint64_t number = 0;
        std::uint64_t lastUse = 0;
        Page page;
    };
    // With the octets that are there now, and at least `wanted` where the file has as many.
    [[nodiscard]] Page page(std::uint64_t number, std::size_t wanted) const;
    [[nodiscard]] Page load(std::uint64_t number) const;
    // With the lock held.
    [[nodiscard]] Cached *cached(std::uint64_t number) const;
    void keep(std::uint64_t number, const Page &page) const;

    int m_descriptor;
    mutable std::mutex m_mutex; // of the cache; not held over a read of the disk
    mutable std::vector<Cached> m_cache;
    mutable std::uint64_t m_uses = 0;
    mutable std::size_t m_last = 0; // number of the page used last
};

} // namespace fg
