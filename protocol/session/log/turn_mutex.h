// A mutex of one thread that takes it again and again, the writer, and of others that want it now and then,
// the readers. A mutex alone would let the writer take it back before a reader wakes up; here the writer can
// let those go first that wait. Nobody spins. What the writer pays where nobody waits is a mutex.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace fg {

class TurnMutex
{
public:
    // --- the writer: BasicLockable ---
    void lock() { m_mutex.lock(); }
    void unlock() { m_mutex.unlock(); }
    // After as many readers as wait for it now.
    void lockAfterReaders();

    // --- readers ---
    void lockToRead();
    void unlockFromReading();

private:
    std::mutex m_mutex;
    std::condition_variable m_turns;
    std::atomic<std::uint64_t> m_asked = 0; // by readers, ever
    std::uint64_t m_served = 0; // of these, those that have had it
    bool m_writerWaits = false;
};

} // namespace fg
