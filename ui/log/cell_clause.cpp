// "Filter for this" at a cell of the wire log: the condition that the row passes for what the cell shows.
#include "protocol/report/wording/field_clauses.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/wire/close_payload.h"
#include "ui/log/wire_log_model.h"

namespace fg {

namespace {

std::string numberClause(FilterField field, std::uint64_t number) { return fieldClause(field, number); }

// `hasEnd`: the frame has FIN set; the message has its last frame.
std::string flagsClause(const LogRow &row, bool hasEnd)
{
    return numberClause(FilterField::Fin, hasEnd ? 1 : 0) + " && " + numberClause(FilterField::Rsv, row.rsv())
        + " && " + numberClause(FilterField::Masked, row.isMasked() ? 1 : 0);
}

std::string payloadClause(OctetView payload, std::uint64_t length, bool isText)
{
    return fieldClause(isText ? FilterField::Text : FilterField::Payload, payload, length);
}

std::string closeClause(OctetView payload)
{
    const ClosePayload close = parseClosePayload(payload);
    constexpr unsigned noCode = 1'005; // RFC 6455 7.1.5
    if (close.isCutCode)
        return payloadClause(payload, payload.size(), false);
    return numberClause(FilterField::Code, close.code.value_or(noCode));
}

} // namespace

std::string WireLogModel::clauseOf(int line, int column) const
{
    if (line < 0 || line >= m_lines || !m_session)
        return {};
    const Shown &here = shown(line);
    const LogRow &row = here.row;
    const bool isFrame = row.kind == RowKind::Frame;
    switch (column) {
    case Number:
        return numberClause(FilterField::Number, here.line.row.value());
    case Time:
        return numberClause(FilterField::Time, static_cast<std::uint64_t>(row.time.count()));
    case DirectionColumn:
        return isFrame || row.kind == RowKind::Octets
            ? numberClause(FilterField::Direction, static_cast<std::uint64_t>(row.direction))
            : std::string();
    case What: // of a frame, it says the opcode
        return isFrame ? numberClause(FilterField::Opcode, valueOf(row.opcode()))
                       : numberClause(FilterField::Kind, static_cast<std::uint64_t>(row.kind));
    case OpcodeColumn:
        return isFrame ? numberClause(FilterField::Opcode, valueOf(row.opcode())) : std::string();
    case Flags:
        return isFrame ? flagsClause(row, row.fin() || messageAt(here)) : std::string();
    case Length:
        return isFrame ? numberClause(FilterField::Length, lengthOf(here)) : std::string();
    case Info:
        return isFrame ? contentClause(here) : infoClause(here);
    default:
        return {};
    }
}

// The message that the line stands for, where messages are shown.
std::optional<MessageRecord> WireLogModel::messageAt(const Shown &here) const
{
    if (m_outline->level() != LogLevel::Messages || here.line.kind == LogOutline::Line::Kind::Part)
        return std::nullopt;
    const std::optional<MessageRecord> message = m_session->messageOf(here.line.row);
    return message && message->firstRow == here.line.row ? message : std::nullopt;
}

std::uint64_t WireLogModel::lengthOf(const Shown &here) const
{
    const std::optional<MessageRecord> message = messageAt(here);
    return message ? message->length : here.row.length;
}

std::string WireLogModel::contentClause(const Shown &here) const
{
    constexpr std::size_t enough = 1'024; // More than is asked for.
    const LogRow &row = here.row;
    if (row.opcode() == Opcode::Close)
        return closeClause(m_session->payload(row, 0, longestControlPayload));
    std::optional<MessageRecord> message = m_session->messageOf(here.line.row);
    const bool isText = message ? message->opcode == Opcode::Text : row.opcode() == Opcode::Text;
    const bool isSingle = message && message->firstRow == message->lastRow;
    if (!messageAt(here) && !(isSingle && message->isCompressed)) {
        // A frame by itself. What a part of a compressed message says cannot be asked for.
        if (message && message->isCompressed)
            return numberClause(FilterField::Length, row.length);
        return payloadClause(m_session->payload(row, 0, enough), row.length, isText);
    }
    return payloadClause(m_session->payload(*message, enough), message->length, isText);
}

std::string WireLogModel::infoClause(const Shown &here)
{
    return fieldClause(FilterField::Info, octetsOf(here.texts.info), here.texts.info.size() + 1);
}

} // namespace fg
