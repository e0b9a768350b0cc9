#include "protocol/conformance/serve/page_server.h"

#include "protocol/handshake/local_names.h"
#include "protocol/handshake/opening.h"
#include "protocol/text/characters.h"
#include "protocol/transport/one_way_sender.h"
#include "protocol/transport/time_limit.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

void replaceAll(std::string &text, std::string_view name, std::string_view value)
{
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
        text.replace(at, name.size(), value);
}

// A policy cannot contain an IPv6 address, nor a host with other characters (CSP3 2.3.1, host-source).
bool canBeInPolicy(std::string_view host)
{
    return !host.empty()
        && std::ranges::all_of(host, [](char c) { return isAlphanumeric(c) || c == '-' || c == '.'; });
}

bool onlyReads(const HttpHead &request) { return methodOf(request) == "GET" || methodOf(request) == "HEAD"; }

HttpBody bodyFor(const HttpHead &request)
{
    return methodOf(request) == "HEAD" ? HttpBody::LeftOut : HttpBody::Included;
}

// Why a request that is broken is not answered.
std::string faultSentence(const std::vector<Violation> &violations, std::byte first)
{
    constexpr std::byte tlsHandshake{0x16}; // RFC 8446 5.1; no HTTP message begins with it.
    if (first == tlsHandshake)
        return "This server does not speak TLS; the address of the page begins with http:// and not with "
               "https://.";
    std::string lines = brokenRuleLines(violations);
    if (lines.ends_with('\n'))
        lines.pop_back();
    return "The request cannot be answered:\n" + lines;
}

// What pages of a report cannot say about themselves in their own policies (CSP3 3.3).
constexpr std::string_view policyOfFile = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

std::string policyFor(const HttpHead &request, PageTarget target, std::string_view nonce)
{
    const std::string source = "'nonce-" + std::string(nonce) + '\'';
    const std::string *const field = request.find("Host");
    const std::string_view host = field ? hostOf(*field) : std::string_view();
    const std::string_view allowedHost = canBeInPolicy(host) ? host : "*";
    return "default-src 'none'; script-src " + source + "; style-src " + source
        + "; img-src data:; connect-src " + (target.isSecure ? "wss://" : "ws://") + std::string(allowedHost)
        + ':' + std::to_string(target.port) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

} // namespace

HttpAnswer answerPage(const HttpHead &request, const std::string &page, PageTarget target,
                      std::string_view nonce, std::string_view others)
{
    if (!onlyReads(request)) {
        HttpAnswer answer =
            plainAnswer(HttpStatus::MethodNotAllowed, "This server accepts only GET and HEAD.");
        answer.fields = {{"Allow", "GET, HEAD"}};
        return answer;
    }
    const std::string_view path = targetOf(request).substr(0, targetOf(request).find('?'));
    if (path != "/")
        return plainAnswer(HttpStatus::NotFound, others);

    HttpAnswer answer{.contentType = "text/html; charset=utf-8", .fields = {}, .body = page};
    answer.fields = {{"Content-Security-Policy", policyFor(request, target, nonce)},
                     {"Referrer-Policy", "no-referrer"},
                     {"Cross-Origin-Opener-Policy", "same-origin"}};
    replaceAll(answer.body, "@NONCE@", nonce);
    replaceAll(answer.body, "@SCHEME@", target.isSecure ? "wss" : "ws");
    replaceAll(answer.body, "@PORT@", std::to_string(target.port));
    replaceAll(answer.body, "@PATIENCE@", std::to_string(target.patience.count()));
    return answer;
}

// Reads one request, then sends the answer. A client may end its side after the request: it still gets all of
// the answer.
class PageServer::Connection final : private TransportListener
{
public:
    Connection(PageServer &server, std::unique_ptr<Transport> transport)
        : m_server(server)
        , m_transport(std::move(transport))
        , m_head(HttpHeadReader::Kind::Request,
                 {.totalOctets = 16 * 1024, .lineOctets = 8 * 1024, .fields = 100})
    {
        m_transport->setListener(this);
    }

    void open()
    {
        m_timer = startLimit(
            m_server.m_time, m_server.m_settings.timeout, [this] { close(); }, withoutLog);
        m_transport->open();
    }

private:
    void transportReady(const PeerInfo &) override { }
    void transportReceived(OctetView octets) override
    {
        if (!m_first && !octets.empty())
            m_first = octets.front();
        m_head.feed(octets);
        if (m_head.state() != HttpHeadReader::State::Reading)
            startAnswer();
    }
    void transportDrained() override { }
    void transportEnded(TcpEnd, TlsEnd) override { closeSoon(); }
    void transportFailed(const TransportError &) override { closeSoon(); }

    // The transport says nothing any more after that, so that only the sender can end the connection.
    void startAnswer()
    {
        std::optional<PlainStream> stream = detachedStream(*m_transport);
        if (!stream) {
            closeSoon();
            return;
        }
        m_timer.reset();
        m_answer = m_server.answer(m_head, m_first.value_or(std::byte{}));
        m_sender = std::make_unique<OneWaySender>(
            *std::move(stream), [this](std::span<std::byte> room) { return nextOctets(room); },
            m_server.m_time, m_server.m_settings.timeout, [this] { close(); });
    }

    std::optional<std::size_t> nextOctets(std::span<std::byte> room)
    {
        const OctetView head = octetsOf(m_answer.octets);
        if (m_sentOfHead < head.size()) {
            const OctetView part =
                head.subspan(m_sentOfHead, std::min(room.size(), head.size() - m_sentOfHead));
            std::ranges::copy(part, room.begin());
            m_sentOfHead += part.size();
            return part.size();
        }
        if (!m_answer.rest)
            return 0;
        const auto size = static_cast<std::size_t>(
            std::min<std::uint64_t>(room.size(), m_answer.rest->size() - m_sentOfRest));
        // The length that was announced no longer fits, which the client sees.
        if (!m_answer.rest->read(m_sentOfRest, room.first(size)))
            return std::nullopt;
        m_sentOfRest += size;
        return size;
    }

    // In another turn of the event loop, because it destroys this object.
    void closeSoon()
    {
        m_timer = m_server.m_time.startTimer({}, [this] { close(); });
    }
    void close()
    {
        m_transport->drop();
        m_server.remove(*this);
    }

    PageServer &m_server;
    std::unique_ptr<Transport> m_transport; // until the request is complete
    HttpHeadReader m_head;
    std::optional<std::byte> m_first; // the first octet of all
    Answer m_answer;
    std::size_t m_sentOfHead = 0; // octets of the answer that are in memory
    std::uint64_t m_sentOfRest = 0; // octets of the file
    std::unique_ptr<OneWaySender> m_sender; // from then on
    std::unique_ptr<Timer> m_timer; // closes the connection if there is no sender
};

PageServer::PageServer(PageServerSettings settings, TimeSource &time, Entropy &entropy)
    : m_settings(std::move(settings))
    , m_time(time)
    , m_entropy(entropy)
    , m_guard(m_settings.access, m_settings.listen.address)
{
}

PageServer::~PageServer() = default;

std::optional<TransportError> PageServer::start()
{
    m_listener.setHandler([this](std::unique_ptr<Transport> transport) { accept(std::move(transport)); });
    return m_listener.start(m_settings.listen);
}

void PageServer::accept(std::unique_ptr<Transport> transport)
{
    m_connections.push_back(std::make_unique<Connection>(*this, std::move(transport)));
    m_connections.back()->open();
}

PageServer::Answer PageServer::answer(const HttpHeadReader &head, std::byte first)
{
    const auto isRefused = [](const Violation &violation) {
        return !isTolerated(violation.rule, HttpHeadReader::Kind::Request);
    };
    if (head.state() == HttpHeadReader::State::Failed || std::ranges::any_of(head.violations(), isRefused))
        return {serialized(plainAnswer(HttpStatus::BadRequest, faultSentence(head.violations(), first)))};
    if (const auto refusal = m_guard.refusalOf(head.head()))
        return {serialized(*refusal)};
    return answerAllowed(inOriginForm(head.head()));
}

PageServer::Answer PageServer::answerAllowed(const HttpHead &request)
{
    const HttpBody body = bodyFor(request);
    std::string others = "The only page of this server is /";
    if (m_settings.report) {
        others += "; the files of the report are under " + m_settings.report->path();
        if (auto file = onlyReads(request) ? m_settings.report->open(targetOf(request)) : std::nullopt) {
            HttpAnswer answer{.contentType = std::string(file->contentType()), .fields = {}, .body = {}};
            answer.fields = {{"Content-Security-Policy", std::string(policyOfFile)},
                             {"Referrer-Policy", "no-referrer"}};
            answer.lengthOfRest = file->size();
            if (body == HttpBody::LeftOut)
                file.reset();
            return {serialized(answer, body), std::move(file)};
        }
    }
    KeyNonce nonce;
    m_entropy.fill(nonce);
    return {serialized(
        answerPage(request, m_settings.page, m_settings.target, encodeKey(nonce), others + '.'), body)};
}

void PageServer::remove(Connection &connection)
{
    m_connections.remove_if([&](const auto &open) { return open.get() == &connection; });
}

} // namespace fg
