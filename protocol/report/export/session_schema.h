// The names of enumerators in the JSON of sessions, shared by the writer and the reader.
// resources/help/json.md documents them. Other programs read this format: names are added but never changed,
// and a change that an older reader could not read needs a new version number. Internal to report/.
#pragma once

#include "protocol/session/log/session.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace fg::schema {

inline constexpr std::string_view documentFormat = "frameglass-sessions";
inline constexpr std::string_view linesFormat = "frameglass-session-lines";
inline constexpr std::uint64_t version = 1;

template <typename Value, std::size_t size>
using Names = std::array<std::pair<Value, std::string_view>, size>;

inline constexpr Names<Role, 2> roles{{{Role::Client, "client"}, {Role::Server, "server"}}};
inline constexpr Names<Direction, 2> directions{{{Direction::In, "in"}, {Direction::Out, "out"}}};
inline constexpr Names<RowKind, 10> kinds{{{RowKind::Connected, "connected"},
                                           {RowKind::Octets, "octets"},
                                           {RowKind::Frame, "frame"},
                                           {RowKind::TimerSet, "timerSet"},
                                           {RowKind::TimerFired, "timerFired"},
                                           {RowKind::Failing, "failing"},
                                           {RowKind::Recording, "recording"},
                                           {RowKind::Dropped, "dropped"},
                                           {RowKind::Error, "error"},
                                           {RowKind::Note, "note"}}};
inline constexpr Names<TimerPurpose, 6> timers{{{TimerPurpose::FailConnection, "failConnection"},
                                                {TimerPurpose::CloseConnection, "closeConnection"},
                                                {TimerPurpose::Wait, "wait"},
                                                {TimerPurpose::OpeningHandshake, "openingHandshake"},
                                                {TimerPurpose::CloseReply, "closeReply"},
                                                {TimerPurpose::ServerDrop, "serverDrop"}}};
inline constexpr Names<TcpEnd, 3> tcpEnds{
    {{TcpEnd::Unknown, "unknown"}, {TcpEnd::Fin, "fin"}, {TcpEnd::Reset, "reset"}}};
inline constexpr Names<TlsEnd, 4> tlsEnds{{{TlsEnd::NotTls, "notTls"},
                                           {TlsEnd::CloseNotify, "closeNotify"},
                                           {TlsEnd::Missing, "missing"},
                                           {TlsEnd::Unknown, "unknown"}}};
inline constexpr Names<TransportErrorKind, 8> errors{
    {{TransportErrorKind::ConnectionRefused, "connectionRefused"},
     {TransportErrorKind::HostNotFound, "hostNotFound"},
     {TransportErrorKind::NetworkUnreachable, "networkUnreachable"},
     {TransportErrorKind::ConnectTimeout, "connectTimeout"},
     {TransportErrorKind::TlsHandshake, "tlsHandshake"},
     {TransportErrorKind::Certificate, "certificate"},
     {TransportErrorKind::TlsSetup, "tlsSetup"},
     {TransportErrorKind::Other, "other"}}};
inline constexpr Names<PeerProof, 3> proofs{
    {{PeerProof::NotAsked, "notAsked"}, {PeerProof::Verified, "verified"}, {PeerProof::Waived, "waived"}}};
inline constexpr Names<LengthForm, 3> lengthForms{
    {{LengthForm::Bits7, "7"}, {LengthForm::Bits16, "16"}, {LengthForm::Bits64, "64"}}};
inline constexpr Names<LimitRecord::What, 3> limits{{{LimitRecord::What::Octets, "octets"},
                                                     {LimitRecord::What::Rows, "rows"},
                                                     {LimitRecord::What::Memory, "memory"}}};
inline constexpr Names<EchoRecord::Fault, 4> echoFaults{{{EchoRecord::Fault::None, "none"},
                                                         {EchoRecord::Fault::Type, "type"},
                                                         {EchoRecord::Fault::Length, "length"},
                                                         {EchoRecord::Fault::Content, "content"}}};
inline constexpr Names<NotCleanReason, 7> notCleanReasons{
    {{NotCleanReason::None, "none"},
     {NotCleanReason::PeerDropped, "peerDropped"},
     {NotCleanReason::CloseReplyTimeout, "closeReplyTimeout"},
     {NotCleanReason::ServerDropTimeout, "serverDropTimeout"},
     {NotCleanReason::OpeningTimeout, "openingTimeout"},
     {NotCleanReason::DroppedByUs, "droppedByUs"},
     {NotCleanReason::NeverConnected, "neverConnected"}}};

template <typename Value, std::size_t size>
[[nodiscard]] constexpr std::string_view nameOf(const Names<Value, size> &names, Value value)
{
    const auto found = std::ranges::find(names, value, &std::pair<Value, std::string_view>::first);
    return found == names.end() ? std::string_view() : found->second;
}

template <typename Value, std::size_t size>
[[nodiscard]] constexpr std::optional<Value> valueOf(const Names<Value, size> &names, std::string_view name)
{
    const auto found = std::ranges::find(names, name, &std::pair<Value, std::string_view>::second);
    return found == names.end() ? std::nullopt : std::optional(found->first);
}

// Returns a point in time with nanoseconds: "2026-11-20T20:50:19.325000000Z".
[[nodiscard]] std::string timeText(std::chrono::system_clock::time_point time);
// Parses such a text. The fraction of a second may be missing or have any number of digits; the end is "Z" or
// an offset such as "+02:00". Returns nullopt if the text does not have this form, or if the time is too
// early or too late for a time_point.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> timeIn(std::string_view text);

} // namespace fg::schema
