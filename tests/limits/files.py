#!/usr/bin/env python3
"""What opening a file costs: the most memory that the program takes, against the size of the file and against the limit
that the user sets, for ordinary and for hostile files of each format."""

import base64
import json
import os
import random
import struct
import subprocess
import tempfile
import time
from dataclasses import dataclass

import harness

MEBI = 1024 * 1024
TIMEOUT = 600  # seconds; only ends a program that hangs
# What the program takes without a file: its code, its libraries and its buffers.
PROGRAM_ITSELF = 48 * MEBI
# A file that reaches its limit ends after this time at the latest, in seconds.
QUICK = 120
SIZE = 120 * MEBI  # of the files
LIMIT = 128 * MEBI  # for the hostile ones
# The hostile files that are also tried in a small form, each in seconds.
QUICKLY = ("a block of 4 GiB", "frames without payload", "HAR, a million levels")


# --- what is in the files ---

def frame(payload, key=None, first=0x82):
    """A frame; masked if there is a key."""
    size = len(payload)
    mask = 0x80 if key else 0
    if size < 126:
        head = bytes([first, mask | size])
    elif size < 65536:
        head = bytes([first, mask | 126]) + struct.pack(">H", size)
    else:
        head = bytes([first, mask | 127]) + struct.pack(">Q", size)
    if not key:
        return head + payload
    repeated = (key * (size // 4 + 1))[:size]
    masked = (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")
    return head + key + masked


REQUEST = (b"GET /chat HTTP/1.1\r\nHost: 127.0.0.1:9001\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nUser-Agent: Frameglass\r\n\r\n")
ANSWER = (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nServer: peer\r\n\r\n")
STARTED = 1_700_000_000_000_000_000  # nanoseconds since 1970
OUT, IN = 2, 1  # epb_flags


def padded(octets):
    return octets + bytes(-len(octets) % 4)


def block(kind, body):
    size = 12 + len(body)
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def option(code, value):
    return struct.pack("<HH", code, len(value)) + padded(value)


def section():
    return block(0x0A0D0D0A, struct.pack("<IHHQ", 0x1A2B3C4D, 1, 0, 0xFFFFFFFFFFFFFFFF)
                 + option(4, b"Frameglass 0.1.0") + option(0, b""))


def interface(name=b"ws://127.0.0.1:9001/"):
    return block(1, struct.pack("<HHI", 101, 0, 0) + option(2, name) + option(9, b"\x09") + option(0, b""))


def journal(**fields):
    text = b"".join(name.encode() + b"=" + str(value).encode() + b"\n" for name, value in fields.items())
    return block(9, padded(text))


def heading(number, **more):
    return journal(__REALTIME_TIMESTAMP=STARTED // 1000, MESSAGE="connection", SYSLOG_IDENTIFIER="frameglass",
                   FG_CONNECTION=number, FG_FORMAT=1, FG_ROLE="client", FG_STARTED=STARTED,
                   FG_URL="ws://127.0.0.1:9001/chat", FG_AGENT="", FG_CASE="", FG_MESSAGE_LIMIT=64 * MEBI, **more)


# A plain frame of ours is noted in the TCP options of its octets (segment.h).
NOTE = b"\xfe\x0cFG" + struct.pack(">I", 0x02000000) + struct.pack(">I", 100)


class Connection:
    """Writes the packets of one connection as the recorder writes them."""

    def __init__(self, number):
        self.number = number
        self.next = {OUT: 1, IN: 1}
        self.time = STARTED

    def beginning(self, **more):
        return interface() + heading(self.number, **more)

    def packet(self, direction, octets, note=b"", ends=True):
        other = IN if direction == OUT else OUT
        self.time += 1000
        tcp = struct.pack(">HHIIBBHHH", 40000, 9001, self.next[direction] & 0xFFFFFFFF, self.next[other] & 0xFFFFFFFF,
                          (20 + len(note)) // 4 << 4, 0x18 if ends else 0x10, 0xFFFF, 0, 0) + note
        ip = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(tcp) + len(octets), 0, 0x4000, 64, 6, 0, 0x7F000001, 0x7F000001)
        self.next[direction] += len(octets)
        packet = ip + tcp + octets
        return block(6, struct.pack("<IIIII", self.number, self.time >> 32, self.time & 0xFFFFFFFF, len(packet), len(packet))
                     + padded(packet) + option(2, struct.pack("<I", direction)) + option(0, b""))

    def opened(self, extensions=b""):
        request = REQUEST.replace(b"\r\n\r\n", b"\r\n" + extensions + b"\r\n")
        answer = ANSWER.replace(b"\r\n\r\n", b"\r\n" + extensions + b"\r\n")
        return self.packet(OUT, request) + self.packet(IN, answer)

    def entry(self, **fields):
        return journal(__REALTIME_TIMESTAMP=self.time // 1000, MESSAGE="row", FG_CONNECTION=self.number, **fields)


def recording(path, frames, size, connections=1, interleaved=False):
    """A session file of our recorder: `frames` frames over all connections, with payloads of `size` octets."""
    mine = frame(bytes(size), b"\1\2\3\4")
    theirs = frame(bytes(size))
    of_each = max(1, frames // connections)
    with open(path, "wb") as file:
        file.write(section())
        all_connections = [Connection(number) for number in range(connections)]
        if interleaved:
            for connection in all_connections:
                file.write(connection.beginning() + connection.opened())
            for number in range(of_each):
                for connection in all_connections:
                    file.write(connection.packet(OUT, mine, NOTE) if number % 2 else connection.packet(IN, theirs))
            return
        for connection in all_connections:
            file.write(connection.beginning() + connection.opened())
            for number in range(of_each):
                file.write(connection.packet(OUT, mine, NOTE) if number % 2 else connection.packet(IN, theirs))


def full_reads(path, frames, size, connections=1):
    """The same, but each read has as many frames as fit: the rows weigh most."""
    theirs = frame(bytes(size))
    reads = theirs * (65000 // len(theirs))
    of_each = max(1, frames // connections // (65000 // len(theirs)))
    with open(path, "wb") as file:
        file.write(section())
        for number in range(connections):
            connection = Connection(number)
            file.write(connection.beginning() + connection.opened())
            for _ in range(of_each):
                file.write(connection.packet(IN, reads))


def har(path, messages, size, entries=1, more=b""):
    texts = json.dumps("x" * size)
    of_each = max(1, messages // entries)
    with open(path, "w") as file:
        file.write('{"log": {"version": "1.2", "creator": {"name": "b", "version": "1"}, "entries": [')
        for entry in range(entries):
            file.write(("," if entry else "") + '{"startedDateTime": "2024-01-02T03:04:05.678Z", "time": 1.5, "request": '
                       '{"method": "GET", "url": "wss://example.org/chat", "httpVersion": "HTTP/1.1", "headers": []}, '
                       '"response": {"status": 101, "statusText": "Switching Protocols", "httpVersion": "HTTP/1.1", '
                       '"headers": []}, "_webSocketMessages": [')
            for number in range(of_each):
                file.write((",\n" if number else "") + '{"type": "%s", "time": %.6f, "opcode": 1, "data": %s}'
                           % ("send" if number % 2 else "receive", 1704164645.7 + number / 1e6, texts))
            file.write("]}")
        file.write("]}}")


def json_rows(count, size):
    """The rows of a session as our JSON has them, without those that are derived."""
    offsets = {"in": len(ANSWER), "out": len(REQUEST)}
    for direction, octets in (("out", REQUEST), ("in", ANSWER)):
        yield {"number": 0, "time": 0, "direction": direction, "kind": "octets", "peerPosition": 0, "offset": 0,
               "length": len(octets), "octets": base64.b64encode(octets).decode()}
    theirs = frame(bytes(size))
    text = base64.b64encode(theirs).decode()
    for number in range(count):
        yield {"number": number, "time": number * 1000, "direction": "in", "kind": "octets",
               "peerPosition": offsets["in"], "offset": offsets["in"], "length": len(theirs), "octets": text}
        offsets["in"] += len(theirs)


def own_json(path, rows, size, sessions=1):
    with open(path, "w") as file:
        file.write('{"format": "frameglass-sessions", "version": 1, "sessions": [')
        for session in range(sessions):
            file.write(("," if session else "") + '{"title": "t", "url": "ws://h/", "role": "client", "rows": [')
            for number, row in enumerate(json_rows(max(1, rows // sessions), size)):
                file.write((",\n" if number else "") + json.dumps(row))
            file.write("]}")
        file.write("]}")


def own_ndjson(path, rows, size, sessions=1):
    with open(path, "w") as file:
        for _ in range(sessions):
            file.write('{"format": "frameglass-session-lines", "version": 1, "title": "t", "url": "ws://h/", "role": "client"}\n')
            for row in json_rows(max(1, rows // sessions), size):
                file.write(json.dumps(row) + "\n")
            file.write('{"isEnd": true}\n')


# --- hostile files ---

def connections_without_end(path, count):
    with open(path, "wb") as file:
        file.write(section())
        start = interface(b"")
        for number in range(count):
            file.write(start + journal(FG_CONNECTION=number, FG_FORMAT=1, FG_ROLE="client", FG_STARTED=1))


def block_of_impossible_length(path, _):
    with open(path, "wb") as file:
        connection = Connection(0)
        file.write(section() + connection.beginning() + connection.opened())
        file.write(struct.pack("<II", 6, 0xFFFFFFF0) + bytes(4096))


def options_without_end(path, size):
    with open(path, "wb") as file:
        connection = Connection(0)
        file.write(section() + connection.beginning() + connection.opened())
        packet = struct.pack("<IIIII", 0, 0, 0, 4, 4) + b"none"
        for _ in range(size // (7 * MEBI)):
            file.write(block(6, packet + option(1, b"") * (7 * MEBI // 4)))


def options_in_blocks_of_others(path, size):
    with open(path, "wb") as file:
        connection = Connection(0)
        file.write(section() + connection.beginning() + connection.opened())
        for _ in range(size // (7 * MEBI)):
            file.write(block(0x0BAD, bytes(7 * MEBI)))


def row_without_end(path, size):
    with open(path, "wb") as file:
        connection = Connection(0)
        file.write(section() + connection.beginning() + connection.opened())
        for _ in range(size // 65000):
            file.write(connection.packet(IN, bytes(65000), ends=False))


def broken_rules(path, size, connections=10_000):
    """Frames of two octets, each of which breaks a rule, on as many connections as a file may have."""
    with open(path, "wb") as file:
        file.write(section())
        for number in range(connections):
            connection = Connection(number)
            file.write(connection.beginning() + connection.opened())
            left = size // connections - 800
            while left > 0:
                file.write(connection.packet(IN, b"\x83\0" * (min(left, 60000) // 2)))
                left -= 60000


def frames_without_payload(path, size):
    full_reads(path, size // 2, 0)


def own_head_without_end(path, size):
    with open(path, "wb") as file:
        connection = Connection(0)
        file.write(section() + connection.beginning())
        file.write(connection.packet(OUT, b"GET / HTTP/1.1\r\n"))
        for _ in range(size // 64000):
            file.write(connection.packet(OUT, b"a:\r\n" * 16000))


def notes(path, size):
    with open(path, "wb") as file:
        connection = Connection(0)
        file.write(section() + connection.beginning() + connection.opened())
        while file.tell() < size:
            file.write(connection.entry(FG_ROW="note", FG_TIME=1, FG_DIRECTION="out", FG_POSITION=0,
                                        FG_EXTRA="text", FG_TEXT="x" * 40 + str(file.tell())))


def announced_frames(path, size):
    """Frames of ours that are said to be sent, but whose octets never come."""
    with open(path, "wb") as file:
        connection = Connection(0)
        file.write(section() + connection.beginning() + connection.opened())
        row = connection.entry(FG_ROW="frame", FG_TIME=1, FG_DIRECTION="out", FG_POSITION=0,
                               FG_OFFSET=10 ** 12, FG_LENGTH=1, FG_OPCODE_BITS=0x82, FG_LENGTH_BITS=0x80)
        while file.tell() < size:
            file.write(row)


def facts_of_connections(path, size):
    with open(path, "wb") as file:
        file.write(section())
        for number in range(size // MEBI):
            file.write(interface() + heading(number, FG_SETTING_0_NAME="header", FG_SETTING_0="x" * (MEBI - 1000)))


def inflating(path, size, connections=1000):
    import zlib
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    payload = (packer.compress(bytes(256 * 1024)) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]
    theirs = frame(payload, first=0xC2)
    extensions = b"Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n"
    with open(path, "wb") as file:
        file.write(section())
        for number in range(connections):
            connection = Connection(number)
            file.write(connection.beginning() + connection.opened(extensions))
            for _ in range(size // connections // (len(theirs) + 88)):
                file.write(connection.packet(IN, theirs))


def deep_har(path, _):
    with open(path, "w") as file:
        file.write('{"log": {"entries": [' + '{"a": [' * 1_000_000)


def har_entries_without_end(path, size):
    har(path, size // 400, 1, size // 400)


def har_entries_without_messages(path, size):
    with open(path, "w") as file:
        file.write('{"log": {"entries": [{}')
        for _ in range(size // 4):
            file.write(", {}")
        file.write("]}}")


def har_of_values(path, size):
    """One entry whose request is a list of numbers: as a tree it takes fifty times the text."""
    with open(path, "w") as file:
        file.write('{"log": {"entries": [{"request": {"headers": [0')
        for _ in range(size // 20):
            file.write(",0" * 10)
        file.write(']}, "_webSocketMessages": []}]}}')


def long_message(path, size):
    with open(path, "w") as file:
        file.write('{"log": {"entries": [{"request": {"url": "ws://h/", "headers": []}, "response": {"status": 101, "headers": []}, '
                   '"_webSocketMessages": [{"type": "receive", "time": 1.0, "opcode": 1, "data": "before"}, '
                   '{"type": "receive", "time": 1.0, "opcode": 2, "data": "')
        for _ in range(size // MEBI):
            file.write("QUJD" * (MEBI // 4))
        file.write('"}]}]}}')


def long_name(path, size):
    with open(path, "w") as file:
        file.write('{"log": {"')
        for _ in range(size // MEBI):
            file.write("n" * MEBI)
        file.write('": 1}}')


def escapes(path, size):
    with open(path, "w") as file:
        file.write('{"log": {"entries": [{"request": {"url": "')
        for _ in range(size // MEBI):
            file.write("\\u0041" * (MEBI // 6))
        file.write('"}, "_webSocketMessages": []}]}}')


def rows_of_one_octet(path, size):
    own_json(path, size // 170, 0)


def lines_of_one_octet(path, size):
    own_ndjson(path, size // 170, 0)


def compressed(path, size):
    """A compressed file is not a format of ours: it is refused at once."""
    import gzip
    with gzip.open(path, "wb", 1) as file:
        for _ in range(size // MEBI):
            file.write(bytes(MEBI))


# --- measuring ---

@dataclass
class Cost:
    peak: int  # octets
    seconds: float
    said: str


def opening(path, memory):
    """Opens a file without printing its rows: its last possible session is asked for."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen([harness.PROGRAM, "show", path, "--session", "10000", "--file-memory", f"{memory // MEBI}M"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    if process.returncode < 0:
        said = f"ended by signal {-process.returncode}"
    return Cost(usage.ru_maxrss * 1024, time.monotonic() - start, said)


# Ordinary files: what writes them, and how often the size of the file they may take.
ORDINARY = [
    ("recording", "one connection, frames of 64 octets", "pcapng",
     lambda path, size: recording(path, size // 160, 64), 2),
    ("recording", "one connection, frames of 1000 octets", "pcapng",
     lambda path, size: recording(path, size // 1100, 1000), 2),
    ("recording", "one connection, full reads of frames of 64 octets", "pcapng",
     lambda path, size: full_reads(path, size // 66, 64), 2),
    ("recording", "10 000 connections", "pcapng",
     lambda path, size: recording(path, size // 180, 64, min(10_000, size // 12_000)), 2),
    ("recording", "1000 connections at the same time", "pcapng",
     lambda path, size: recording(path, size // 165, 64, 1000, interleaved=True), 2),
    ("archive", "HAR, one connection, messages of 64 octets", "har", lambda path, size: har(path, size // 132, 64), 12),
    ("archive", "HAR, one connection, messages of 1 octet", "har", lambda path, size: har(path, size // 70, 1), 12),
    ("archive", "HAR, 9999 connections", "har",
     lambda path, size: har(path, size // 172, 64, min(9_999, size // 12_000)), 12),
    ("archive", "JSON, rows of 64 octets", "json", lambda path, size: own_json(path, size // 250, 64), 12),
    ("archive", "ndjson, rows of 64 octets", "ndjson", lambda path, size: own_ndjson(path, size // 250, 64), 12),
    ("archive", "JSON, 9999 connections", "json",
     lambda path, size: own_json(path, size // 350, 64, min(9_999, size // 12_000)), 12),
]

# Hostile files, and a part of the sentence that is said about each.
USED_UP = "memory for the sessions of one file"
HOSTILE = [
    ("a million connections", "pcapng", connections_without_end, 1_000_000, "more than 10000 connections"),
    ("a block of 4 GiB", "pcapng", block_of_impossible_length, 0, "impossible length"),
    ("packets with millions of options", "pcapng", options_without_end, None, "malformed"),
    ("long blocks of other programs", "pcapng", options_in_blocks_of_others, None, ""),
    ("a read that does not end", "pcapng", row_without_end, None, USED_UP),
    ("a broken rule in every two octets, 10 000 connections", "pcapng", broken_rules, None, USED_UP),
    ("frames without payload", "pcapng", frames_without_payload, None, USED_UP),
    ("a request of millions of fields", "pcapng", own_head_without_end, None, ""),
    ("notes", "pcapng", notes, None, USED_UP),
    ("frames that are announced and never sent", "pcapng", announced_frames, None, ""),
    ("long facts about connections", "pcapng", facts_of_connections, None, USED_UP),
    ("messages that inflate to a thousand times their size", "pcapng", inflating, 8 * MEBI, ""),
    ("HAR, a million levels", "har", deep_har, 0, "inside each other"),
    ("HAR, connections without end", "har", har_entries_without_end, None, ""),
    ("HAR, entries without messages", "har", har_entries_without_messages, None, ""),
    ("HAR, a request of millions of values", "har", har_of_values, None, USED_UP),
    ("HAR, a message of 1 GiB", "har", long_message, 1024 * MEBI, USED_UP),
    ("HAR, a name of 1 GiB", "har", long_name, 1024 * MEBI, USED_UP),
    ("HAR, a URL of escapes", "har", escapes, None, USED_UP),
    ("JSON, rows of one octet", "json", rows_of_one_octet, None, USED_UP),
    ("ndjson, rows of one octet", "ndjson", lines_of_one_octet, None, USED_UP),
    ("a compressed file", "har", compressed, None, "gunzip"),
]


def cost_of(write, ending, size, memory):
    """What opening the file takes that `write` makes, and the file's size."""
    with tempfile.TemporaryDirectory(prefix="files-") as folder:
        path = os.path.join(folder, "file." + ending)
        write(path, size)
        return opening(path, memory), os.path.getsize(path)


def ordinary_row(case):
    subject, what, ending, write, times = case

    def measure():
        cost, octets = cost_of(write, ending, SIZE, 16384 * MEBI)
        assert USED_UP not in cost.said and "ended by" not in cost.said, cost.said
        return max(cost.peak - PROGRAM_ITSELF, 0) / octets

    return harness.Row(subject, what, "cost of opening", times, measure, "x size")


def hostile_row(case, size, memory, quick=False):
    what, ending, write, its_size, sentence = case

    def measure():
        cost, _ = cost_of(write, ending, size if its_size is None else its_size, memory)
        assert sentence in cost.said and "ended by" not in cost.said, f"it said: {cost.said.strip()[:200]}"
        assert cost.seconds <= QUICK, f"it took {cost.seconds:.0f} s"
        return cost.peak / MEBI

    return harness.Row("open", what, f"--file-memory {memory // MEBI}M", (memory + PROGRAM_ITSELF) // MEBI, measure,
                       quick=quick)


def rows():
    quick = [hostile_row(case, 24 * MEBI, 32 * MEBI, quick=True) for case in HOSTILE if case[0] in QUICKLY]
    return quick + [ordinary_row(case) for case in ORDINARY] + [hostile_row(case, SIZE, LIMIT) for case in HOSTILE]
