#!/usr/bin/env python3
"""The session files that a run of cases writes, and what another program sees in them: tshark, frame by frame.

Usage: recorded_cases_test.py PROGRAM
"""

import base64
import collections
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

from support import CLOSE, PING, PONG, TEXT, TIMEOUT, Client, Gone, Server, main, make_certificate, run, verdicts

# Cases with frames of every kind, legal and illegal; and cases with compressed messages, recorded in full.
PLAIN = "1.*,2.*,3.*,4.*,5.*,6.*,7.*,10.*"
COMPRESSED = "12.1.1,12.1.3,12.4.1,13.1.1,13.2.1,13.2.2,13.3.1,13.5.1,13.6.1,13.7.1"
SEVERITY_ERROR = 0x800000
# The number of files that tshark reads at once; each is a pcapng section.
BATCH = 40

Frame = collections.namedtuple("Frame", "opcode fin rsv key length shown")


def number(node, name):
    field = node.find(".//field[@name='websocket.%s']" % name)
    return None if field is None else int(field.get("show"), 0)


def frame_of(node):
    length = number(node, "payload_length")
    for longer in ("payload_length_ext_16", "payload_length_ext_64"):
        longer = number(node, longer)
        length = length if longer is None else longer
    key = node.find(".//field[@name='websocket.masking_key']")
    shown = [node.find(".//field[@name='websocket.payload.%s']" % kind) for kind in ("text", "ping", "pong")]
    shown = [bytes.fromhex(field.get("value")) for field in shown if field is not None]
    return Frame(number(node, "opcode"), number(node, "fin") == 1, number(node, "rsv"),
                 None if key is None else key.get("value"), length, shown[0] if shown else None)


class Seen:
    """What tshark sees of one connection: the frames by their source port, and its complaints."""

    def __init__(self):
        self.frames, self.complaints = collections.defaultdict(list), []


def packets_of(output):
    """Yields the packets of tshark's XML. Control characters that a peer sent are removed, because XML forbids them."""
    parser = xml.etree.ElementTree.XMLPullParser(["end"])
    for line in output:
        parser.feed(re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", line))
        for _, element in parser.read_events():
            if element.tag == "packet":
                yield element


def seen_in(path):
    """Returns what tshark sees of each connection in a file, in their order."""
    tshark = subprocess.Popen(["tshark", "-n", "-r", path, "-T", "pdml", "-J", "tcp websocket _ws.malformed _ws.expert"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", errors="replace")
    seen = collections.OrderedDict()
    for packet in packets_of(tshark.stdout):
        tcp = packet.find("proto[@name='tcp']")
        if tcp is None:  # a journal entry, which is not a packet
            continue
        stream = tcp.find("field[@name='tcp.stream']").get("show")
        connection = seen.setdefault(stream, Seen())
        port = int(tcp.find("field[@name='tcp.srcport']").get("show"))
        connection.frames[port] += [frame_of(node) for node in packet.findall("proto[@name='websocket']")
                                    if node.find("field[@name='websocket.opcode']") is not None]
        for node in packet.iter():
            name, show = node.get("name", ""), node.get("show", "")
            if name == "_ws.malformed" or (name == "_ws.expert.severity" and int(show) >= SEVERITY_ERROR):
                connection.complaints.append(xml.etree.ElementTree.tostring(packet, "unicode"))
        packet.clear()
    tshark.stdout.close()
    tshark.wait(TIMEOUT)
    return list(seen.values())


class Recorded(unittest.TestCase):
    """A run of cases that writes one session file for each."""

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name

    def path(self, *names):
        return os.path.join(self.place, *names)

    def record(self, url, cases, *options):
        """Runs the cases and returns their session files by case."""
        done = run("test", url, "--agent", "an agent", "--cases", cases, "--record-dir", self.path("sessions"), *options,
                   cwd=self.place, timeout=240)
        ran = verdicts(done.stdout)
        self.assertTrue(ran, done.stderr)
        files = {case: self.path("sessions", "an_agent_case_%s.pcapng" % case.replace(".", "_")) for case in ran}
        self.assertEqual(sorted(os.path.join(self.path("sessions"), name) for name in os.listdir(self.path("sessions"))),
                         sorted(files.values()))
        self.ran = ran
        return files

    def exported(self, path, form):
        done = run("export", path, "--to", form, "--secrets", cwd=self.place)
        self.assertEqual((done.returncode, done.stderr), (0, ""), path)
        return done.stdout


class Case(Recorded):
    def test_has_a_session_file_that_names_it_and_its_verdicts(self):
        with Server("echo") as echo:
            files = self.record(echo.url, "1.1.1,3.2,9.1.1")
        for case, path in files.items():
            done = run("show", path, cwd=self.place)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("an agent %s" % case, done.stdout)
            self.assertIn("verdict: %s\n" % self.ran[case][0], done.stdout)
            self.assertIn("verdict on the closing: %s\n" % self.ran[case][1], done.stdout)

    def test_has_one_file_however_often_the_run_is_repeated(self):
        for _ in range(2):
            with Server("echo") as echo:
                self.record(echo.url, "1.1.1,1.1.2")

    def test_has_a_file_in_server_mode_too(self):
        with Server("serve", "--port", "0", "--web-port", "0", "--cases", "1.1.*", "--record-dir", self.path("sessions"),
                    cwd=self.place) as server:
            for case in (1, 2):
                self.echo_case(server.port, case)
        names = sorted(os.listdir(self.path("sessions")))
        self.assertEqual(names, ["driver_case_1_1_1.pcapng", "driver_case_1_1_2.pcapng"])
        rows = [json.loads(line) for line in
                self.exported(self.path("sessions", names[0]), "ndjson").splitlines()]
        self.assertEqual(rows[0]["role"], "server")
        self.assertIn("runCase?case=1", rows[-1]["handshake"]["request"])

    def echo_case(self, port, case):
        with Client(port, "/runCase?case=%d&agent=driver" % case) as client:
            try:
                while True:
                    opcode, fin, payload = client.read_frame()
                    client.say(opcode, payload[:2] if opcode == CLOSE else payload, fin)
            except (Gone, OSError):
                pass

    def test_goes_on_where_its_file_cannot_be_written(self):
        os.mkdir(self.path("sessions"))
        # A folder with the name of the second case's file.
        os.mkdir(self.path("sessions", "an_agent_case_1_1_2.pcapng"))
        with open(self.path("sessions", "an_agent_case_1_1_2.pcapng", "x"), "w", encoding="utf-8"):
            pass
        with Server("echo") as echo:
            done = run("test", echo.url, "--agent", "an agent", "--cases", "1.1.*", "--record-dir", self.path("sessions"),
                       cwd=self.place)
        self.assertEqual(len(verdicts(done.stdout)), 8)
        self.assertRegex(done.stderr, "an_agent_case_1_1_2.pcapng cannot be written: .*The cases continue")
        self.assertEqual(done.returncode, 2)


@unittest.skipUnless(shutil.which("tshark"), "tshark is not installed")
class Analysed(Recorded):
    def check(self, files):
        cases = list(files)
        for start in range(0, len(cases), BATCH):
            batch = cases[start:start + BATCH]
            together = self.path("together.pcapng")
            with open(together, "wb") as out:
                for case in batch:
                    with open(files[case], "rb") as file:
                        shutil.copyfileobj(file, out)
            seen = seen_in(together)
            self.assertEqual(len(seen), len(batch))
            for case, connection in zip(batch, seen):
                with self.subTest(case=case):
                    try:
                        self.compare(files[case], connection)
                    except AssertionError:  # two connections of a batch may have had the same ports
                        self.compare(files[case], seen_in(files[case])[0])

    def compare(self, path, seen):
        rows = [json.loads(line) for line in self.exported(path, "ndjson").splitlines()]
        peer = next(row["peer"] for row in rows if row.get("kind") == "connected")
        messages = json.loads(self.exported(path, "har"))["log"]["entries"][0]["_webSocketMessages"]
        frames = [row for row in rows if row.get("kind") == "frame"]
        for direction, kind, ports in (("out", "send", (peer["localPort"],)),
                                       ("in", "receive", (peer["peerPort"], 80))):
            ours = on_the_wire(row for row in frames if row["direction"] == direction)
            theirs = [frame for port in set(ports) for frame in seen.frames[port]]
            self.assertEqual([(f.opcode, f.fin, f.rsv, f.key, f.length) for f in theirs],
                             [(r["opcode"], r["fin"], r["rsv"], r["maskingKey"], r["length"]) for r in ours], direction)
            texts = iter([message["data"] for message in messages
                          if message["type"] == kind and message["opcode"] == TEXT])
            if shows_texts(rows[-1]["handshake"]["answer"], direction):
                self.compare_payloads(zip(ours, theirs), texts)
        if not any(row.get("incomplete") for row in frames):
            self.assertEqual(seen.complaints, [])

    def compare_payloads(self, pairs, texts):
        for ours, theirs in pairs:
            if ours["opcode"] in (PING, PONG):
                self.assertEqual(theirs.shown or b"", payload_of(ours))
                continue
            # After the first fragmented message, tshark no longer shows the text of messages.
            if ours["opcode"] != CLOSE and not ours["fin"]:
                return
            if ours["opcode"] != TEXT:
                continue
            self.compared += 1
            if ours["rsv"] & 4:
                self.assertEqual((theirs.shown or b"").decode(), next(texts))
                self.inflated += 1
            else:
                self.assertEqual(theirs.shown or b"", payload_of(ours))

    def test_frames_are_the_same_in_all_plain_cases(self):
        self.compared = self.inflated = 0
        with Server("echo") as echo:
            files = self.record(echo.url, PLAIN)
        self.assertGreater(len(files), 200)
        self.check(files)
        self.assertGreater(self.compared, 200)

    def test_frames_and_inflated_texts_are_the_same_in_compressed_cases(self):
        self.compared = self.inflated = 0
        with Server("echo") as echo:
            files = self.record(echo.url, COMPRESSED, "--record", "full")
        self.assertEqual(len(files), 10)
        self.check(files)
        self.assertGreater(self.inflated, 1_000)

    def test_frames_are_the_same_in_the_clear_of_what_passed_through_tls(self):
        self.compared = self.inflated = 0
        key = make_certificate(self.place, "server", "subjectAltName=IP:127.0.0.1")
        with Server("echo", "--cert", key[0], "--key", key[1]) as echo:
            files = self.record(echo.url, "1.*,5.*", "--ca", key[0])
        self.check(files)
        self.assertGreater(self.compared, 5)


def shows_texts(answer, direction):
    """Whether tshark can inflate this direction. If one end uses no context takeover, tshark assumes it of both."""
    given_up = [end + "_no_context_takeover" in answer for end in ("client", "server")]
    return given_up[0] == given_up[1] or given_up[0 if direction == "out" else 1]


def on_the_wire(rows):
    """Returns the complete frames of a stream. A frame that was sent inside the payload of another is part of that payload."""
    frames, end = [], 0
    for row in sorted(rows, key=lambda row: row["offset"]):
        if row["offset"] >= end:
            header = 2 + {"7": 0, "16": 2, "64": 8}[row["lengthBits"]] + (4 if row["maskingKey"] else 0)
            end = row["offset"] + header + row["length"]
            frames.append(row)
    return [row for row in frames if not row.get("incomplete")]


def payload_of(row):
    return row["text"].encode() if "text" in row else base64.b64decode(row["base64"])


if __name__ == "__main__":
    main()
