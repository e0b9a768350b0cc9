#!/usr/bin/env python3
"""The program as a shell sees it: exit codes, and what is written to standard output and to standard error.

Usage: command_line_test.py PROGRAM
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import xml.etree.ElementTree

PROGRAM = None
PLACE = None  # the working folder, for files whose place the command line does not name
TIMEOUT = 240  # seconds; only ends a program that hangs
LINE = re.compile(r"(\d+(?:\.\d+)+) {2,}(\S+(?: \S+)*?) {2,}(\S+(?: \S+)*?) {2,}(\d+|-) {2,}(\d+) ms {2,}(\S.*)")


def run(*words, cwd=None):
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run([PROGRAM, *words], cwd=cwd or PLACE, env=environment, capture_output=True, text=True, timeout=TIMEOUT)


def numbers(case_id):
    return [int(part) for part in case_id.split(".")]


class Echo:
    """The program's echo server."""

    def __init__(self, *options):
        self.process = subprocess.Popen([PROGRAM, "echo", *options], stdout=subprocess.PIPE, text=True)
        self.line = self.process.stdout.readline()
        self.url = self.line.split()[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGTERM)

    def stop(self, how):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(TIMEOUT)
        self.process.stdout.close()
        return code


class Server:
    """Accepts connections on a port and sends the same octets to each."""

    def __init__(self, says, closes=True):
        self.says, self.closes, self.open = says, closes, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = "ws://127.0.0.1:%d/" % self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                peer, _ = self.socket.accept()
                peer.recv(65536)
                peer.sendall(self.says)
            except OSError:
                return
            if self.closes:
                peer.close()
            self.open.append(peer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
        for peer in self.open:
            peer.close()


def index_of(folder):
    """Returns the behavior of each case of each agent, from the report's index."""
    with open(folder + "/index.json", encoding="utf-8") as file:
        return {agent: {case: entry["behavior"] for case, entry in cases.items()}
                for agent, cases in json.load(file).items()}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Usage(unittest.TestCase):
    def test_help_and_version_go_to_standard_output(self):
        for words in (["--help"], ["help"], ["test", "--help"], ["-h"], ["help", "test"]):
            done = run(*words)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("frameglass test URL", done.stdout)
        done = run("help", "filter")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("dir == rx", done.stdout)
        self.assertLessEqual(max(len(line) for line in done.stdout.splitlines()), 110)
        done = run("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"\AFrameglass \d+\.\d+\.\d+\n\Z")

    def test_what_cannot_be_understood_is_named_on_standard_error_with_exit_code_2(self):
        url = "ws://127.0.0.1:1/"
        for words, named in (
            (["fly"], '"fly"'),
            (["help", "nonsense"], 'no help on "nonsense"'),
            (["test", url, "--connect-timeout", "0"], "above 0, up to 86400"),
            (["broadcast", "--every", "0"], "above 0, up to 86400"),
            (["test", url, "--header", "X Y: 1"], "contains a blank"),
            (["--fly"], "--fly"),
            (["test"], "URL"),
            (["test", url, "--fly"], "--fly"),
            (["test", url, url], "Two servers"),
            (["test", "--agent", "a=" + url, "--agent", "a=ws://127.0.0.1:2/"], "Two servers"),
            (["test", url, "ws://127.0.0.1:2/", "--agent", "name"], "--agent NAME=URL"),
            (["test", "--agent", "name"], "--agent NAME=URL"),
            (["test", "--agent", "name=nothing"], "no scheme"),
            (["test", "--agent", "=" + url], "--agent"),
            (["test", url, "--client-cert", "a.pem"], "--client-key"),
            (["test", url, "--exclude", "*"], "No case is left to run"),
            (["test", "--spec", "/nowhere/spec.json"], "/nowhere/spec.json"),
            (["test", url, "--baseline", "/nowhere/baseline"], "/nowhere/baseline"),
            (["test", "http://127.0.0.1/"], "ws or wss"),
            (["test", "127.0.0.1:9001"], "no scheme"),
            (["test", "ws://"], "host"),
            (["test", "ws://a:99999/"], "port"),
            (["test", "ws://a/#b"], "fragment"),
            (["test", url, "--cases"], "--cases needs a value"),
            (["test", url, "--cases", "99.*"], '"99.*"'),
            (["test", url, "--cases", "11.*,nonsense"], '"11.*" or "nonsense"'),
            (["test", url, "--cases", ","], "No case is left to run"),
            (["test", "--list", "--cases", ""], "No case is left to run"),
            (["serve", "--cases", "99.*"], '"99.*"'),
            (["test", url, "--jobs", "0"], "--jobs"),
            (["test", url, "--jobs", "many"], '"many"'),
            (["test", url, "--header", "no colon"], "--header"),
            (["test", url, "--header", "A: b\r\nC: d"], "control"),
            (["test", url, "--insecure=yes"], "--insecure"),
            (["echo", "word"], '"word"'),
            (["echo", "--port", "65536"], "65536"),
            (["echo", "--cert", "a.pem"], "--key"),
            (["echo", "--memory", "1"], '--memory: "1" is too little: the least is 16M.'),
            (["broadcast", "--memory", "15M"], '"15M" is too little: the least is 16M.'),
            (["serve", "--memory", "16383K"], '"16383K" is too little: the least is 16M.'),
            (["show", "a.fgs", "--file-memory", "15M"], '"15M" is too little: the least is 16M.'),
            (["demo", "word"], '"word"'),
        ):
            with self.subTest(words=words):
                done = run(*words)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertEqual(done.stdout, "")
                self.assertIn(named, done.stderr)
                self.assertNotIn("\r", done.stderr)

    def test_without_a_display_the_window_is_refused_with_a_word_on_what_to_do(self):
        done = run()
        self.assertEqual(done.returncode, 2)
        self.assertIn("no display", done.stderr)
        self.assertIn("--help", done.stderr)


class Cases(unittest.TestCase):
    def lines_of(self, text):
        table, summary = text.split("\n\n")[:2]
        found = [LINE.fullmatch(line) for line in table.splitlines()]
        self.assertTrue(all(found), table)
        return [match.groups() for match in found], summary

    def test_a_line_a_case_in_the_order_of_the_set_and_a_summary(self):
        with Echo() as echo:
            for jobs in ("1", "4"):
                done = run("test", echo.url, "--cases", "6.22.27,2.2,1.2.1", "--jobs", jobs)
                self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
                lines, summary = self.lines_of(done.stdout)
                self.assertEqual([line[0] for line in lines], ["1.2.1", "2.2", "6.22.27"])
                for line in lines:
                    self.assertEqual(line[1:4], ("OK", "OK", "1000"))
                self.assertRegex(summary, r"^3 cases in .*: 3 OK; 0 failed in either verdict\.")

    def test_patterns_choose_cases_and_an_informational_one_fails_nothing(self):
        with Echo() as echo:
            done = run("test", echo.url, "--cases=7.1.6")
            self.assertEqual(done.returncode, 0, done.stdout)
            lines, _ = self.lines_of(done.stdout)
            self.assertEqual(lines[0][:3], ("7.1.6", "INFORMATIONAL", "INFORMATIONAL"))
            done = run("test", echo.url, "--cases", "6.*")
            ids = [line[0] for line in self.lines_of(done.stdout)[0]]
            self.assertEqual(ids, sorted(ids, key=numbers))
            self.assertTrue(all(case_id.startswith("6.") for case_id in ids))

    def test_a_failed_case_is_exit_code_1(self):
        # The server answers the opening handshake correctly, and then sends nothing.
        import base64
        import hashlib

        listener = socket.create_server(("127.0.0.1", 0))

        def serve():
            peer, _ = listener.accept()
            request = peer.recv(65536).decode()
            key = re.search(r"Sec-WebSocket-Key: (\S+)", request).group(1)
            accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
            peer.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
            self.request = request
            while peer.recv(65536):
                pass
            peer.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        done = run("test", "ws://127.0.0.1:%d/path?x=1" % listener.getsockname()[1], "--cases", "1.2.1",
                   "--header", "X-Token: abc", "--origin", "http://example", "--subprotocol", "chat,superchat")
        thread.join(TIMEOUT)
        listener.close()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stdout, r"(?m)^1\.2\.1 {2,}FAILED {2,}")
        self.assertIn("1 failed in either verdict", done.stdout)
        self.assertTrue(self.request.startswith("GET /path?x=1 HTTP/1.1\r\n"))
        for field in ("X-Token: abc", "Origin: http://example", "Sec-WebSocket-Protocol: chat, superchat"):
            self.assertIn("\r\n" + field + "\r\n", self.request)

    def test_the_report_is_a_folder_with_an_index_and_each_case_as_page_json_and_text(self):
        with Echo() as echo, tempfile.TemporaryDirectory() as folder:
            place = folder + "/new/folder"
            done = run("test", echo.url, "--cases", "1.2.1,2.2", "--agent", "my/peer", "--report", place)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(place + "/index.html", done.stdout)
            self.assertEqual(sorted(os.listdir(place)), sorted(
                ["index.html", "index.json", "my-peer_case_1.2.1.txt", "my-peer_case_2.2.txt"]
                + ["my_peer_case_%s.%s" % (case, form) for case in ("1_2_1", "2_2") for form in ("html", "json")]))
            self.assertEqual(index_of(place), {"my/peer": {"1.2.1": "OK", "2.2": "OK"}})
            with open(place + "/my-peer_case_2.2.txt", encoding="utf-8") as file:
                text = file.read()
            self.assertIn("\nmy/peer - Case 2.2 : Pass - ", text)
            self.assertTrue(text.endswith("TCP DROPPED BY PEER\n"), text[-300:])

    def test_without_a_word_on_it_the_report_goes_to_reports_servers(self):
        with Echo() as echo, tempfile.TemporaryDirectory() as folder:
            run("test", echo.url, "--cases", "2.2", cwd=folder)
            self.assertEqual(list(index_of(folder + "/reports/servers").values()), [{"2.2": "OK"}])

    def test_a_report_folder_that_cannot_be_made_is_said_before_anything_runs(self):
        with tempfile.NamedTemporaryFile() as file:
            done = run("test", "ws://127.0.0.1:1/", "--report", file.name + "/folder")
            self.assertEqual(done.returncode, 2)
            self.assertIn(file.name, done.stderr)

    def test_an_interrupt_ends_with_the_summary_of_what_ran(self):
        with Server(b"", closes=False) as silent, tempfile.TemporaryDirectory() as folder:
            process = subprocess.Popen([PROGRAM, "test", silent.url, "--cases", "1.2.1,2.2"], stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, text=True, cwd=folder)
            while not silent.open:
                pass
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=TIMEOUT)
            self.assertEqual(process.returncode, 130)
            self.assertIn("0 cases in ", out)
            self.assertIn("2 not run", out)
            self.assertEqual(list(index_of(folder + "/reports/servers").values()), [{}])

    def test_the_demonstration_needs_nothing_and_says_where_its_reports_are(self):
        with tempfile.TemporaryDirectory() as folder:
            done = run("demo", cwd=folder)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
            self.assertIn(os.path.realpath(folder) + "/reports/demo", done.stdout)
            self.assertIn("frameglass-echo_case_1.2.1.txt", os.listdir(folder + "/reports/demo"))


class NoConnection(unittest.TestCase):
    def expect_trouble(self, url, *parts, options=()):
        done = run("test", url, *options)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)
        self.assertGreaterEqual(len(done.stderr.splitlines()), 3, done.stderr)
        self.assertNotIn("\x1b", done.stderr + done.stdout)

    def test_a_refused_connection(self):
        self.expect_trouble("ws://127.0.0.1:%d/" % free_port(), "refused the connection", "Start the server")

    def test_a_word_that_is_neither_a_command_nor_a_file(self):
        done = run("sesion.pcapng")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn('no command "sesion.pcapng" and no file of this name', done.stderr)

    def test_an_unknown_host(self):
        self.expect_trouble("ws://no-such-host.invalid/", "was not found", "spelling")

    def test_a_server_without_tls(self):
        with Echo() as echo:
            self.expect_trouble(echo.url.replace("ws://", "wss://"), "TLS", "ws://")


    def test_servers_of_which_some_could_be_reached_are_exit_code_1(self):
        with Echo() as echo, tempfile.TemporaryDirectory() as folder:
            done = run("test", "--agent", "gone=ws://127.0.0.1:%d/" % free_port(), "--agent", "here=" + echo.url,
                       "--cases", "2.*", "--exclude", "2.10,2.11", "--report", folder, "--junit", folder + "/junit.xml")
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("refused the connection", done.stderr)
            self.assertIn("9 cases in ", done.stdout)
            self.assertEqual(len(index_of(folder)["here"]), 9)
            suites = xml.etree.ElementTree.parse(folder + "/junit.xml").getroot()
            self.assertEqual(sum(int(suite.get("errors")) for suite in suites.iter("testsuite")), 1)

    def test_none_of_several_servers_is_exit_code_3(self):
        self.expect_trouble("ws://127.0.0.1:%d/a" % free_port(), "refused", options=["ws://127.0.0.1:%d/b" % free_port()])


class NoWebSocket(unittest.TestCase):
    """TCP connects, but no WebSocket opens: each case gets a verdict, and the run continues."""

    def expect_failures(self, says, *parts):
        with Server(says) as server:
            done = run("test", server.url, "--cases", "1.1.*")
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertEqual(len(re.findall(r"(?m)^1\.1\.\d {2,}FAILED {2,}FAILED {2,}-", done.stdout)), 8)
            for part in parts:
                self.assertIn(part, done.stderr)
            self.assertNotIn("\x1b", done.stderr + done.stdout)

    def test_an_answer_that_is_no_101_with_its_body(self):
        self.expect_failures(b"HTTP/1.1 404 Not Found\r\nContent-Length: 11\r\n\r\nno \x1broute.\n",
                             "status 404", "no \\x1broute.", "path")

    def test_a_server_in_trouble(self):
        self.expect_failures(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n", "status 500")

    def test_the_fields_of_a_refusal_without_their_secrets(self):
        head = (b"HTTP/1.1 302 Found\r\nLocation: ../new?token=letmein\r\nSet-Cookie: id=letmein\r\n"
                b"Content-Length: 0\r\n\r\n")
        with Server(head) as server:
            record = PLACE + "/refused.pcapng"
            done = run("connect", server.url + "old/ws", "--send", "x", "--record", record)
            self.assertEqual(done.returncode, 3)
            self.assertIn("\n    Set-Cookie: *", done.stderr)
            self.assertIn('redirects to "../new?token=*******"; try "' + server.url + 'new?token=*******".', done.stderr)
            shown = run("show", record)
            self.assertIn("\n    Set-Cookie: *", shown.stdout)
            self.assertNotIn("letmein", done.stderr + done.stdout + shown.stdout)
            self.assertIn("\n    Set-Cookie: id=letmein\n", run("show", record, "--secrets").stdout)

    def test_a_limit_of_ours_is_called_ours(self):
        head = b"HTTP/1.1 101 Switching Protocols\r\nContent-Security-Policy: %s\r\n\r\n" % (b"c" * 17_000)
        with Server(head) as server:
            done = run("connect", server.url, "--send", "x")
        self.assertEqual(done.returncode, 3)
        self.assertIn("longer than our limit of 16 KiB", done.stderr)
        self.assertIn("The limit is ours", done.stderr)
        self.assertNotIn("breaks", done.stderr)

    def test_compressed_messages_say_what_they_say(self):
        with Echo() as echo:
            record = PLACE + "/compressed.pcapng"
            done = run("connect", echo.url, "--deflate", "--send", "hello hello hello", "--record", record)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for text in (done.stdout, run("show", record).stdout):
                self.assertEqual(text.count("inflated: hello hello hello"), 2, text)

    def test_junk_in_place_of_http(self):
        self.expect_failures(b"220 mail.example ESMTP\r\n", "does not speak HTTP", "220 mail.example")

    def test_a_server_that_hangs_up(self):
        self.expect_failures(b"", "hung up")


class WhatWouldRun(unittest.TestCase):
    def test_list_prints_cases_with_titles_and_needs_no_server(self):
        done = run("test", "--list")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(len(done.stdout.splitlines()), 517)
        done = run("test", "--list", "--cases", "2.2,2.1", "--exclude", "2.1")
        self.assertRegex(done.stdout, r"\A2\.2 {2,}\S.*\n\Z")

    def test_dry_run_says_what_would_run_against_whom_and_connects_to_nobody(self):
        with tempfile.TemporaryDirectory() as folder:
            done = run("test", "ws://127.0.0.1:1/a", "ws://127.0.0.1:1/b", "--agent", "c=wss://host/", "--cases", "2.2",
                       "--dry-run", cwd=folder)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for agent in ("ws://127.0.0.1:1/a at ws://127.0.0.1:1/a", "ws://127.0.0.1:1/b at ws://127.0.0.1:1/b",
                          "c at wss://host/"):
                self.assertRegex(done.stdout, r"(?m)^agent %s: 1 case\n2\.2 {2,}\S" % re.escape(agent))
            self.assertIn("reports/servers", done.stdout)
            self.assertEqual(os.listdir(folder), [])


    def test_a_pattern_that_fits_no_case_is_named_and_has_no_effect(self):
        done = run("test", "--list", "--cases", "10.*,11.*", "--exclude", ",7.9.13")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"\A10\.1\.1 {2,}\S.*\n\Z")
        self.assertEqual(done.stderr, "".join('frameglass: %s: no case fits "%s", which has no effect\n' % idle for idle in
                                              (("--cases", "11.*"), ("--exclude", ""), ("--exclude", "7.9.13"))))

    def test_a_star_may_stand_anywhere(self):
        for pattern, count in (("12.*.1", 50), ("6.2*", 60), ("*.1.1,2.2", 26 + 1)):
            done = run("test", "--list", "--cases", pattern)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertEqual(len(done.stdout.splitlines()), count, pattern)


class SpecFiles(unittest.TestCase):
    def write(self, folder, text):
        path = folder + "/fuzzingclient.json"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_servers_cases_and_folder_are_what_the_file_says(self):
        with Echo() as first, Echo() as second, tempfile.TemporaryDirectory() as folder:
            spec = self.write(folder, json.dumps({
                "outdir": folder + "/out",
                "options": {"failByDrop": False},
                "servers": [{"agent": "one", "url": first.url}, {"agent": "two", "url": second.url}],
                "cases": ["2.*"], "exclude-cases": ["2.10", "2.11"], "exclude-agent-cases": {"two": ["2.1"]}}))
            done = run("test", "--spec", spec)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            index = index_of(folder + "/out")
            self.assertEqual((len(index["one"]), len(index["two"])), (9, 8))
            run("test", "--spec", spec, "--cases", "2.1,2.2,3.1", "--report", folder + "/other")
            index = index_of(folder + "/other")
            self.assertEqual((list(index["one"]), list(index["two"])), (["2.1", "2.2"], ["2.2"]))

    def test_what_the_file_does_not_get_is_said_once_on_standard_error(self):
        with tempfile.TemporaryDirectory() as folder:
            spec = self.write(folder, '{"servers": [{"url": "ws://127.0.0.1:1/"}],\n"cases": ["2.2"],\n"colour": 1}')
            done = run("test", "--spec", spec, "--dry-run")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertRegex(done.stderr, r'\Aframeglass: .*fuzzingclient\.json:3: "colour": .*\n\Z')

    def test_a_file_that_leaves_no_case_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            for cases in ('["11.*"]', '["1.*"], "exclude-cases": ["*"]', '[]'):
                spec = self.write(folder, '{"servers": [{"url": "ws://127.0.0.1:1/"}], "cases": %s}' % cases)
                done = run("test", "--spec", spec)
                self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
                self.assertIn("leave no case to run", done.stderr)

    def test_patterns_without_effect_are_named_before_it_is_said_that_no_case_is_left(self):
        with tempfile.TemporaryDirectory() as folder:
            for command, target in (("test", '"servers": [{"url": "ws://127.0.0.1:1/"}]'),
                                    ("serve", '"url": "ws://127.0.0.1:1/"')):
                for pattern in ("99.*", "1", "", "1.1.?"):
                    spec = self.write(folder, '{%s, "cases": ["%s"]}' % (target, pattern))
                    done = run(command, "--spec", spec)
                    lines = done.stderr.splitlines()
                    self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
                    self.assertTrue(lines[0].endswith(f'"cases": no case fits "{pattern}", which has no effect'), lines)
                    self.assertIn("leave no case to run", lines[1])

    def test_an_error_is_refused_with_line_key_and_what_was_expected(self):
        with tempfile.TemporaryDirectory() as folder:
            done = run("test", "--spec", self.write(folder, '{\n"outdir": 7,\n"servers": []}'))
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertRegex(done.stderr, r'fuzzingclient\.json:2: "outdir": expected .*folder')


class FilesForOthers(unittest.TestCase):
    def test_junit_is_well_formed_xml_and_tap_has_its_plan(self):
        with Echo() as echo, tempfile.TemporaryDirectory() as folder:
            done = run("test", "--agent", 'a<&"]]>=' + echo.url, "--cases", "2.*,7.1.6", "--junit", folder + "/junit.xml",
                       "--tap", folder + "/run.tap")
            self.assertEqual(done.returncode, 0, done.stderr)
            cases = list(xml.etree.ElementTree.parse(folder + "/junit.xml").getroot().iter("testcase"))
            self.assertEqual(len(cases), 12)
            with open(folder + "/run.tap", encoding="utf-8") as file:
                tap = file.read()
            self.assertTrue(tap.startswith("TAP version 14\n1..12\n"), tap[:100])

    def test_a_file_that_cannot_be_written_is_told_before_the_run(self):
        with Echo() as echo:
            for option in ("--junit", "--tap", "--save-baseline"):
                done = run("test", echo.url, "--cases", "2.2", option, "/nowhere/file")
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("/nowhere/file", done.stderr)

    def test_agents_whose_names_come_to_the_same_file_have_one_each(self):
        with Echo() as echo, tempfile.TemporaryDirectory() as folder:
            agents = [word for name in ("a b", "a-b", "A/B") for word in ("--agent", f"{name}={echo.url}")]
            run("test", *agents, "--cases", "2.2", "--report", folder)
            texts = [name for name in os.listdir(folder) if name.endswith(".txt")]
            self.assertEqual(len({name.lower() for name in texts}), 3, texts)

    def test_what_was_there_under_another_name_stays(self):
        with Echo() as echo, tempfile.TemporaryDirectory() as folder:
            with open(folder + "/j.xml.part", "w", encoding="utf-8") as file:
                file.write("mine")
            self.assertEqual(run("test", echo.url, "--cases", "2.2", "--junit", folder + "/j.xml").returncode, 0)
            with open(folder + "/j.xml.part", encoding="utf-8") as file:
                self.assertEqual(file.read(), "mine")

    def test_folders_and_the_index_itself_are_no_place_for_a_report(self):
        with Echo() as echo, tempfile.TemporaryDirectory() as folder:
            for file in (folder, folder + "/index.html", folder + "/index.json"):
                done = run("test", echo.url, "--cases", "2.2", "--report", folder, "--junit", file)
                self.assertEqual((done.returncode, done.stdout), (2, ""), file)

    def test_two_reports_in_one_file_are_refused(self):
        with Echo() as echo, tempfile.TemporaryDirectory() as folder:
            done = run("test", echo.url, "--cases", "2.2", "--junit", folder + "/x", "--tap", folder + "/../"
                       + os.path.basename(folder) + "/x")
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("the same file", done.stderr)
            self.assertEqual(os.listdir(folder), [])

    def test_against_a_baseline_only_what_regressed_is_a_failure(self):
        with tempfile.TemporaryDirectory() as folder:
            baseline = folder + "/baseline"
            with Echo() as echo:
                agent = ["--agent", "peer=" + echo.url]
                done = run("test", *agent, "--cases", "1.1.*", "--save-baseline", baseline)
                self.assertEqual(done.returncode, 0, done.stderr)
                done = run("test", *agent, "--cases", "1.1.*", "--baseline", baseline)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("0 regressed, 0 fixed, 0 changed.", done.stdout)
            with Server(b"HTTP/1.1 500 No\r\n\r\n") as broken:
                agent = ["--agent", "peer=" + broken.url, "--cases", "1.1.1,1.1.2"]
                done = run("test", *agent, "--baseline", baseline, "--save-baseline", baseline + "2")
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertRegex(done.stdout, r"(?m)^peer 1\.1\.1 regressed: ")
                self.assertIn("2 regressed", done.stdout)
                done = run("test", *agent, "--baseline", baseline + "2")
                self.assertEqual(done.returncode, 0, done.stdout)
            with Echo() as echo:
                done = run("test", "--agent", "peer=" + echo.url, "--cases", "1.1.1", "--baseline", baseline + "2")
                self.assertIn("1 fixed", done.stdout)

    def test_an_index_or_a_report_folder_is_a_baseline_too(self):
        with tempfile.TemporaryDirectory() as folder:
            report = folder + "/report"
            with Echo() as echo:
                run("test", "--agent", "peer=" + echo.url, "--cases", "1.1.*", "--report", report)
            for kept in (report, report + "/index.json"):
                with Server(b"HTTP/1.1 500 No\r\n\r\n") as broken:
                    done = run("test", "--agent", "peer=" + broken.url, "--cases", "1.1.1", "--baseline", kept,
                               "--report", folder + "/new")
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertRegex(done.stdout, r"(?m)^peer 1\.1\.1 regressed: was OK, closing OK, code 1000; is FAILED")
            # A pipe can be read only once.
            pipe = folder + "/pipe"
            os.mkfifo(pipe)
            with Echo() as echo, subprocess.Popen(["cp", report + "/index.json", pipe]) as writer:
                done = run("test", "--agent", "peer=" + echo.url, "--cases", "1.1.1", "--baseline", pipe,
                           "--report", folder + "/new")
                writer.kill()
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("0 regressed", done.stdout)
            # One of another tester, of an older suite: what it has beside our cases is named.
            with open(folder + "/index.json", "w", encoding="utf-8") as file:
                file.write('{"peer": {"1.1.1": {"behavior": "FAILED", "behaviorClose": "OK"}, '
                           '"7.9.13": {"behavior": "OK", "behaviorClose": "OK"}}}')
            with Echo() as echo:
                done = run("test", "--agent", "peer=" + echo.url, "--cases", "1.1.1", "--baseline",
                           folder + "/index.json", "--report", folder + "/new")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("1 fixed", done.stdout)
            self.assertIn("7.9.13", done.stderr)

    def test_no_baseline_is_saved_of_a_run_in_which_something_is_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            run("test", "ws://127.0.0.1:%d/" % free_port(), "--save-baseline", folder + "/baseline")
            self.assertEqual(os.listdir(folder), [])

    def test_a_damaged_baseline_is_refused_before_anything_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(folder + "/baseline", "w", encoding="utf-8") as file:
                file.write("frameglass baseline 1\nnonsense\n")
            done = run("test", "ws://127.0.0.1:1/", "--baseline", folder + "/baseline")
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("baseline", done.stderr)


class EchoCommand(unittest.TestCase):
    def test_says_where_it_listens_and_ends_on_either_signal(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            echo = Echo()
            self.assertRegex(echo.line, r"\Alistening ws://127\.0\.0\.1:\d+/\n\Z")
            self.assertEqual(echo.stop(how), 0)

    def test_a_port_that_is_taken_is_exit_code_3(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = run("echo", "--port", str(taken.getsockname()[1]))
            self.assertEqual(done.returncode, 3)
            self.assertIn("Cannot listen", done.stderr)

    def test_speaks_tls_with_its_own_certificate(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = folder + "/certificate.pem", folder + "/key.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
                           check=True, capture_output=True)
            with Echo("--cert", certificate, "--key", key) as echo:
                self.assertTrue(echo.url.startswith("wss://127.0.0.1:"))
                done = run("test", echo.url, "--cases", "2.2", "--ca", certificate)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                done = run("test", echo.url, "--cases", "2.2", "--insecure")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                done = run("test", echo.url, "--cases", "2.2")
                self.assertEqual(done.returncode, 3)
                self.assertIn("not trusted", done.stderr)
                done = run("test", echo.url, "--cases", "2.2", "--ca", certificate, "--server-name", "other.example")
                self.assertEqual(done.returncode, 3)
                self.assertIn("HostNameMismatch", done.stderr)

    def test_a_client_certificate_is_shown_to_a_server_that_demands_one(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = folder + "/certificate.pem", folder + "/key.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
                           check=True, capture_output=True)
            server = subprocess.Popen([PROGRAM, "serve", "--port", "0", "--web-port", "0", "--cert", certificate, "--key", key,
                                       "--client-ca", certificate], stdout=subprocess.PIPE, text=True, cwd=folder)
            try:
                # At this URL the server sends the number of cases and closes. It does not echo, but it opens a WebSocket.
                url = server.stdout.readline().split()[1].rstrip("/") + "/getCaseCount"
                with_it = run("test", url, "--cases", "2.2", "--ca", certificate, "--cert", certificate, "--key", key)
                without = run("test", url, "--cases", "2.2", "--ca", certificate)
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(TIMEOUT)
                server.stdout.close()
            self.assertRegex(with_it.stdout, r"(?m)^2\.2 .* 1000 ")
            self.assertNotRegex(without.stdout, r"(?m)^2\.2 .* 1000 ")
            self.assertIn(without.returncode, (1, 3))


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    with tempfile.TemporaryDirectory() as PLACE:
        unittest.main()
