// The menu that copies the payload of a message in several forms, and saves it. What is too long for the
// clipboard is cut, and a sentence says so.
#pragma once

#include "protocol/report/wording/troubles.h"
#include "ui/base/background_jobs.h"
#include "ui/message/message_content.h"

#include <QMenu>

#include <functional>
#include <memory>
#include <string_view>

namespace fg {

class PayloadMenu final : public QMenu
{
    Q_OBJECT

public:
    struct Source
    {
        std::function<const MessageContent *()> content; // null: there is none
        // The text that is copied as text: all of it, or the picked part. Called only if there is a content.
        std::function<std::string_view()> text;
    };

    // What is saved is written by `jobs`, which must outlive the menu.
    PayloadMenu(BackgroundJobs &jobs, Source source, QWidget *parent);

    // Copies a text that belongs to the message.
    void copyText(std::string_view text);
    void reportCopied(std::size_t octets, std::size_t picked);

signals:
    void statusMessage(const QString &text);
    void failed(const fg::Trouble &trouble);

private:
    enum class Form : std::uint8_t { Text, Hex, Base64, CArray };

    void copyAs(Form form);
    void save();
    void write(const QString &file, const std::shared_ptr<const OctetBuffer> &octets);

    BackgroundJobs &m_jobs;
    Source m_source;
};

} // namespace fg
