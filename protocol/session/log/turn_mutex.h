// A mutex for one thread that locks it again and again, the writer, and others that lock it now and then, the
// readers. With a plain mutex the writer would lock it again before a waiting reader wakes up; here the
// writer can let the waiting readers have it first. No thread spins. Without waiting readers the writer only
// pays for a plain mutex.
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
    // Locks after the readers that wait for it now.
    void lockAfterReaders();

    // --- readers ---
    void lockToRead();
    void unlockFromReading();

private:
    std::mutex m_mutex;
    std::condition_variable m_turns;
    std::atomic<std::uint64_t> m_asked = 0; // Number of locks that readers ever asked for.
    std::uint64_t m_served = 0; // Number of these that were granted.
    bool m_writerWaits = false;
};

} // namespace fg
