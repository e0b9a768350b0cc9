#include "protocol/handshake/http_answer.h"

namespace fg {

namespace {

std::string_view reasonOf(HttpStatus status)
{
    switch (status) {
    case HttpStatus::Ok:
        return "OK";
    case HttpStatus::BadRequest:
        return "Bad Request";
    case HttpStatus::Forbidden:
        return "Forbidden";
    case HttpStatus::NotFound:
        return "Not Found";
    case HttpStatus::MethodNotAllowed:
        return "Method Not Allowed";
    case HttpStatus::ServiceUnavailable:
        break;
    }
    return "Service Unavailable";
}

} // namespace

HttpAnswer plainAnswer(HttpStatus status, std::string_view sentence)
{
    return {.status = status, .fields = {}, .body = std::string(sentence) + '\n'};
}

std::string serialized(const HttpAnswer &answer, HttpBody body)
{
    HttpHead head;
    head.startLine = "HTTP/1.1 " + std::to_string(static_cast<int>(answer.status)) + ' ';
    head.startLine += reasonOf(answer.status);
    head.fields = {{"Connection", "close"},
                   {"Content-Type", answer.contentType},
                   {"Content-Length", std::to_string(answer.lengthOfRest.value_or(answer.body.size()))},
                   {"Cache-Control", "no-store"},
                   {"X-Content-Type-Options", "nosniff"}};
    head.fields.insert(head.fields.end(), answer.fields.begin(), answer.fields.end());
    std::string text = head.serialized();
    if (body == HttpBody::Included)
        text += answer.body;
    return text;
}

} // namespace fg
