// The counting operator new. Included by exactly one source file of a test program.
#pragma once

#include "tests/support/allocation_counter.h"

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t count = 0;

void *allocateCounted(std::size_t size) noexcept
{
    ++count;
    return std::malloc(size > 0 ? size : 1);
}

} // namespace

void *operator new(std::size_t size)
{
    if (void *memory = allocateCounted(size))
        return memory;
    throw std::bad_alloc();
}

void *operator new(std::size_t size, const std::nothrow_t &) noexcept { return allocateCounted(size); }
void *operator new[](std::size_t size) { return operator new(size); }
void *operator new[](std::size_t size, const std::nothrow_t &) noexcept { return allocateCounted(size); }
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void *memory, const std::nothrow_t &) noexcept { std::free(memory); }
void operator delete[](void *memory) noexcept { std::free(memory); }
void operator delete[](void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void *memory, const std::nothrow_t &) noexcept { std::free(memory); }

namespace fg {

std::size_t allocationCount() { return count; }

} // namespace fg
