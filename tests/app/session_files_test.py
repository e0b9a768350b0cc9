#!/usr/bin/env python3
"""Recording, showing and exporting sessions on the command line; and the file that a killed program leaves.

Usage: session_files_test.py PROGRAM [--rate FRAMES [--held FRAMES]] [TEST...]

--rate: the frames per second that are sent to a program that is killed.
--held: the rows per second that its files must hold at least.
"""

import base64
import csv
import hashlib
import json
import os
import pty
import random
import re
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "limits"))
import files

PROGRAM = None
TIMEOUT = 120  # seconds; only ends a program that hangs
ROW = re.compile(r"^ *(\d+) +(\d+\.\d+) ", re.M)
KILLS = 100
RATE = 50_000  # frames per second
HELD = 0  # rows per second in the files, at least
HOSTILE = "\x1b[2J\x1b]0;owned\x07\r\x9b31m\u202e over"


def run(*words, **options):
    return subprocess.run([PROGRAM, *words], capture_output=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL, **options)


def text_of(done):
    return done.stdout.decode()


def rows_of(output):
    """Returns the rows of a wire log by number, in their order."""
    return {int(line.split()[0]): line for line in output.splitlines() if ROW.match(line)}


def frame(opcode, payload):
    size = len(payload)
    length = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big")
    return bytes([0x80 | opcode]) + length + payload


class Server:
    """Accepts WebSocket connections and sends to each what `sends` yields.

    waits: it first receives something; closes_with_answer: a close frame leaves together with the answer.
    """

    def __init__(self, sends, waits=False, closes_with_answer=False):
        self.sends, self.waits, self.sent = sends, waits, 0
        self.with_answer = frame(8, b"\x03\xe8") if closes_with_answer else b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = "ws://127.0.0.1:%d/" % self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(peer,), daemon=True).start()

    def serve(self, peer):
        with peer:
            try:
                head = b""
                while b"\r\n\r\n" not in head:
                    head += peer.recv(4096)
                key = re.search(rb"Sec-WebSocket-Key: (\S+)", head)[1]
                accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
                peer.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             b"Sec-WebSocket-Accept: " + accept + b"\r\nSet-Cookie: sid=hidden-value\r\n\r\n"
                             + self.with_answer)
                if self.waits:
                    peer.recv(4096)
                for octets in self.sends():
                    peer.sendall(octets)
                peer.recv(4096)
            except OSError:
                pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


class Echo:
    def __init__(self, *options):
        self.process = subprocess.Popen([PROGRAM, "echo", *options], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(TIMEOUT)
        self.process.stdout.close()


def hostile():
    yield frame(1, HOSTILE.encode()) + frame(9, b"\x1b[31m") + frame(8, b"\x03\xe8" + HOSTILE.encode()[:80])


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="frameglass-test-")
        self.addCleanup(shutil.rmtree, self.folder, True)

    def path(self, name):
        return os.path.join(self.folder, name)


class Connect(Folder):
    def test_sends_what_is_asked_for_and_prints_what_comes_back(self):
        with Echo() as echo:
            done = run("connect", echo.url, "--send", "first", "--send", "second", "--linger", "0")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        for line in (r"TX +frame +1 text +F-M +5 first", r"RX +frame +1 text +F-- +6 second", r"RX +frame +8 close"):
            self.assertRegex(text_of(done), line)
        self.assertNotIn(b"\x1b", done.stdout)

    def test_says_that_nothing_was_sent_because_the_server_had_closed(self):
        with Server(lambda: [], closes_with_answer=True) as server:
            done = run("connect", server.url, "--send", "hello")
        self.assertIn("Nothing was sent, because the server had already closed.", text_of(done))

    def test_sends_each_line_of_standard_input_as_a_message_and_closes_at_its_end(self):
        with Echo() as echo:
            done = subprocess.run([PROGRAM, "connect", echo.url, "--linger", "0"], input="one\ntwo\r\nthree".encode(),
                                  capture_output=True, timeout=TIMEOUT)
        self.assertEqual(done.returncode, 0)
        sent = re.findall(r"TX +frame +1 text +F-M +\d+ (\S+)", text_of(done))
        self.assertEqual(sent, ["one", "two", "three"])

    def test_says_why_there_is_no_connection_with_exit_code_3(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        done = run("connect", "ws://127.0.0.1:%d/" % port)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"refused", done.stderr)

    def test_control_characters_of_a_peer_never_reach_a_terminal_raw(self):
        with Server(hostile) as server:
            main, other = pty.openpty()
            environment = {**os.environ, "TERM": "xterm"}
            environment.pop("NO_COLOR", None)
            process = subprocess.Popen([PROGRAM, "connect", server.url, "--send", "x", "--octets"], stdout=other,
                                       stdin=subprocess.DEVNULL, env=environment)
            os.close(other)
            output = b""
            while True:
                try:
                    part = os.read(main, 65536)
                except OSError:
                    break
                output += part
            process.wait(TIMEOUT)
            os.close(main)
        self.assertIn(b"\x1b[32m", output, "colours on a terminal")
        without = re.sub(rb"\x1b\[\d+m", b"", output).decode()
        self.assertNotRegex(without.replace("\r\n", "\n"), "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
        self.assertIn("over", without)

    def test_a_file_that_cannot_be_written_is_said_before_anything_is_sent(self):
        with Echo() as echo:
            done = run("connect", echo.url, "--send", "x", "--record", self.path("no/such/folder.pcapng"))
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"No such file or directory", done.stderr)

    def test_a_file_that_goes_away_is_said_and_the_connection_goes_on(self):
        def sends():
            for number in range(30):
                yield frame(1, b"message %d" % number)
                time.sleep(0.05)
            yield frame(8, b"\x03\xe8")

        file = self.path("gone.pcapng")
        with Server(sends) as server:
            process = subprocess.Popen([PROGRAM, "connect", server.url, "--send", "x", "--record", file],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
            time.sleep(0.5)
            os.remove(file)
            output, errors = process.communicate(timeout=TIMEOUT)
        self.assertIn(b"cannot be written any more", errors)
        self.assertIn("message 29", output.decode())
        self.assertEqual(process.returncode, 2)


    def test_a_disk_that_is_full_is_said_at_once_and_the_connection_goes_on(self):
        def sends():
            for number in range(40):
                yield frame(1, b"message %d " % number + b"x" * 2_000)
                time.sleep(0.05)
            yield frame(8, b"\x03\xe8")

        def little_room():
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

        file = self.path("full.pcapng")
        with Server(sends) as server:
            process = subprocess.Popen([PROGRAM, "connect", server.url, "--send", "x", "--record", file],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                       preexec_fn=little_room)
            said = process.stderr.readline()
            self.assertIsNone(process.poll(), "it is said while the connection goes on")
            output, _ = process.communicate(timeout=TIMEOUT)
        self.assertIn(b"cannot be written any more: File too large", said)
        self.assertIn("message 39", output.decode())
        self.assertEqual(process.returncode, 2)
        # The file can be read without an error.
        done = run("show", file)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn("message 5", text_of(done))

    def test_what_cannot_be_a_session_file_is_said_before_anything_is_sent(self):
        with Echo() as echo:
            for file in ("/dev/full", self.folder):
                done = run("connect", echo.url, "--send", "x", "--record", file)
                self.assertEqual((done.returncode, done.stdout), (2, b""), file)
                self.assertIn(b"cannot be written", done.stderr)

    def test_standard_input_waits_for_a_peer_that_does_not_read(self):
        pushed = [0]

        def push(pipe):
            line = b"x" * 9_999 + b"\n"
            try:
                for _ in range(10_000):
                    pipe.write(line)
                    pushed[0] += len(line)
            except OSError:
                pass

        def deaf():
            time.sleep(4)
            yield b""

        with Server(deaf) as server:
            process = subprocess.Popen([PROGRAM, "connect", server.url], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                       bufsize=0)
            threading.Thread(target=push, args=(process.stdin,), daemon=True).start()
            time.sleep(3)
            process.kill()
            process.wait(TIMEOUT)
        # As much as the system's socket buffers at both ends hold, and a little more.
        self.assertGreater(pushed[0], 100_000)
        self.assertLess(pushed[0], 30_000_000)


class Replay(Folder):
    """Sends again what a recorded client sent."""

    def test_gives_the_same_messages_at_every_pace_and_ends_well(self):
        file, again = self.path("first.pcapng"), self.path("again.pcapng")
        texts = ["first", "second", "x" * 70_000]
        with Echo() as echo:
            run("connect", echo.url, "--deflate", "--record", file, "--linger", "0",
                *(word for text in texts for word in ("--send", text)))
            for options in ([], ["--pace", "replies"], ["--pace", "fast", "--masks", "recorded"]):
                done = run("replay", file, echo.url, "--record", again, *options)
                self.assertEqual((done.returncode, done.stderr), (0, b""), options)
                self.assertIn("The recording was replayed to its end. 4 frames sent; 3 messages and pongs came back", text_of(done))
                self.assertEqual(self.messages_of(again), self.messages_of(file), options)
        keys = [[row["maskingKey"] for row in self.frames_of(path) if row["direction"] == "out"] for path in (file, again)]
        self.assertEqual(keys[0], keys[1], "recorded masks")

    def test_says_what_does_not_fit(self):
        file = self.path("first.pcapng")
        with Echo() as echo:
            run("connect", echo.url, "--send", "x", "--record", file, "--linger", "0")
            for words, said in ((["replay"], "needs a file"), (["replay", file], "needs a file"),
                                (["replay", file, echo.url, "--pace", "slow"], "not one of recorded, replies, fast"),
                                (["replay", file, echo.url, "--session", "2"], "there is no session number 2"),
                                (["replay", self.path("none"), echo.url], "none")):
                done = run(*words)
                self.assertEqual((done.returncode, done.stdout), (2, b""), words)
                self.assertIn(said, done.stderr.decode())
        self.assertEqual(run("replay", file, echo.url).returncode, 3)

    def frames_of(self, file):
        rows = (json.loads(line) for line in run("export", file, "--to", "ndjson").stdout.splitlines())
        return [row for row in rows if row.get("kind") == "frame"]

    def messages_of(self, file):
        har = json.loads(run("export", file, "--to", "har").stdout)
        return sorted((m["type"], m["opcode"], m["data"]) for m in har["log"]["entries"][0]["_webSocketMessages"])


class Files(Folder):
    def recorded(self):
        file = self.path("session.pcapng")
        with Server(hostile, waits=True) as server:
            done = run("connect", server.url, "--send", "=1+1", "--record", file, "--header", "Cookie: hidden-value")
        self.assertEqual(done.returncode, 0, done.stderr)
        return file, rows_of(text_of(done))

    def test_show_prints_the_rows_that_were_shown_while_it_ran(self):
        file, rows = self.recorded()
        done = run("show", file)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(rows_of(text_of(done)), rows)
        self.assertNotIn(b"\x1b", done.stdout)

    def test_what_is_exported_without_loss_shows_the_same_rows(self):
        file, rows = self.recorded()
        for form in ("json", "ndjson", "pcapng"):
            out = self.path("out." + form)
            self.assertEqual(run("export", file, "--output", out, "--secrets").returncode, 0)
            self.assertEqual(rows_of(text_of(run("show", out))), rows, form)

    def test_secrets_are_blanked_unless_asked_for(self):
        file, _ = self.recorded()
        for form in ("text", "html", "json", "ndjson", "csv", "har", "md", "pcapng"):
            done = run("export", file, "--to", form)
            self.assertEqual((done.returncode, done.stderr), (0, b""), form)
            for encoded in (b"hidden-value", b"hidden-value".hex().encode()):
                self.assertNotIn(encoded, done.stdout, form)
        self.assertIn(b"sid=hidden-value", run("export", file, "--to", "har", "--secrets").stdout)

    def test_every_format_is_what_it_says(self):
        file, _ = self.recorded()
        har = json.loads(run("export", file, "--to", "har").stdout)
        messages = har["log"]["entries"][0]["_webSocketMessages"]
        self.assertEqual(sorted((m["type"], m["opcode"]) for m in messages), [("receive", 1), ("send", 1)])
        self.assertEqual({tuple(sorted(m)) for m in messages}, {("data", "opcode", "time", "type")})
        self.assertIn(HOSTILE, [m["data"] for m in messages])
        table = list(csv.reader(text_of(run("export", file, "--to", "csv")).splitlines()))
        self.assertEqual({len(row) for row in table}, {len(table[0])})
        self.assertFalse([cell for row in table for cell in row if cell[:1] in ("=", "+", "@")])
        self.assertIn("format", json.loads(run("export", file, "--to", "json").stdout))
        page = text_of(run("export", file, "--to", "html"))
        self.assertNotRegex(page, r'(?:src|href)="(?:https?:)?//')
        self.assertIn("wasClean", text_of(run("export", file, "--to", "md")))

    def test_rows_that_are_picked_are_all_that_is_written(self):
        file, _ = self.recorded()
        lines = run("export", file, "--to", "ndjson", "--rows", "3-5,7").stdout.splitlines()
        self.assertEqual([json.loads(line)["row"] for line in lines[1:-1]], [3, 4, 5, 7])

    def test_a_filter_picks_the_rows_that_are_shown_and_exported(self):
        file, rows = self.recorded()
        sent = rows_of(text_of(run("show", file, "--filter", 'op == text && text == "=1+1" && dir == tx')))
        self.assertEqual(len(sent), 1)
        self.assertLessEqual(sent.items(), rows.items())
        lines = run("export", file, "--to", "ndjson", "--filter", "op == close", "--rows", "0-").stdout.splitlines()
        self.assertEqual({json.loads(line)["opcode"] for line in lines[1:-1]}, {8})
        self.assertEqual(rows_of(text_of(run("show", file, "--filter", "len > 1G"))), {})

    def test_a_fault_in_a_filter_is_told_with_its_place(self):
        for words in (["show"], ["export"]):
            done = run(*words, "session.pcapng", "--filter", "op == text && lenght > 5")
            self.assertEqual((done.returncode, done.stdout), (2, b""))
            self.assertIn(b'at character 15: There is no field "lenght"; did you mean len?', done.stderr)
        done = run("export", "session.pcapng", "--filter", "finding", "--to", "pcapng")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"--filter", done.stderr)

    def test_a_file_that_is_cut_is_shown_as_far_as_it_is_good(self):
        file, rows = self.recorded()
        with open(file, "rb") as whole:
            content = whole.read()
        with open(self.path("cut"), "wb") as cut:
            cut.write(content[:len(content) - 5])
        done = run("show", self.path("cut"))
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr.decode(), r"offset \d+: it ends inside a block")
        self.assertTrue(set(rows_of(text_of(done))) <= set(rows))

    def test_a_file_that_needs_more_memory_than_is_given_is_shown_as_far_as_it_fits(self):
        file = self.path("large.pcapng")
        files.recording(file, 120_000, 8, connections=2)
        whole = run("show", file)
        self.assertEqual((whole.returncode, whole.stderr), (0, b""))
        part = run("show", file, "--file-memory", "16M")
        self.assertEqual(part.returncode, 2)
        said = part.stderr.decode()
        self.assertRegex(said, r"offset \d+: the memory for the sessions of one file, 16 MiB, is used up\. "
                               r"Everything before it was read: 2 sessions with \d+ rows\. .*--file-memory 32M\.")
        lines = text_of(part).splitlines()
        self.assertGreater(len(lines), 10_000)
        # All but the last row, which names the limit, are those of the whole file.
        of_whole = set(text_of(whole).splitlines())
        self.assertEqual([line for line in lines if line not in of_whole and ROW.match(line)],
                         [line for line in lines if "is used up: what follows in the file was not read" in line])
        exported = run("export", file, "--to", "ndjson", "--file-memory", "16M")
        self.assertEqual((exported.returncode, exported.stderr), (2, part.stderr))
        self.assertIn(b'"limitReached":"memory"', exported.stdout.replace(b" ", b""))
        missing = run("show", file, "--session", "3", "--file-memory", "16M")
        self.assertEqual(missing.returncode, 2)
        self.assertIn(b"is used up", missing.stderr)
        self.assertIn(b"the least is 16M", run("show", file, "--file-memory", "1M").stderr)

    def test_what_is_read_is_never_written_to(self):
        file, _ = self.recorded()
        with open(file, "rb") as whole:
            content = whole.read()
        os.symlink(file, self.path("link"))
        os.link(file, self.path("hard"))
        for into in (file, self.path("link"), self.path("hard")):
            for words in (["export", file, "--to", "json", "--output", into],
                          ["export", file, "--to", "pcapng", "--output", into],
                          ["replay", file, "ws://127.0.0.1:1/", "--record", into]):
                done = run(*words)
                self.assertEqual(done.returncode, 2, words)
                self.assertIn(b"is the file that is read", done.stderr)
                with open(file, "rb") as whole:
                    self.assertEqual(whole.read(), content)

    def test_an_export_goes_through_a_link_and_keeps_who_may_read(self):
        file, _ = self.recorded()
        with open(self.path("kept"), "w", encoding="utf-8") as kept:
            kept.write("before")
        os.chmod(self.path("kept"), 0o640)
        os.symlink("kept", self.path("link"))
        self.assertEqual(run("export", file, "--to", "text", "--output", self.path("link")).returncode, 0)
        self.assertTrue(os.path.islink(self.path("link")))
        with open(self.path("kept"), encoding="utf-8") as kept:
            self.assertIn("Frameglass", kept.read())
        self.assertEqual(os.stat(self.path("kept")).st_mode & 0o777, 0o640)
        # A link with a name that a temporary file of the export could have.
        os.symlink(file, self.path("out.html.frameglass.part"))
        self.assertEqual(run("export", file, "--to", "html", "--output", self.path("out.html")).returncode, 0)
        self.assertEqual(run("show", file).returncode, 0)
        self.assertFalse(os.path.islink(self.path("out.html")))

    def test_a_full_disk_leaves_what_was_there_in_every_format(self):
        file, _ = self.recorded()

        def little_room():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))

        for form in ("text", "html", "json", "ndjson", "har", "pcapng"):
            out = self.path("out")
            with open(out, "w", encoding="utf-8") as before:
                before.write("before")
            done = run("export", file, "--to", form, "--output", out, preexec_fn=little_room)
            self.assertEqual(done.returncode, 2, form)
            self.assertIn(b"File too large", done.stderr, form)
            with open(out, encoding="utf-8") as before:
                self.assertEqual(before.read(), "before", form)
        self.assertEqual([name for name in os.listdir(self.path("")) if "part" in name], [])

    def test_what_is_no_file_with_sessions_is_said(self):
        with open(self.path("other"), "w", encoding="utf-8") as other:
            other.write("nothing of ours\n")
        for words in (["show", self.path("other")], ["export", self.path("other")], ["show", self.path("none")]):
            done = run(*words)
            self.assertEqual((done.returncode, done.stdout), (2, b""))
            self.assertTrue(done.stderr)


@unittest.skipUnless(shutil.which("tshark"), "tshark is not installed")
class Analysed(Folder):
    """Another program sees the same frames in a session file."""

    def frames_of_tshark(self, file):
        done = subprocess.run(["tshark", "-r", file, "-Y", "websocket", "-T", "fields", "-E", "aggregator=|",
                               *(word for field in ("opcode", "fin", "payload_length", "payload_length_ext_16", "mask")
                                 for word in ("-e", "websocket." + field))], capture_output=True, timeout=TIMEOUT, text=True)
        frames = []
        for line in done.stdout.splitlines():
            opcodes, fins, lengths, longer, masks = (cell.split("|") if cell else [] for cell in line.split("\t"))
            longer = iter(longer)
            frames += [(int(opcode), fin == "1", int(next(longer)) if length == "126" else int(length), mask == "1")
                       for opcode, fin, length, mask in zip(opcodes, fins, lengths, masks)]
        return frames

    def texts_of_tshark(self, file):
        done = subprocess.run(["tshark", "-r", file, "-Y", "websocket.payload.text", "-T", "fields", "-E", "aggregator=|",
                               "-e", "websocket.payload.text"], capture_output=True, timeout=TIMEOUT, text=True)
        return [text for line in done.stdout.splitlines() for text in line.split("|")]

    def check(self, file, texts):
        rows = [json.loads(line) for line in run("export", file, "--to", "ndjson").stdout.splitlines()]
        ours = [(row["opcode"], row["fin"], row["length"], row["maskingKey"] is not None)
                for row in rows if row.get("kind") == "frame"]
        self.assertEqual(sorted(self.frames_of_tshark(file)), sorted(ours))
        self.assertEqual(sorted(self.texts_of_tshark(file)), sorted(texts))
        wrong = subprocess.run(["tshark", "-r", file, "-Y", "_ws.malformed || _ws.expert.severity == error"],
                               capture_output=True, timeout=TIMEOUT, text=True)
        self.assertEqual(wrong.stdout, "")

    def test_frames_texts_and_what_compressed_texts_inflate_to(self):
        texts = ["short", "x" * 300, "again, again, again"]
        for options in ([], ["--deflate"]):
            file = self.path("echo.pcapng")
            with Echo() as echo:
                done = run("connect", echo.url, "--record", file, "--linger", "0", *options,
                           *(word for text in texts for word in ("--send", text)))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.check(file, texts * 2)

    @unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
    def test_what_passed_through_tls_in_the_clear(self):
        key, certificate = self.path("key.pem"), self.path("certificate.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, capture_output=True, timeout=TIMEOUT)
        file = self.path("tls.pcapng")
        with Echo("--cert", certificate, "--key", key) as echo:
            self.assertTrue(echo.url.startswith("wss:"))
            done = run("connect", echo.url, "--ca", certificate, "--send", "within", "--record", file, "--linger", "0")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.check(file, ["within"] * 2)


class Killed(Folder):
    """Every row that was shown is in the file."""

    def flood(self):
        """Yields frames at the given rate, or as fast as the other end reads."""
        block = b"".join(frame(1, b"frame %05d" % number) for number in range(RATE // 100))
        started = time.monotonic()
        for number in range(3_000):
            yield block
            time.sleep(max(0.0, started + number / 100 - time.monotonic()))

    def test_at_any_moment_leaves_a_file_with_each_row_that_was_shown(self):
        moments = random.Random(7)
        shown_rows, kept_rows, seconds = 0, 0, 0.0
        with Server(self.flood) as server:
            for round in range(KILLS):
                file = self.path("%d.pcapng" % round)
                started = time.monotonic()
                process = subprocess.Popen([PROGRAM, "connect", server.url, "--send", "x", "--record", file],
                                           stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
                output = b""
                # The time is counted from the first row.
                end = None
                while end is None or time.monotonic() < end:
                    if select.select([process.stdout], [], [], 0.001)[0]:
                        output += os.read(process.stdout.fileno(), 1 << 20)
                    if end is None and b"\n" in output:
                        started = time.monotonic()
                        end = started + moments.uniform(0.01, 0.5)
                process.kill()
                seconds += time.monotonic() - started
                output += process.stdout.read()
                process.wait()
                process.stdout.close()
                rows = rows_of(output[:output.rfind(b"\n") + 1].decode())
                back = rows_of(text_of(run("show", file)))
                missing = [line for number, line in rows.items() if back.get(number) != line]
                self.assertEqual(missing[:3], [], "round %d" % round)
                shown_rows += len(rows)
                kept_rows += len(back)
                os.remove(file)
        print("killed %d times while %d frames a second were sent: %d rows had been shown, %.0f a second, and all were in "
              "the files, which held %.0f a second" % (KILLS, RATE, shown_rows, shown_rows / seconds, kept_rows / seconds))
        self.assertGreater(shown_rows, 100 * KILLS)
        self.assertGreaterEqual(kept_rows / seconds, HELD)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    if "--rate" in sys.argv:
        RATE = int(sys.argv.pop(sys.argv.index("--rate") + 1))
        sys.argv.remove("--rate")
    if "--held" in sys.argv:
        HELD = int(sys.argv.pop(sys.argv.index("--held") + 1))
        sys.argv.remove("--held")
    unittest.main(verbosity=2)
