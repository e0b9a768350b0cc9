// Server mode for the thread of the window: the server of cases and its web page run in the network thread,
// and their events wait here until they are fetched. No call blocks.
#pragma once

#include "protocol/conformance/run/news_box.h"
#include "protocol/conformance/serve/case_server.h"
#include "protocol/conformance/serve/page_server.h"
#include "protocol/session/live/connection_budget.h"
#include "protocol/transport/network_thread.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

struct ServeSettings
{
    ListenSettings listen{.port = 9001};
    CaseChoice choice;
    std::uint16_t pagePort = 8080; // 0 for no page.
    std::string page; // HTML, as in PageServerSettings.
    // As in AccessSettings; called in the network thread.
    std::function<std::string(std::string_view originToAllow)> advice;
};

// The server listens at these addresses for clients and browsers.
struct ServeListening
{
    std::string url; // "ws://127.0.0.1:9001"
    std::string pageUrl; // Empty if there is no page.
};
// The server does not listen, or no longer.
struct ServeFailed
{
    enum class Part : std::uint8_t { Clients, Page } part = Part::Clients;
    TransportError error;
};
// A request for a case or for the page was refused, and RefusalNews has a sentence about it.
struct ServeRefused
{
    std::string sentence;
};
// A client was disconnected because of the memory that all connections hold together.
struct ServeMemoryDrop
{
    ConnectionBudget::Drop drop;
};
using ServeEvent = std::variant<ServeListening, ServeFailed, ServeRefused, ServeMemoryDrop, RunEvent>;
using ServeNews = News<ServeEvent>;

class ServeController
{
public:
    // The thread must outlive the controller.
    explicit ServeController(NetworkThread &network);
    ~ServeController(); // Drops all open connections.

    // A running server is stopped first, and its remaining events are lost.
    void start(ServeSettings settings);
    // Events until the end of the server are still reported; then the news end.
    void stop();
    // At most `limit` of the events since the last call.
    [[nodiscard]] ServeNews fetchNews(std::size_t limit = SIZE_MAX);

private:
    struct Worker;

    void abandon();

    NetworkThread &m_network;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
