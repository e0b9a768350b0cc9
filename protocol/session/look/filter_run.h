// Runs a filter over the rows of a session in parts, for callers with a thread of their own. It goes on as
// rows are added. To change the filter or the view, make a new run; to end one early, request a stop.
#pragma once

#include "protocol/session/log/message_rows.h"
#include "protocol/session/log/session.h"
#include "protocol/session/look/filter_program.h"
#include "protocol/session/look/found_rows.h"
#include "protocol/session/look/payload_walk.h"

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace fg {

// What a filter passes or not.
enum class FilterView : std::uint8_t {
    Frames, // Every row by itself.
    // Messages as a whole, by their joined and inflated payload; they are found as their first row. Other
    // rows by themselves.
    Messages,
};

// The words that a row shows in the column Info, and the sentences of its broken rules, for search and
// `info`. Called by the thread that runs the filter.
using RowInfo = std::function<std::string(RowNumber, const LogRow &)>;

class FilterRun : private PayloadWalk::Reader
{
public:
    FilterRun(std::shared_ptr<const Session> session, const FilterTree &filter, FilterView view,
              RowInfo info);
    ~FilterRun() override;
    FilterRun(const FilterRun &) = delete;
    FilterRun &operator=(const FilterRun &) = delete;

    // Continues for some milliseconds, or for one row. Returns false once it has reached the last row there
    // is; more may be added later. After a `stop` request it returns as soon as possible, and the caller must
    // ignore what it has found.
    [[nodiscard]] bool runSome(const std::stop_token &stop = {});
    // Number of rows that were looked at.
    [[nodiscard]] RowCount position() const { return rowsBefore(m_position); }
    // The rows that pass. A message that is not complete passes or not by what has come of it, and is looked
    // at again; so is a row in which a broken rule is found later.
    [[nodiscard]] const FoundRows &found() const { return m_found; }

    // What has changed since the last call: from this row on, these rows pass, in ascending order. nullopt:
    // nothing.
    struct Change
    {
        RowNumber from;
        std::vector<RowNumber> rows;
    };
    [[nodiscard]] std::optional<Change> takeChange();

    // Number of payloads that were needed and are no longer kept, or cannot be inflated.
    [[nodiscard]] std::uint64_t unreadable() const { return m_walk->unreadable(); }
    // Number of payloads of which only the first mostFilteredOctets were looked at.
    [[nodiscard]] std::uint64_t cut() const { return m_cut; }

private:
    class Source;

    // A frame or message whose payload is being read.
    struct Open
    {
        FilterUnit unit;
        bool isWanted = false;
        OctetBuffer payload;
        bool isCut = false;
    };
    // What is known of one direction.
    struct Stream
    {
        std::uint64_t frames = 0;
        std::uint32_t messages = 0;
        std::uint32_t framesOfMessage = 0;
        std::optional<Opcode> messageOpcode; // Of the message that is open.
        bool isCompressed = false; // The same.
        std::optional<Open> message; // View of messages: the one that is open.
        std::optional<Open> frame; // The frame that is being read by itself.
        OctetBuffer spare; // Memory for the next payload.
    };
    struct FoundRule
    {
        RowNumber row;
        RuleId rule{};

        bool operator==(const FoundRule &) const = default;
    };
    struct SentPing
    {
        OctetBuffer payload;
        Duration time{};
    };

    bool beginFrame(const PayloadWalk::Frame &frame) override;
    void piece(const PayloadWalk::Frame &frame, OctetView octets) override;
    void keptMessage(const PayloadWalk::Frame &last, const MessageRecord &message, OctetView octets) override;
    void endFrame(const PayloadWalk::Frame &frame) override;
    void forgetMessages() override;

    void decideByRow(const LogRow &row, RowNumber number);
    void readRow(const LogRow &row, RowNumber number);
    void readFrame(const LogRow &row, RowNumber number);
    // The unit of a frame by itself; it also counts the frame.
    void fillFrame(FilterUnit &unit, MessageAssembler::Step step);
    void addToMessage(const FilterUnit &frame, MessageAssembler::Step step);
    void endMessage(Stream &stream);
    [[nodiscard]] bool isCompressedStart(const LogRow &row);
    [[nodiscard]] std::optional<Duration> roundTrip(const LogRow &row);
    [[nodiscard]] Open *openOf(const PayloadWalk::Frame &frame);
    [[nodiscard]] Open opened(Stream &stream, const FilterUnit &unit);
    void concludeOpen(Stream &stream, Open &open);
    // The length of a complete, compressed message.
    void setInflatedLength(FilterUnit &unit);
    void conclude(const FilterUnit &unit, const OctetBuffer *payload);
    void setFound(RowNumber row, bool passes);
    [[nodiscard]] bool passes(const FilterUnit &unit, const OctetBuffer *payload);
    void lookAtOpen();
    void readFindings();
    [[nodiscard]] bool isRowOf(const FilterUnit &unit, RowNumber number) const;
    void reconsider(RowNumber row);
    void restart();

    std::shared_ptr<const Session> m_session;
    FilterProgram m_program;
    FilterView m_view;
    RowInfo m_info;
    std::unique_ptr<Source> m_source;
    std::optional<PayloadWalk> m_walk; // Always set.
    RowAssembler m_assembler;
    ByDirection<Stream> m_streams;
    ByDirection<std::deque<SentPing>> m_pings; // By who sent them.
    std::optional<bool> m_compresses; // Whether permessage-deflate was agreed on.
    std::optional<Duration> m_lastFrame;
    bool m_hasPeerClosed = false;
    FilterUnit m_unit; // The row that is looked at.
    std::array<LogRow, 256> m_rows;
    RowNumber m_position; // The next row.
    FoundRows m_found;
    std::optional<RowNumber> m_changedFrom;
    std::map<RowNumber, std::vector<RuleId>> m_findings; // By row.
    std::vector<FoundRule> m_rules; // All that were read, in the order of the session.
    std::deque<FilterUnit> m_recent; // The units that were decided last, if the filter needs findings.
    std::stop_token m_stop;
    std::uint64_t m_cut = 0;
    std::uint64_t m_effort = 0; // In octets and steps, of this call.
};

} // namespace fg
