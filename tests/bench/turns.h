// The processor time that a window's thread uses in each turn of its event loop. The dispatcher must be Qt's
// own, which reports that it is about to wait only when nothing is left to do; GLib's does so before each
// event (QT_NO_GLIB).
#pragma once

#include <QAbstractEventDispatcher>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <map>
#include <string>
#include <vector>

namespace fg::bench {

// The processor time of this thread.
inline double cpuMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// A turn ends when the thread is about to wait. Waiting uses no processor time, so the time used since the
// last wait began is the time of this turn, whichever part of it the dispatcher counts as awake.
class Turns
{
public:
    Turns()
    {
        QObject::connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock,
                         [this] {
                             const double now = cpuMilliseconds();
                             if (m_isOn)
                                 m_spent[m_action].push_back(now - m_last);
                             m_last = now;
                             m_action = nothing;
                         });
    }
    void measure(bool on) { m_isOn = on; }
    // Notes what the user has done in this turn.
    void note(const std::string &action) { m_action = action; }

    // Prints the results and returns the 99.9th percentile of all turns, in milliseconds.
    double report()
    {
        std::vector<double> all;
        for (auto &[action, spent] : m_spent) {
            print(action, spent);
            all.insert(all.end(), spent.begin(), spent.end());
        }
        return print("all", all);
    }

private:
    static constexpr const char *nothing = "none";

    // Returns the 99.9th percentile.
    static double print(const std::string &action, std::vector<double> &spent)
    {
        std::sort(spent.begin(), spent.end());
        const auto at = [&spent](double share) {
            return spent[static_cast<std::size_t>(share * static_cast<double>(spent.size() - 1))];
        };
        std::printf("%-12s %6zu turns, median %.2f ms, 99th %.2f ms, 99.9th %.2f ms, longest %.2f ms\n",
                    action.c_str(), spent.size(), at(0.5), at(0.99), at(0.999), spent.back());
        return at(0.999);
    }

    std::map<std::string, std::vector<double>> m_spent; // by what the user did in the turn
    std::string m_action = nothing;
    double m_last = 0; // when the thread last began to wait
    bool m_isOn = false;
};

} // namespace fg::bench
