#include "protocol/conformance/case_spec.h"

#include <algorithm>

namespace fg {

bool PayloadSpec::equals(OctetView octets) const
{
    if (octets.size() != length())
        return false;
    for (std::size_t at = 0; at < octets.size(); at += pattern.size()) {
        const OctetView part = octets.subspan(at, std::min(pattern.size(), octets.size() - at));
        if (!std::equal(part.begin(), part.end(), pattern.begin()))
            return false;
    }
    return true;
}

OctetBuffer PayloadSpec::octets(std::size_t limit) const
{
    OctetBuffer whole(static_cast<std::size_t>(std::min<std::uint64_t>(length(), limit)));
    for (std::size_t at = 0; at < whole.size(); at += pattern.size())
        std::copy_n(pattern.begin(), std::min(pattern.size(), whole.size() - at),
                    whole.begin() + static_cast<std::ptrdiff_t>(at));
    return whole;
}

} // namespace fg
