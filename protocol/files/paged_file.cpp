#include "protocol/files/paged_file.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace fg {

std::size_t PagedFile::read(std::uint64_t offset, std::span<std::byte> into) const
{
    const std::lock_guard lock(m_mutex);
    std::size_t copied = 0;
    while (copied < into.size()) {
        const std::uint64_t position = offset + copied;
        const auto start = static_cast<std::size_t>(position % pageSize);
        const std::size_t wanted = std::min(pageSize - start, into.size() - copied);
        const Page &here = page(position / pageSize, start + wanted);
        if (here.octets.size() <= start)
            break;
        const std::size_t part = std::min(wanted, here.octets.size() - start);
        std::copy_n(here.octets.begin() + static_cast<std::ptrdiff_t>(start), part,
                    into.begin() + static_cast<std::ptrdiff_t>(copied));
        copied += part;
        if (part < wanted)
            break;
    }
    return copied;
}

const PagedFile::Page &PagedFile::page(std::uint64_t number, std::size_t wanted) const
{
    // Mostly the same as last time.
    if (m_last < m_pages.size() && m_pages[m_last].number == number
        && m_pages[m_last].octets.size() >= wanted)
        return m_pages[m_last];
    auto found = std::ranges::find(m_pages, number, &Page::number);
    const bool isNew = found == m_pages.end();
    if (isNew && m_pages.size() < mostPages)
        found = m_pages.emplace(m_pages.end());
    else if (isNew)
        found = std::ranges::min_element(m_pages, {}, &Page::lastUse);
    Page &page = *found;
    page.lastUse = ++m_uses;
    m_last = static_cast<std::size_t>(found - m_pages.begin());
    if (isNew || page.octets.size() < wanted) {
        page.number = number;
        load(page);
    }
    return page;
}

void PagedFile::load(Page &page) const
{
    page.octets.resize(pageSize);
    std::size_t filled = 0;
    while (filled < pageSize) {
        const ssize_t count = pread(m_descriptor, page.octets.data() + filled, pageSize - filled,
                                    static_cast<off_t>(page.number * pageSize + filled));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        filled += static_cast<std::size_t>(count);
    }
    page.octets.resize(filled);
}

} // namespace fg
