#include "protocol/report/view/inflated_payload.h"

namespace fg {

InflatedPayloads::InflatedPayloads(const SessionView &view)
    : m_view(view)
{
    const std::optional<DeflateAgreement> agreement = view.deflateAgreement();
    if (!agreement)
        return;
    const bool isClient = view.role() == Role::Client;
    m_inflaters.in.emplace(isClient ? agreement->server : agreement->client);
    m_inflaters.out.emplace(isClient ? agreement->client : agreement->server);
}

bool InflatedPayloads::isCompressed(const WalkedMessage &message) const
{
    return m_inflaters.in.has_value() && (message.rsv & rsv1) != 0;
}

void InflatedPayloads::inflate(const WalkedMessage &message, const std::function<void(OctetView)> &take)
{
    using Kind = InflateStep::Kind;
    std::optional<Inflater> &inflater = m_inflaters[message.direction];
    if (!inflater || !inflater->begin())
        return;
    bool isBroken = false;
    const auto give = [&](const InflateStep &step) {
        isBroken = isBroken || (step.kind == Kind::Broken && step.isLast);
        if (step.kind == Kind::Octets)
            take(step.octets);
        return step.kind != Kind::NeedInput && step.kind != Kind::Complete && !isBroken;
    };
    payloadPieces(m_view, message)([&](OctetView piece) {
        while (!isBroken && give(inflater->next(piece))) { }
    });
    while (!isBroken && give(inflater->finish())) { }
}

} // namespace fg
