// A web server for one page, which runs the cases in a browser, and for the files of their report. It answers
// GET and HEAD of / and of these files, and nothing else. Lives in the thread in which it was made.
#pragma once

#include "protocol/conformance/serve/served_folder.h"
#include "protocol/endpoint/endpoint.h"
#include "protocol/handshake/access.h"
#include "protocol/transport/socket_listener.h"
#include "protocol/transport/time_source.h"

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fg {

// The WebSocket server that the page connects to, on the host from which the page was loaded.
struct PageTarget
{
    bool isSecure = false;
    std::uint16_t port = 0;
    // After this time without a sign of the server the page gives a connection up. Cases wait for a third of
    // it at most; a time scale multiplies both.
    std::chrono::milliseconds patience = std::chrono::seconds(30);
};

// The page, with a Content-Security-Policy that allows it to load and connect to nothing but itself and the
// target. In its text, @NONCE@ is replaced by the nonce of script and style, and @SCHEME@, @PORT@ and
// @PATIENCE@ (in milliseconds) by those of the target. A request for anything else is answered in plain text,
// with `others` if it is for another path. Who may ask is not checked here.
[[nodiscard]] HttpAnswer answerPage(const HttpHead &request, const std::string &page, PageTarget target,
                                    std::string_view nonce, std::string_view others);

struct PageServerSettings
{
    ListenSettings listen; // Limits the number of connections at once; the address is loopback by default.
    std::string page; // HTML, UTF-8
    PageTarget target;
    AccessSettings access;
    // The time within which a request must be complete, and a client must take the next part of a file.
    Duration timeout = std::chrono::seconds(10);
    std::optional<ServedFolder> report = std::nullopt; // nullopt: no file is served.
};

class PageServer
{
public:
    // `time` and `entropy` must outlive the server.
    PageServer(PageServerSettings settings, TimeSource &time, Entropy &entropy);
    ~PageServer(); // Drops all open connections.

    // nullopt if the server listens.
    [[nodiscard]] std::optional<TransportError> start();
    [[nodiscard]] std::uint16_t port() const { return m_listener.port(); }

private:
    class Connection;
    struct Answer
    {
        std::string octets;
        std::optional<ServedFile> rest = std::nullopt; // follows them
    };

    void accept(std::unique_ptr<Transport> transport);
    [[nodiscard]] Answer answer(const HttpHeadReader &head, std::byte first);
    [[nodiscard]] Answer answerAllowed(const HttpHead &request);
    void remove(Connection &connection);

    PageServerSettings m_settings;
    TimeSource &m_time;
    Entropy &m_entropy;
    AccessGuard m_guard;
    SocketListener m_listener;
    std::list<std::unique_ptr<Connection>> m_connections;
};

} // namespace fg
