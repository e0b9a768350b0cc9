#include "tests/support/loopback_client.h"

#include "protocol/transport/socket_transport.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QThread>

#include <gtest/gtest.h>

namespace fg::test {

namespace {

// Keeps a QCoreApplication, which runs the event loop, as long as the tests run.
class Application final : public testing::Environment
{
public:
    void SetUp() override { m_application = std::make_unique<QCoreApplication>(m_count, m_arguments); }
    void TearDown() override
    {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        m_application.reset();
    }

private:
    int m_count = 1;
    char m_name[5] = "test";
    char *m_arguments[2] = {m_name, nullptr};
    std::unique_ptr<QCoreApplication> m_application;
};

[[maybe_unused]] const testing::Environment *const application =
    testing::AddGlobalTestEnvironment(new Application);

} // namespace

bool waitUntil(const std::function<bool()> &condition, std::chrono::milliseconds limit)
{
    const QDeadlineTimer deadline(limit);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
        QThread::usleep(100);
    }
    return true;
}

void runLoopFor(std::chrono::milliseconds time)
{
    static_cast<void>(waitUntil([] { return false; }, time));
}

LoopbackClient::LoopbackClient(std::uint16_t port, const std::string &target,
                               std::vector<FieldTemplate> moreFields)
    : m_log(std::make_shared<Session>(Role::Client))
{
    LiveSettings settings;
    settings.endpoint.request = {.target = target,
                                 .host = "127.0.0.1:" + std::to_string(port),
                                 .fields = defaultRequestFields("test client")};
    for (FieldTemplate &field : moreFields)
        settings.endpoint.request.fields.push_back(std::move(field));
    m_session = std::make_unique<LiveSession>(std::move(settings),
                                              makeClientTransport({.host = "127.0.0.1", .port = port}),
                                              m_time, m_entropy, m_log);
    m_session->setListener(this);
    m_session->open();
}

LoopbackClient::~LoopbackClient() = default;

LoopbackClient &LoopbackClient::finish()
{
    EXPECT_TRUE(waitUntil([this] { return m_hasEnded; }));
    return *this;
}

int LoopbackClient::status() const { return statusOf(m_log->handshake().answerHead).value_or(0); }

std::string LoopbackClient::body() const
{
    const HandshakeRecord handshake = m_log->handshake();
    return std::string(
        charactersOf(m_log->octets(Direction::In, handshake.bodyOffset, handshake.bodyLength)));
}

void LoopbackClient::sessionEvent(LiveSession &session, const EndpointEvent &event)
{
    if (event.kind == EndpointEvent::Kind::Opened)
        m_hasOpened = true;
    if (event.kind != EndpointEvent::Kind::Message)
        return;
    m_messages.emplace_back(charactersOf(event.payload));
    if (!m_isSilent && session.endpoint().state() == ConnectionState::Open)
        session.sendFrame({.opcode = event.opcode, .payload = event.payload});
}

void LoopbackClient::sessionEnded(LiveSession &) { m_hasEnded = true; }

} // namespace fg::test
