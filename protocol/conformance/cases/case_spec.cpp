#include "protocol/conformance/cases/case_spec.h"

#include <algorithm>
#include <cstring>

namespace fg {

bool PayloadSpec::equals(OctetView octets) const
{
    return octets.size() == length() && !firstDifference(octets);
}

std::optional<std::uint64_t> PayloadSpec::firstDifference(OctetView octets) const
{
    // The start is compared with the pattern, and the rest with the octets one pattern length earlier. That
    // is one long comparison.
    const std::size_t head = std::min(pattern.size(), octets.size());
    const OctetView start = octets.first(head);
    if (const auto at = std::ranges::mismatch(start, pattern).in1; at != start.end())
        return static_cast<std::uint64_t>(at - start.begin());
    const OctetView later = octets.subspan(head);
    const OctetView earlier = octets.first(later.size());
    // memcmp must not get a null pointer, not even for a length of 0.
    if (later.empty() || std::memcmp(later.data(), earlier.data(), later.size()) == 0)
        return std::nullopt;
    return head + static_cast<std::uint64_t>(std::ranges::mismatch(later, earlier).in1 - later.begin());
}

OctetBuffer PayloadSpec::octets(std::size_t limit) const
{
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(length(), limit));
    OctetBuffer whole(size);
    std::size_t done = std::min(pattern.size(), size);
    std::copy_n(pattern.begin(), done, whole.begin());
    // Each round doubles what is there, because repeating a short pattern one at a time is slow.
    while (done < size) {
        const std::size_t part = std::min(done, size - done);
        std::copy_n(whole.begin(), part, whole.begin() + static_cast<std::ptrdiff_t>(done));
        done += part;
    }
    return whole;
}

} // namespace fg
