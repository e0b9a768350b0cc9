// What the message pane shows of a picked frame: the message that it is part of, or its own payload, read
// whole, so that the views can go to any place in it. It is read in the background.
#pragma once

#include "protocol/session/log/session.h"
#include "ui/message/text_cells.h"

#include <QImage>
#include <QString>

#include <memory>
#include <optional>
#include <stop_token>

namespace fg {

struct MessageContent
{
    // A longer payload is shown up to here.
    static constexpr std::size_t maxOctets = 256 * 1024 * 1024;

    // Empty unless the frame is part of a complete message.
    std::optional<MessageRecord> message;
    RowNumber row; // The picked frame.
    Direction direction = Direction::In;
    Opcode opcode = Opcode::Text; // Of the message's first frame, or of the frame.
    // The payload, unmasked, joined and, for a complete message, inflated.
    std::shared_ptr<const OctetBuffer> octets;
    std::uint64_t length = 0; // How long the payload is, even if fewer octets are kept or shown.
    // For a text message or a close reason: where the first sequence begins that is not UTF-8.
    std::optional<std::uint64_t> badOctet;
    // The octets that passed the wire, headers included, from its first frame to its last one.
    StreamOffset wireStart;
    std::uint64_t wireLength = 0;

    // A data frame whose message had not ended when it was read.
    [[nodiscard]] bool isUnfinished() const { return !message && isData(); }
    [[nodiscard]] bool isData() const;
    [[nodiscard]] bool isCut() const { return octets->size() < length; }
    // The payload, or what follows the code of a close frame.
    [[nodiscard]] SharedText text() const;
    // "Text message, received: 1 234 octets, inflated from 321".
    [[nodiscard]] QString title() const;
};

// Nullopt if the row is not a frame, or if it was asked to stop. Reads the disk and may inflate all earlier
// messages of its direction again, because a session keeps only the newest inflated octets.
[[nodiscard]] std::optional<MessageContent> readContent(const std::shared_ptr<const Session> &session,
                                                        RowNumber row, const std::stop_token &stop = {});

// The image formats that are shown.
enum class ImageFormat : std::uint8_t { Png, Jpeg, Gif, Bmp };
// Decided by the first octets.
[[nodiscard]] std::optional<ImageFormat> imageFormatOf(OctetView octets);

struct DecodedImage
{
    // An image of more than that many pixels is not decoded.
    static constexpr std::int64_t maxPixels = 64 * 1024 * 1024;
    // A larger one is shown by a smaller copy, because painting must be quick.
    static constexpr int maxShownSide = 2048;

    QImage image; // Null if there is a fault.
    QSize size; // The image's own.
    QString fault; // A sentence.
};

// The first picture of an animation.
[[nodiscard]] DecodedImage decodeImage(OctetView octets, ImageFormat format);

// Whether a text begins and ends like a JSON object or array.
[[nodiscard]] bool looksLikeJson(std::string_view text);

} // namespace fg
