#include "protocol/report/wording/deflate_words.h"

#include "protocol/deflate/negotiation.h"
#include "protocol/deflate/parameters.h"
#include "protocol/report/wording/traffic.h"
#include "protocol/text/text_tools.h"

#include <algorithm>

namespace fg {
namespace {

// At most this many offers have rows; a head can hold thousands.
constexpr std::size_t shownOffers = 20;

using Row = DeflateParameterRow;
constexpr std::string_view absent = "–";

std::string flag(bool isPresent) { return std::string(isPresent ? "yes" : absent); }

std::string window(const std::optional<WindowBits> &bits)
{
    return bits ? std::to_string(*bits) : std::string(absent);
}

Row rowOf(const DeflateNegotiation &deflate, std::size_t index)
{
    const DeflateNegotiation::Offer &offered = deflate.offers[index];
    const DeflateOffer &offer = offered.offer;
    std::string clientWindow(absent);
    if (offer.clientMaxWindowBits)
        clientWindow = offer.clientMaxWindowBits->hint ? window(offer.clientMaxWindowBits->hint) : "any";
    Row row{.source = Row::Source::Offer,
            .name = "Offer " + std::to_string(index + 1),
            .values = {flag(offer.serverNoContextTakeover), flag(offer.clientNoContextTakeover),
                       window(offer.serverMaxWindowBits), std::move(clientWindow)}};
    if (!offered.isLegal) {
        row.source = Row::Source::IllegalOffer;
        row.name += ", illegal";
    } else if (deflate.accepted == index) {
        row.source = Row::Source::AcceptedOffer;
        row.name += ", accepted";
    }
    return row;
}

std::string usedTakeover(const DeflateDirection &direction)
{
    return direction.takeover == ContextTakeover::Yes ? "context kept" : "no takeover";
}

std::string usedWindow(const DeflateDirection &direction)
{
    const unsigned octets = 1u << direction.windowBits;
    const std::string size =
        octets < 1024 ? std::to_string(octets) + " octets" : std::to_string(octets / 1024) + " KiB";
    return std::to_string(direction.windowBits) + " (" + size + ")";
}

Row usedRow(const std::optional<DeflateAgreement> &agreement)
{
    if (!agreement) {
        const std::string none(absent);
        return {Row::Source::NotUsed, "Not used", {none, none, none, none}};
    }
    // The client may have promised a smaller window or no takeover of its own accord.
    return {Row::Source::Used,
            "Used",
            {usedTakeover(agreement->server), usedTakeover(agreement->clientIntent),
             usedWindow(agreement->server), usedWindow(agreement->clientIntent)}};
}

CompressionRow totalsOf(std::string name, const StreamStatistics &statistics)
{
    return {.name = std::move(name),
            .messages = statistics.messages,
            .compressed = statistics.compressedMessages,
            .inflatedOctets = statistics.payloadOctets,
            .wireOctets = statistics.wirePayloadOctets,
            .ratio = ratioText(statistics.wirePayloadOctets, statistics.payloadOctets)};
}

} // namespace

std::vector<DeflateParameterRow> deflateParameterRows(const DeflateNegotiation &deflate)
{
    std::vector<Row> rows;
    if (deflate.offers.empty() && !deflate.answer)
        return rows;
    const std::size_t shown = std::min(deflate.offers.size(), shownOffers);
    for (std::size_t index = 0; index < shown; ++index)
        rows.push_back(rowOf(deflate, index));
    if (shown < deflate.offers.size())
        rows.push_back(
            {Row::Source::Offer, "and " + counted(deflate.offers.size() - shown, "more offer"), {}});
    if (deflate.answer) {
        const DeflateAnswer &answer = *deflate.answer;
        rows.push_back({Row::Source::Answer,
                        "Answer",
                        {flag(answer.serverNoContextTakeover), flag(answer.clientNoContextTakeover),
                         window(answer.serverMaxWindowBits), window(answer.clientMaxWindowBits)}});
    }
    rows.push_back(usedRow(deflate.agreement));
    return rows;
}

std::vector<CompressionRow> compressionRows(const Statistics &statistics)
{
    if (statistics.in.compressedMessages + statistics.out.compressedMessages == 0)
        return {};
    CompressionRow in = totalsOf("Received", statistics.in);
    CompressionRow out = totalsOf("Transmitted", statistics.out);
    CompressionRow total{.name = "Total",
                         .messages = in.messages + out.messages,
                         .compressed = in.compressed + out.compressed,
                         .inflatedOctets = in.inflatedOctets + out.inflatedOctets,
                         .wireOctets = in.wireOctets + out.wireOctets,
                         .ratio = {}};
    total.ratio = ratioText(total.wireOctets, total.inflatedOctets);
    return {std::move(in), std::move(out), std::move(total)};
}

} // namespace fg
