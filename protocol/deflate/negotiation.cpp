#include "protocol/deflate/negotiation.h"

#include <algorithm>
#include <string_view>

namespace fg {

namespace {

enum class ParameterKind : std::uint8_t {
    ServerTakeover,
    ClientTakeover,
    ServerWindow,
    ClientWindow,
    Unknown
};

ParameterKind kindOf(std::string_view name)
{
    if (name == "server_no_context_takeover")
        return ParameterKind::ServerTakeover;
    if (name == "client_no_context_takeover")
        return ParameterKind::ClientTakeover;
    if (name == "server_max_window_bits")
        return ParameterKind::ServerWindow;
    if (name == "client_max_window_bits")
        return ParameterKind::ClientWindow;
    return ParameterKind::Unknown;
}

// Whether client_max_window_bits is allowed without a value.
enum class WindowHint : std::uint8_t { Allowed, Forbidden };

// The rules for the faults that offers and answers have in common.
struct FaultRules
{
    WindowHint windowHint;
    RuleId unknown;
    RuleId repeated;
    RuleId takeoverHasValue;
    RuleId windowWithoutValue;
    RuleId windowOutOfRange;
};

constexpr FaultRules offerRules{WindowHint::Allowed,
                                RuleId::OfferDeflateParameterUnknown,
                                RuleId::OfferDeflateParameterRepeated,
                                RuleId::OfferDeflateTakeoverHasValue,
                                RuleId::OfferDeflateWindowWithoutValue,
                                RuleId::OfferDeflateWindowOutOfRange};
constexpr FaultRules answerRules{WindowHint::Forbidden,
                                 RuleId::AnswerDeflateParameterUnknown,
                                 RuleId::AnswerDeflateParameterRepeated,
                                 RuleId::AnswerDeflateTakeoverHasValue,
                                 RuleId::AnswerDeflateWindowWithoutValue,
                                 RuleId::AnswerDeflateWindowOutOfRange};

// 7.1.2: decimal, without leading zeros.
std::optional<WindowBits> windowBitsOf(std::string_view text)
{
    WindowBits bits = 0;
    if (text.size() == 1 && text[0] >= '8' && text[0] <= '9')
        bits = text[0] - '0';
    else if (text.size() == 2 && text[0] == '1' && text[1] >= '0' && text[1] <= '5')
        bits = 10 + (text[1] - '0');
    return bits == 0 ? std::nullopt : std::optional(bits);
}

// The parameters of either an offer or an answer.
struct Parameters
{
    bool serverTakeover = false;
    bool clientTakeover = false;
    std::optional<WindowBits> serverWindow;
    std::optional<WindowBits> clientWindow;
    bool hasClientWindow = false;
    std::vector<RuleId> broken;
};

class ParameterReader
{
public:
    explicit ParameterReader(const FaultRules &rules)
        : m_rules(rules)
    {
    }

    Parameters read(const Extension &extension)
    {
        for (const ExtensionParameter &parameter : extension.parameters)
            readParameter(parameter);
        return std::move(m_read);
    }

private:
    void readParameter(const ExtensionParameter &parameter)
    {
        const ParameterKind kind = kindOf(parameter.name);
        if (kind == ParameterKind::Unknown) {
            breaks(m_rules.unknown);
            return;
        }
        const unsigned bit = 1u << static_cast<unsigned>(kind);
        if ((m_seen & bit) != 0) {
            breaks(m_rules.repeated);
            return;
        }
        m_seen |= bit;
        if (kind == ParameterKind::ServerTakeover || kind == ParameterKind::ClientTakeover)
            readFlag(kind, parameter);
        else
            readWindow(kind, parameter);
    }

    void readFlag(ParameterKind kind, const ExtensionParameter &parameter)
    {
        if (parameter.value)
            breaks(m_rules.takeoverHasValue);
        (kind == ParameterKind::ServerTakeover ? m_read.serverTakeover : m_read.clientTakeover) = true;
    }

    void readWindow(ParameterKind kind, const ExtensionParameter &parameter)
    {
        const bool isClients = kind == ParameterKind::ClientWindow;
        if (isClients)
            m_read.hasClientWindow = true;
        if (!parameter.value) {
            // 7.1.2.2: only the client may leave out the size, and only of its own window.
            if (m_rules.windowHint == WindowHint::Forbidden || !isClients)
                breaks(m_rules.windowWithoutValue);
            return;
        }
        const std::optional<WindowBits> bits = windowBitsOf(*parameter.value);
        if (!bits)
            breaks(m_rules.windowOutOfRange);
        (isClients ? m_read.clientWindow : m_read.serverWindow) = bits;
    }

    void breaks(RuleId rule)
    {
        // Reports each rule once, because a head can contain thousands of parameters.
        if (std::ranges::find(m_read.broken, rule) == m_read.broken.end())
            m_read.broken.push_back(rule);
    }

    const FaultRules &m_rules;
    unsigned m_seen = 0;
    Parameters m_read;
};

// The extensions of a head; none if the field is malformed, which is reported elsewhere.
std::vector<Extension> extensionsOf(const HttpHead &head)
{
    auto parsed = parseExtensions(head.joined("Sec-WebSocket-Extensions"));
    auto *extensions = std::get_if<std::vector<Extension>>(&parsed);
    return extensions ? std::move(*extensions) : std::vector<Extension>{};
}

void report(HandshakeCheck &check, RuleId rule, std::size_t number)
{
    check.violations.push_back({.rule = rule, .value = number});
}

std::vector<DeflateNegotiation::Offer> offersOf(const HttpHead &request, HandshakeCheck *check)
{
    std::vector<DeflateNegotiation::Offer> offers;
    const std::vector<Extension> extensions = extensionsOf(request);
    for (std::size_t number = 0; number < extensions.size(); ++number) {
        if (extensions[number].name != deflateName)
            continue;
        const DeflateReading<DeflateOffer> reading = readOffer(extensions[number]);
        offers.push_back({number, reading.parameters, reading.isLegal()});
        if (!check)
            continue;
        for (const RuleId rule : reading.broken)
            report(*check, rule, number);
    }
    return offers;
}

// Whether the offer limits the server's window and the answer does not name its size.
bool isLimitUnsaid(const DeflateOffer &offer, const DeflateAnswer &answer)
{
    return offer.serverMaxWindowBits.has_value() && !answer.serverMaxWindowBits;
}

// The offer that the answer accepts, or otherwise the one that it comes closest to.
struct BestFit
{
    std::optional<std::size_t> index;
    std::vector<RuleId> misfits;
};

BestFit bestFit(const std::vector<DeflateNegotiation::Offer> &offers, const DeflateAnswer &answer)
{
    const auto rank = [&answer](std::size_t missed, const DeflateOffer &offer) {
        return std::pair(missed, isLimitUnsaid(offer, answer));
    };
    BestFit best;
    for (std::size_t index = 0; index < offers.size(); ++index) {
        std::vector<RuleId> missed = misfits(offers[index].offer, answer);
        if (!offers[index].isLegal)
            missed.push_back(RuleId::AnswerToIllegalOffer);
        if (best.index
            && rank(missed.size(), offers[index].offer)
                >= rank(best.misfits.size(), offers[*best.index].offer))
            continue;
        best = {index, std::move(missed)};
    }
    return best;
}

} // namespace

DeflateReading<DeflateOffer> readOffer(const Extension &extension)
{
    Parameters read = ParameterReader(offerRules).read(extension);
    DeflateOffer offer{.serverNoContextTakeover = read.serverTakeover,
                       .clientNoContextTakeover = read.clientTakeover,
                       .serverMaxWindowBits = read.serverWindow,
                       .clientMaxWindowBits = {}};
    if (read.hasClientWindow)
        offer.clientMaxWindowBits = {.hint = read.clientWindow};
    return {offer, std::move(read.broken)};
}

DeflateReading<DeflateAnswer> readAnswer(const Extension &extension)
{
    Parameters read = ParameterReader(answerRules).read(extension);
    const DeflateAnswer answer{.serverNoContextTakeover = read.serverTakeover,
                               .clientNoContextTakeover = read.clientTakeover,
                               .serverMaxWindowBits = read.serverWindow,
                               .clientMaxWindowBits = read.clientWindow};
    return {answer, std::move(read.broken)};
}

std::vector<RuleId> misfits(const DeflateOffer &offer, const DeflateAnswer &answer)
{
    std::vector<RuleId> missed;
    if (offer.serverNoContextTakeover && !answer.serverNoContextTakeover)
        missed.push_back(RuleId::AnswerServerTakeoverKept);
    if (answer.serverMaxWindowBits.value_or(maxWindowBits)
        > offer.serverMaxWindowBits.value_or(maxWindowBits))
        missed.push_back(RuleId::AnswerServerWindowTooLarge);
    if (answer.clientMaxWindowBits && !offer.clientMaxWindowBits)
        missed.push_back(RuleId::AnswerClientWindowNotOffered);
    return missed;
}

std::optional<DeflateAnswer> answerTo(const DeflateOffer &offer, const DeflateServerSettings &settings)
{
    using Takeover = DeflateServerSettings::Takeover;
    if (settings.serverTakeover == Takeover::Insisted && offer.serverNoContextTakeover)
        return std::nullopt;
    if (offer.serverMaxWindowBits && *offer.serverMaxWindowBits < settings.smallestServerWindow)
        return std::nullopt;
    if (settings.clientMaxWindowBits && !offer.clientMaxWindowBits
        && settings.unlimitedClient == DeflateServerSettings::UnlimitedClient::Decline)
        return std::nullopt;

    DeflateAnswer answer;
    answer.serverNoContextTakeover =
        offer.serverNoContextTakeover || settings.serverTakeover == Takeover::Refused;
    answer.clientNoContextTakeover = settings.clientTakeover == Takeover::Refused
        || (settings.clientTakeover == Takeover::AsOffered && offer.clientNoContextTakeover);
    answer.serverMaxWindowBits = offer.serverMaxWindowBits;
    if (settings.serverMaxWindowBits)
        answer.serverMaxWindowBits =
            std::min(*settings.serverMaxWindowBits, offer.serverMaxWindowBits.value_or(maxWindowBits));
    if (offer.clientMaxWindowBits)
        answer.clientMaxWindowBits = settings.clientMaxWindowBits;
    return answer;
}

std::string extensionsFor(const HttpHead &request, const DeflateServerSettings &settings)
{
    for (const DeflateNegotiation::Offer &offer : offersOf(request, nullptr)) {
        const std::optional<DeflateAnswer> answer =
            offer.isLegal ? answerTo(offer.offer, settings) : std::nullopt;
        if (answer)
            return serializeExtensions({extensionOf(*answer, settings.valueStyle)});
    }
    return {};
}

DeflateNegotiation checkOffers(const HttpHead &request, HandshakeCheck &check)
{
    DeflateNegotiation negotiation;
    negotiation.offers = offersOf(request, &check);
    return negotiation;
}

DeflateNegotiation checkDeflateAnswer(const HttpHead &request, const HttpHead &answer, HandshakeCheck &check)
{
    DeflateNegotiation negotiation;
    negotiation.offers = offersOf(request, nullptr);
    if (statusOf(answer) != 101)
        return negotiation;
    const std::size_t before = check.violations.size();
    std::optional<std::size_t> unsaid; // number of the answer's extension
    const std::vector<Extension> extensions = extensionsOf(answer);
    for (std::size_t number = 0; number < extensions.size(); ++number) {
        if (extensions[number].name != deflateName)
            continue;
        if (negotiation.answer) {
            report(check, RuleId::AnswerDeflateRepeated, number);
            break;
        }
        const DeflateReading<DeflateAnswer> reading = readAnswer(extensions[number]);
        negotiation.answer = reading.parameters;
        for (const RuleId rule : reading.broken)
            report(check, rule, number);
        if (negotiation.offers.empty())
            continue;
        const BestFit fit = bestFit(negotiation.offers, reading.parameters);
        // A parameter that cannot be read may have been meant to fit.
        if (reading.isLegal()) {
            for (const RuleId rule : fit.misfits)
                report(check, rule, number);
        }
        const DeflateOffer &offer = negotiation.offers[*fit.index].offer;
        if (fit.misfits.empty())
            negotiation.accepted = fit.index;
        if (fit.misfits.empty() && isLimitUnsaid(offer, reading.parameters))
            unsaid = number;
        negotiation.agreement = agreementOf(offer, reading.parameters);
    }
    check.isFatal = check.isFatal || check.violations.size() > before;
    // Both ends agree on the window nevertheless, so this does not end the connection.
    if (unsaid)
        report(check, RuleId::AnswerServerWindowUnsaid, *unsaid);
    return negotiation;
}

} // namespace fg
