#include "ui/message/message_content.h"

#include "protocol/report/view/inflated_payload.h"
#include "protocol/wire/utf8.h"
#include "ui/base/text.h"

#include <QBuffer>
#include <QImageReader>

#include <algorithm>
#include <array>

namespace fg {

namespace {

constexpr std::size_t closeCodeOctets = 2;

QString nameOf(Opcode opcode)
{
    switch (opcode) {
    case Opcode::Text:
        return QStringLiteral("Text");
    case Opcode::Binary:
        return QStringLiteral("Binary");
    case Opcode::Continuation:
        return QStringLiteral("Continuation");
    case Opcode::Close:
        return QStringLiteral("Close");
    case Opcode::Ping:
        return QStringLiteral("Ping");
    case Opcode::Pong:
        return QStringLiteral("Pong");
    default:
        return QStringLiteral("Reserved opcode %1").arg(static_cast<int>(opcode));
    }
}

// Inflates the message of this record again, with all before it, because they are its context.
OctetBuffer inflateAgain(const Session &session, const MessageRecord &wanted, const std::stop_token &stop)
{
    const SessionView view(session, Secrets::Kept);
    InflatedPayloads payloads(view);
    MessageWalk walk;
    OctetBuffer content;
    std::array<LogRow, 256> rows;
    RowNumber next;
    while (next <= wanted.lastRow && !stop.stop_requested()) {
        const RowCount got = session.rows(next, rows);
        if (got == RowCount())
            break;
        for (std::uint64_t i = 0; i < got.value() && next + RowCount(i) <= wanted.lastRow; ++i) {
            const std::optional<WalkedMessage> message = walk.addRow(next + RowCount(i), rows[i]);
            if (!message || !payloads.isCompressed(*message))
                continue;
            const bool isWanted =
                message->direction == wanted.direction && message->firstRow == wanted.firstRow;
            payloads.inflate(*message, [&](OctetView piece) {
                const std::size_t room = MessageContent::maxOctets - content.size();
                if (isWanted)
                    content.insert(content.end(), piece.begin(),
                                   piece.begin() + static_cast<std::ptrdiff_t>(std::min(room, piece.size())));
            });
        }
        next = next + got;
    }
    return content;
}

std::uint64_t endOf(const Session &session, const LogRow &frame)
{
    const std::uint64_t size = session.streamSize(frame.direction).value();
    const std::uint64_t payload = frame.offset.value() + frame.header().size();
    return payload >= size ? size : payload + std::min(frame.length, size - payload);
}

} // namespace

bool MessageContent::isData() const
{
    return opcode == Opcode::Text || opcode == Opcode::Binary || opcode == Opcode::Continuation;
}

SharedText MessageContent::text() const
{
    const OctetView all(*octets);
    const std::size_t skipped = opcode == Opcode::Close ? std::min(closeCodeOctets, all.size()) : 0;
    return {octets, charactersOf(all.subspan(skipped))};
}

QString MessageContent::title() const
{
    QString title = nameOf(opcode)
        + (message && isData() ? QStringLiteral(" message") : QStringLiteral(" frame"))
        + (direction == Direction::In ? QStringLiteral(", received: ") : QStringLiteral(", sent: "))
        + quantity(length, "octet");
    if (message && message->isCompressed)
        title += QStringLiteral(", inflated from %1").arg(grouped(message->wireLength));
    if (opcode == Opcode::Close && octets->size() >= closeCodeOctets) {
        const auto octet = [this](std::size_t at) { return std::to_integer<int>((*octets)[at]); };
        title += QStringLiteral(", code %1").arg(octet(0) * 256 + octet(1));
    }
    return title;
}

std::optional<MessageContent> readContent(const std::shared_ptr<const Session> &session, RowNumber row,
                                          const std::stop_token &stop)
{
    if (endOf(session->rowCount()) <= row)
        return std::nullopt;
    const LogRow frame = session->row(row);
    if (frame.kind != RowKind::Frame)
        return std::nullopt;
    MessageContent content;
    content.row = row;
    content.direction = frame.direction;
    content.message = session->messageOf(row);
    const LogRow first = content.message ? session->row(content.message->firstRow) : frame;
    const LogRow last = content.message ? session->row(content.message->lastRow) : frame;
    content.opcode = first.opcode();
    content.wireStart = first.offset;
    content.wireLength = endOf(*session, last) - std::min(endOf(*session, last), first.offset.value());
    content.length = content.message ? content.message->length : frame.length;
    const auto most =
        static_cast<std::size_t>(std::min<std::uint64_t>(content.length, MessageContent::maxOctets));
    OctetBuffer octets =
        content.message ? session->payload(*content.message, most) : session->payload(frame, 0, most);
    if (content.message && content.message->isCompressed && octets.size() < most)
        octets = inflateAgain(*session, *content.message, stop);
    if (stop.stop_requested())
        return std::nullopt;
    content.octets = std::make_shared<const OctetBuffer>(std::move(octets));
    const bool isText = content.opcode == Opcode::Text || content.opcode == Opcode::Close;
    Utf8Checker checker;
    const std::string_view characters = content.text().characters;
    const bool isWhole = checker.write(octetsOf(characters)) && (content.isCut() || checker.finish());
    if (isText && !isWhole)
        content.badOctet = checker.badOctet();
    return content;
}

// --- images ---

std::optional<ImageFormat> imageFormatOf(OctetView octets)
{
    const std::string_view text = charactersOf(octets);
    if (text.starts_with("\x89PNG\r\n\x1a\n"))
        return ImageFormat::Png;
    if (text.starts_with("\xff\xd8\xff"))
        return ImageFormat::Jpeg;
    if (text.starts_with("GIF87a") || text.starts_with("GIF89a"))
        return ImageFormat::Gif;
    // Two letters prove little; the two reserved fields after the size are zero in every BMP file.
    if (text.starts_with("BM") && text.size() > 26 && text.substr(6, 4) == std::string_view("\0\0\0\0", 4))
        return ImageFormat::Bmp;
    return std::nullopt;
}

DecodedImage decodeImage(OctetView octets, ImageFormat format)
{
    static constexpr const char *names[] = {"png", "jpeg", "gif", "bmp"};
    const std::string_view text = charactersOf(octets);
    const QByteArray data = QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
    QBuffer buffer;
    buffer.setData(data);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, names[static_cast<std::size_t>(format)]);
    reader.setDecideFormatFromContent(false);
    reader.setAutoTransform(true);
    DecodedImage decoded;
    decoded.size = reader.size();
    if (!decoded.size.isValid() || decoded.size.isEmpty()) {
        decoded.fault = QStringLiteral("The image cannot be read: %1.").arg(reader.errorString());
        return decoded;
    }
    if (std::int64_t(decoded.size.width()) * decoded.size.height() > DecodedImage::maxPixels) {
        decoded.fault = QStringLiteral("The image has %1 by %2 pixels. Images of up to %3 pixels are shown.")
                            .arg(decoded.size.width())
                            .arg(decoded.size.height())
                            .arg(grouped(DecodedImage::maxPixels));
        return decoded;
    }
    const QSize most(DecodedImage::maxShownSide, DecodedImage::maxShownSide);
    if (decoded.size.width() > most.width() || decoded.size.height() > most.height())
        reader.setScaledSize(decoded.size.scaled(most, Qt::KeepAspectRatio).expandedTo({1, 1}));
    decoded.image = reader.read();
    if (decoded.image.isNull())
        decoded.fault = QStringLiteral("The image cannot be read: %1.").arg(reader.errorString());
    else if (reader.transformation().testFlag(QImageIOHandler::TransformationRotate90))
        decoded.size.transpose();
    return decoded;
}

bool looksLikeJson(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n";
    const std::size_t first = text.find_first_not_of(space);
    const std::size_t last = text.find_last_not_of(space);
    if (first == std::string_view::npos)
        return false;
    return (text[first] == '{' && text[last] == '}') || (text[first] == '[' && text[last] == ']');
}

} // namespace fg
