#include "protocol/handshake/opening.h"

#include "protocol/handshake/start_line.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <ranges>

namespace fg {

namespace {

// Computes the value of a field that the handshake fills in; nullopt if there is none.
using ComputedValue = std::function<std::optional<std::string>(std::string_view name)>;

std::vector<HeaderField> filledIn(const std::vector<FieldTemplate> &templates, const ComputedValue &compute)
{
    std::vector<HeaderField> fields;
    for (const FieldTemplate &field : templates) {
        const std::optional<std::string> value = field.value ? field.value : compute(field.name);
        if (value)
            fields.push_back({.name = field.name, .value = *value});
    }
    return fields;
}

std::optional<std::string> chosenSubprotocol(const std::vector<std::string> &spoken, const HttpHead &request)
{
    const std::string list = request.joined("Sec-WebSocket-Protocol");
    const std::vector<std::string_view> offered = listElements(list);
    const auto isOffered = [&offered](const std::string &name) {
        return std::ranges::find(offered, name) != offered.end();
    };
    const auto chosen = std::ranges::find_if(spoken, isOffered);
    return chosen == spoken.end() ? std::nullopt : std::optional(*chosen);
}

std::optional<std::string> acceptOf(const HttpHead &request)
{
    const std::string *key = request.find("Sec-WebSocket-Key");
    return key ? std::optional(acceptFor(trimmed(*key))) : std::nullopt;
}

bool isAboutVersion(const Violation &violation)
{
    return violation.rule == RuleId::VersionMissing || violation.rule == RuleId::VersionNotSupported;
}

// The size of the limit of ours that a request exceeds; empty if the rule is not one of these.
std::string exceededLimit(const Violation &violation)
{
    if (violation.value == 0)
        return {};
    if (violation.rule == RuleId::HeadTooLong || violation.rule == RuleId::LineTooLong)
        return sizeText(violation.value - 1);
    return violation.rule == RuleId::TooManyFields ? counted(violation.value - 1, "field") : std::string();
}

} // namespace

std::vector<FieldTemplate> defaultRequestFields(std::string_view userAgent, std::string_view upgrade)
{
    return {
        {"User-Agent", std::string(userAgent)},
        {"Host", std::nullopt},
        {"Upgrade", std::string(upgrade)},
        {"Connection", "Upgrade"},
        {"Pragma", "no-cache"},
        {"Cache-Control", "no-cache"},
        {"Sec-WebSocket-Key", std::nullopt},
        {"Sec-WebSocket-Version", "13"},
        {"Sec-WebSocket-Extensions", std::nullopt},
    };
}

std::vector<FieldTemplate> withGivenFields(const std::vector<FieldTemplate> &ours,
                                           const std::vector<HeaderField> &given)
{
    std::vector<FieldTemplate> fields;
    const auto isNamed = [](std::string_view name) {
        return [name](const auto &field) { return equalsIgnoringCase(field.name, name); };
    };
    const auto add = [&](const HeaderField &field) {
        if (!field.value.empty() || std::ranges::count_if(given, isNamed(field.name)) > 1)
            fields.push_back({field.name, field.value});
    };
    for (auto ourField = ours.begin(); ourField != ours.end(); ++ourField) {
        if (std::ranges::none_of(given, isNamed(ourField->name)))
            fields.push_back(*ourField);
        else if (std::none_of(ours.begin(), ourField, isNamed(ourField->name)))
            std::ranges::for_each(given | std::views::filter(isNamed(ourField->name)), add);
    }
    for (const HeaderField &field : given) {
        if (std::ranges::none_of(ours, isNamed(field.name)))
            add(field);
    }
    return fields;
}

HttpHead makeRequest(const RequestSettings &settings, const KeyNonce &nonce)
{
    const auto compute = [&](std::string_view name) -> std::optional<std::string> {
        if (equalsIgnoringCase(name, "Host") && !settings.host.empty())
            return settings.host;
        if (equalsIgnoringCase(name, "Sec-WebSocket-Key"))
            return encodeKey(nonce);
        if (equalsIgnoringCase(name, "Sec-WebSocket-Extensions") && !settings.extensions.empty())
            return settings.extensions;
        return std::nullopt;
    };
    return {.startLine = "GET " + settings.target + " HTTP/1.1",
            .fields = filledIn(settings.fields, compute)};
}

std::vector<FieldTemplate> defaultAnswerFields(std::string_view server)
{
    return {
        {"Server", std::string(server)},
        {"Upgrade", "websocket"},
        {"Connection", "Upgrade"},
        {"Sec-WebSocket-Accept", std::nullopt},
        {"Sec-WebSocket-Protocol", std::nullopt},
        {"Sec-WebSocket-Extensions", std::nullopt},
    };
}

HttpHead makeAnswer(const AnswerSettings &settings, const HttpHead &request)
{
    const auto compute = [&](std::string_view name) -> std::optional<std::string> {
        if (equalsIgnoringCase(name, "Sec-WebSocket-Accept"))
            return acceptOf(request);
        if (equalsIgnoringCase(name, "Sec-WebSocket-Protocol"))
            return chosenSubprotocol(settings.subprotocols, request);
        if (equalsIgnoringCase(name, "Sec-WebSocket-Extensions") && !settings.extensions.empty())
            return settings.extensions;
        return std::nullopt;
    };
    return {.startLine = "HTTP/1.1 101 Switching Protocols", .fields = filledIn(settings.fields, compute)};
}

std::string brokenRuleLines(const std::vector<Violation> &found)
{
    std::string lines;
    for (const Violation &violation : found) {
        if (isTolerated(violation.rule, HttpHeadReader::Kind::Request))
            continue;
        const Rule &rule = ruleOf(violation.rule);
        lines.append(rule.name).append(" (").append(rule.clause).append("): ").append(rule.statement);
        if (const std::string limit = exceededLimit(violation); !limit.empty())
            lines.append(" The limit is ").append(limit).append(".");
        lines += '\n';
    }
    return lines;
}

std::string makeRefusal(const std::vector<Violation> &found)
{
    std::vector<Violation> violations;
    std::ranges::copy_if(found, std::back_inserter(violations), [](const Violation &violation) {
        return !isTolerated(violation.rule, HttpHeadReader::Kind::Request);
    });
    const std::string body = "The WebSocket opening handshake was refused:\n" + brokenRuleLines(violations);

    HttpHead head;
    if (!violations.empty() && std::ranges::all_of(violations, isAboutVersion)) {
        // RFC 9110 15.5.22: a 426 names the protocol to upgrade to. 7.8: an Upgrade field requires its
        // connection option.
        head.startLine = "HTTP/1.1 426 Upgrade Required";
        head.fields = {
            {"Upgrade", "websocket"}, {"Connection", "close, Upgrade"}, {"Sec-WebSocket-Version", "13"}};
    } else {
        head.startLine = "HTTP/1.1 400 Bad Request";
        head.fields = {{"Connection", "close"}};
    }
    head.fields.push_back({"Content-Type", "text/plain; charset=utf-8"});
    head.fields.push_back({"Content-Length", std::to_string(body.size())});
    return head.serialized() + body;
}

std::optional<int> statusOf(const HttpHead &answer)
{
    const std::string_view line = answer.startLine;
    if (!isStartLine(StartLineScanner::Kind::Response, line))
        return std::nullopt;
    int status = 0;
    for (const char digit : line.substr(std::string_view("HTTP/1.1 ").size(), 3))
        status = status * 10 + (digit - '0');
    return status;
}

std::string_view methodOf(const HttpHead &request)
{
    const std::string_view line = request.startLine;
    return isStartLine(StartLineScanner::Kind::Request, line) ? line.substr(0, line.find(' ')) : "";
}

std::string_view targetOf(const HttpHead &request)
{
    const std::string_view line = request.startLine;
    if (!isStartLine(StartLineScanner::Kind::Request, line))
        return {};
    const std::size_t start = line.find(' ') + 1;
    return line.substr(start, line.rfind(' ') - start);
}

bool isOfHttp10(const HttpHead &request)
{
    return isStartLine(StartLineScanner::Kind::Request, request.startLine)
        && request.startLine.ends_with(" HTTP/1.0");
}

HttpHead inOriginForm(HttpHead request)
{
    const std::string target(targetOf(request));
    for (const std::string_view scheme : {"http://", "https://", "ws://", "wss://"}) {
        if (!equalsIgnoringCase(std::string_view(target).substr(0, scheme.size()), scheme))
            continue;
        const std::size_t end = std::min(target.find_first_of("/?", scheme.size()), target.size());
        std::string authority = target.substr(scheme.size(), end - scheme.size());
        authority.erase(0, authority.rfind('@') + 1);
        std::string resource = target.substr(end);
        if (!resource.starts_with('/'))
            resource.insert(0, 1, '/');
        request.startLine.replace(request.startLine.find(' ') + 1, target.size(), resource);
        if (request.count("Host") == 0 && isOfHttp10(request)) {
            request.fields.push_back({"Host", authority});
        } else if (request.count("Host") == 1) {
            std::ranges::find_if(request.fields, [](const HeaderField &field) {
                return equalsIgnoringCase(field.name, "Host");
            })->value = authority;
        }
        break;
    }
    return request;
}

} // namespace fg
