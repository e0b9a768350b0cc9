#include "protocol/session/log/turn_mutex.h"

namespace fg {

void TurnMutex::lockAfterReaders()
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t asked = m_asked.load(std::memory_order_relaxed);
    if (m_served < asked) {
        m_writerWaits = true;
        m_turns.wait(lock, [&] { return m_served >= asked; });
        m_writerWaits = false;
    }
    lock.release();
}

void TurnMutex::lockToRead()
{
    m_asked.fetch_add(1, std::memory_order_relaxed);
    m_mutex.lock();
    ++m_served;
}

void TurnMutex::unlockFromReading()
{
    const bool tells = m_writerWaits;
    m_mutex.unlock();
    if (tells)
        m_turns.notify_one();
}

} // namespace fg
