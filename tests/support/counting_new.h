// Replaces operator new by one that counts. Exactly one source file of a test program includes it.
#pragma once

#include "tests/support/allocation_counter.h"

#include <algorithm>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace {

thread_local std::size_t count = 0;
thread_local std::size_t held = 0;
thread_local std::size_t mostHeld = 0;

void *allocateCounted(std::size_t size) noexcept
{
    ++count;
    void *memory = std::malloc(size > 0 ? size : 1);
    held += malloc_usable_size(memory);
    mostHeld = std::max(mostHeld, held);
    return memory;
}

void freeCounted(void *memory) noexcept
{
    held -= std::min(held, malloc_usable_size(memory));
    std::free(memory);
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
void operator delete(void *memory) noexcept { freeCounted(memory); }
void operator delete(void *memory, std::size_t) noexcept { freeCounted(memory); }
void operator delete(void *memory, const std::nothrow_t &) noexcept { freeCounted(memory); }
void operator delete[](void *memory) noexcept { freeCounted(memory); }
void operator delete[](void *memory, std::size_t) noexcept { freeCounted(memory); }
void operator delete[](void *memory, const std::nothrow_t &) noexcept { freeCounted(memory); }

namespace fg {

std::size_t allocationCount() { return count; }
std::size_t heldOctets() { return held; }
std::size_t mostHeldOctets() { return mostHeld; }
void restartMostHeldOctets() { mostHeld = held; }

} // namespace fg
