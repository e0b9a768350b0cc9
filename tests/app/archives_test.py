#!/usr/bin/env python3
"""Archives and files of other programs on the command line: odd ones, cut ones, joined ones, and those that are none.

Usage: archives_test.py PROGRAM
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from support import PROGRAM, TIMEOUT, Server, environment, main


def run(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL,
                          env=environment(), text=True)


def message(data, **members):
    return {"type": "send", "time": 1772269200.5, "opcode": 1, "data": data, **members}


def archive(*messages):
    entry = {"startedDateTime": "2026-02-28T09:00:00.000Z", "time": 1, "_resourceType": "websocket",
             "request": {"method": "GET", "url": "ws://h.example/", "headers": []},
             "response": {"status": 101, "headers": []}, "_webSocketMessages": list(messages)}
    return json.dumps({"log": {"version": "1.2", "entries": [entry]}})


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="frameglass-test-")
        self.addCleanup(shutil.rmtree, self.folder, True)

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path


class Odd(Folder):
    def test_values_are_named_and_the_file_is_shown(self):
        path = self.write("odd.har", archive(message("one", opcode="x"), message("two", time="soon"), message("three")))
        done = run("show", path)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(re.findall(r"TX +frame +1 text +F-M +\d+ (\S+)", done.stdout), ["one", "two", "three"])
        errors = done.stderr
        self.assertIn('frameglass: ' + path + ': Entry 1: "opcode" of message 1 (line 1, column ', errors)
        self.assertIn('"time" of message 2', errors)
        # The log says it, too.
        self.assertRegex(done.stdout, r'note +"opcode" of message 1')

    def test_close_codes_that_no_frame_may_have_are_said_in_one_sentence(self):
        for code, said in ((99999, "the number 99999 as its close code"), (1006, "the close code 1006")):
            whole = json.loads(archive())
            whole["log"]["entries"][0]["_webSocketClose"] = {"code": code}
            done = run("show", self.write("close.har", json.dumps(whole)))
            self.assertIn("The archive says that the connection ended with " + said + ", which", done.stdout)

    def test_a_refused_handshake_is_shown_with_the_body_of_its_answer(self):
        entry = {"request": {"method": "GET", "url": "ws://h.example/", "headers": [{"name": "Host", "value": "h"}]},
                 "response": {"status": 403, "statusText": "Forbidden", "headers": [{"name": "Server", "value": "s"}],
                              "content": {"size": 9, "text": '{"a":"x"}', "mimeType": "application/json"}},
                 "_webSocketMessages": []}
        shown = run("show", self.write("refused.har", json.dumps({"log": {"entries": [entry]}}))).stdout
        self.assertIn('Its body:\n', shown)
        self.assertIn('{"a":"x"}', shown)
        entry["response"]["content"] = {"size": -1}
        shown = run("show", self.write("bodiless.har", json.dumps({"log": {"entries": [entry]}}))).stdout
        self.assertNotIn("has no body", shown)
        self.assertIn("No body of it is recorded.", shown)

    def test_times_of_another_clock_keep_their_distances(self):
        path = self.write("clock.har", archive(message("a", time=12345.25), message("b", time=12346.5)))
        times = re.findall(r"(\d+\.\d+) TX +frame", run("show", path).stdout)
        self.assertEqual(times, ["0.000000", "1.250000"])


class Cut(Folder):
    def test_a_replay_says_so_with_the_exit_code_of_show_and_export(self):
        whole = archive(*(message("x%d" % number) for number in range(9)))
        path = self.write("cut.har", whole[:700])
        self.assertEqual(run("show", path).returncode, 2)
        self.assertEqual(run("export", path, "--to", "text").returncode, 2)
        with Server("echo") as echo:
            done = run("replay", path, echo.url, "--pace", "fast")
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertNotIn("replayed to its end", done.stdout)
            self.assertIn("What could be read of the recording was replayed", done.stdout)
            done = run("replay", self.write("whole.har", whole), echo.url, "--pace", "fast")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("The recording was replayed to its end. 9 frames sent; 9 messages and pongs came back",
                          done.stdout)

    def test_a_replay_of_one_message_speaks_of_one(self):
        with Server("echo") as echo:
            done = run("replay", self.write("one.har", archive(message("x"))), echo.url, "--pace", "fast")
        self.assertIn("1 frame sent; 1 message or pong came back", done.stdout)


class NoSession(Folder):
    def test_a_file_without_one_is_called_what_it_is(self):
        files = {"empty.har": (b"", "it is empty"),
                 "a.har.gz": (gzip.compress(archive(message("x")).encode()), "gunzip"),
                 "a.pcap": (b"\xd4\xc3\xb2\xa1\x02\0\x04\0" + bytes(16), "pcap"),
                 "a.html": (b"<!doctype html>", "a web page")}
        for command in ("show", "export", "replay"):
            for name, (content, said) in files.items():
                more = {"show": [], "export": ["--to", "text"], "replay": ["ws://127.0.0.1:9/"]}[command]
                done = run(command, self.write(name, content), *more)
                self.assertEqual((done.returncode, done.stdout), (2, ""), (command, name))
                self.assertIn(said, done.stderr, (command, name))
        self.assertIn("it is empty", run("show", "/dev/null").stderr)


@unittest.skipUnless(shutil.which("mergecap"), "mergecap is not installed")
class Joined(Folder):
    def test_recordings_are_shown_as_those_that_they_are(self):
        paths = [os.path.join(self.folder, name) for name in ("a.pcapng", "b.pcapng")]
        with Server("echo") as echo:
            connects = [subprocess.Popen([PROGRAM, "connect", echo.url, "--send", "from " + path[-8], "--linger", "0",
                                          "--record", path], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
                        for path in paths]
            for process in connects:
                process.wait(TIMEOUT)
        for mode in (["-I", "any"], ["-I", "none"], ["-a"]):
            joined = os.path.join(self.folder, "joined.pcapng")
            subprocess.run(["mergecap", *mode, "-w", joined, *paths], check=True, timeout=TIMEOUT)
            done = run("show", joined)
            self.assertEqual((done.returncode, done.stderr), (0, ""), mode)
            self.assertEqual(len(re.findall(r"^Session \d", done.stdout, re.M)), 2, mode)
            for text in ("from a", "from b"):
                self.assertEqual(done.stdout.count(text), 2, mode)


if __name__ == "__main__":
    main()
