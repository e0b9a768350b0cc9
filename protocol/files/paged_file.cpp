#include "protocol/files/paged_file.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace fg {

std::size_t PagedFile::read(std::uint64_t offset, std::span<std::byte> into) const
{
    std::size_t copied = 0;
    while (copied < into.size()) {
        const std::uint64_t position = offset + copied;
        const auto start = static_cast<std::size_t>(position % pageSize);
        const std::size_t wanted = std::min(pageSize - start, into.size() - copied);
        const Page here = page(position / pageSize, start + wanted);
        if (here->size() <= start)
            break;
        const std::size_t part = std::min(wanted, here->size() - start);
        std::copy_n(here->begin() + static_cast<std::ptrdiff_t>(start), part,
                    into.begin() + static_cast<std::ptrdiff_t>(copied));
        copied += part;
        if (part < wanted)
            break;
    }
    return copied;
}

// Two threads that miss the same page both read it; this costs less than making one of them wait.
PagedFile::Page PagedFile::page(std::uint64_t number, std::size_t wanted) const
{
    {
        const std::lock_guard lock(m_mutex);
        Cached *const found = cached(number);
        if (found && found->page->size() >= wanted) {
            found->lastUse = ++m_uses;
            return found->page;
        }
    }
    Page loaded = load(number);
    const std::lock_guard lock(m_mutex);
    store(number, loaded);
    return loaded;
}

PagedFile::Cached *PagedFile::cached(std::uint64_t number) const
{
    // Usually the page is the same as last time.
    if (m_last < m_cache.size() && m_cache[m_last].number == number)
        return &m_cache[m_last];
    const auto found = std::ranges::find(m_cache, number, &Cached::number);
    if (found == m_cache.end())
        return nullptr;
    m_last = static_cast<std::size_t>(found - m_cache.begin());
    return &*found;
}

void PagedFile::store(std::uint64_t number, const Page &page) const
{
    Cached *place = cached(number);
    // Another thread may have read more of a page that was still growing.
    const bool isOlder = place && place->page->size() > page->size();
    if (!place && m_cache.size() < mostPages)
        place = &m_cache.emplace_back();
    else if (!place)
        place = &*std::ranges::min_element(m_cache, {}, &Cached::lastUse);
    m_last = static_cast<std::size_t>(place - m_cache.data());
    place->number = number;
    place->lastUse = ++m_uses;
    if (!isOlder)
        place->page = page;
}

PagedFile::Page PagedFile::load(std::uint64_t number) const
{
    OctetBuffer octets(pageSize);
    std::size_t filled = 0;
    while (filled < pageSize) {
        const ssize_t count = pread(m_descriptor, octets.data() + filled, pageSize - filled,
                                    static_cast<off_t>(number * pageSize + filled));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        filled += static_cast<std::size_t>(count);
    }
    octets.resize(filled);
    return std::make_shared<const OctetBuffer>(std::move(octets));
}

} // namespace fg
