// What the allocator has handed out to the whole program, for tests of what goes back.
#pragma once

#include "protocol/wire/octets.h"

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
// Of sanitizer/allocator_interface.h, which g++ does not install.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#else
#include <malloc.h>
#endif

namespace fg::test {

// In octets.
[[nodiscard]] inline std::size_t handedOut()
{
#if defined(__SANITIZE_ADDRESS__)
    return __sanitizer_get_current_allocated_bytes();
#else
    const struct mallinfo2 state = mallinfo2();
    return state.uordblks + state.hblkhd;
#endif
}

// What was handed out since this object was made, and has not come back.
class HandedOut
{
public:
    [[nodiscard]] std::size_t more() const
    {
        const std::size_t now = handedOut();
        return now > m_before ? now - m_before : 0;
    }

private:
    std::size_t m_before = handedOut();
};

} // namespace fg::test
