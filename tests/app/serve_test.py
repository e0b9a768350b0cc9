#!/usr/bin/env python3
"""Server mode on the command line: spec files, the client that it starts, signals and exit codes.

Usage: serve_test.py PROGRAM
"""

import json
import os
import re
import shlex
import signal
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import xml.etree.ElementTree

from support import (CLOSE, PONG, TEXT, TIMEOUT, Client, Gone, Server, frame, free_port, index_of, main,
                     make_certificate, run, verdicts)

HERE = os.path.dirname(os.path.abspath(__file__))
# A client for --exec that echoes each case, as existing drivers do.
DRIVER = """
import re, sys
sys.argv.insert(1, "-")
sys.path.insert(0, %r)
from support import Client, Gone
port = int(re.search(r":(\\d+)", sys.argv[2]).group(1))
with Client(port, "/getCaseCount") as client:
    count = int(client.read_frame()[2])
for number in range(1, min(count, int(sys.argv[3])) + 1):
    with Client(port, "/runCase?case=%%d&agent=driver" %% number) as client:
        try:
            while True:
                opcode, fin, payload = client.read_frame()
                client.say({9: 10}.get(opcode, opcode), payload[:2] if opcode == 8 else payload, fin)
        except (Gone, OSError):
            pass
sys.exit(int(sys.argv[4]))
""" % HERE


class Place(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name

    def write(self, name, text):
        path = os.path.join(self.place, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def spec(self, **keys):
        return self.write("fuzzingserver.json", json.dumps(keys))

    def ran(self, server, target, respond):
        """Runs a case with a client that calls `respond(client)` until the connection has ended."""
        with Client(server.port, target) as client:
            try:
                while True:
                    respond(client)
            except (Gone, OSError):
                pass


def echo_once(client):
    opcode, fin, payload = client.read_frame()
    client.say({9: 10}.get(opcode, opcode), payload[:2] if opcode == CLOSE else payload, fin)


def answer_nothing_but_the_violation(client):
    """Acts like a client that reads everything at once, and finds the violation before it has echoed the message."""
    opcode, _, _ = client.read_frame()
    first, _ = client.read(2)
    if opcode != CLOSE and first & 0x70:
        client.say(CLOSE, (1002).to_bytes(2, "big"))
        client.read(1 << 20)


class SpecFiles(Place):
    def test_say_where_to_listen_which_cases_to_run_and_where_reports_go(self):
        port, page = free_port(), free_port()
        spec = self.spec(url="ws://127.0.0.1:%d" % port, outdir="out", webport=page, options={"failByDrop": False},
                         cases=["1.1.*", "2.*"], **{"exclude-cases": ["2.10", "2.11"],
                                                    "exclude-agent-cases": {"lazy*": ["2.*"]}})
        with Server("serve", "--spec", spec, cwd=self.place) as server:
            self.assertEqual(server.port, port)
            self.assertRegex(server.process.stdout.readline(), r"^page http://127\.0\.0\.1:%d/" % page)
            with Client(port, "/getCaseCount") as client:
                self.assertEqual(client.read_frame(), (TEXT, True, b"17"))
            self.ran(server, "/runCase?case=1&agent=a", echo_once)
            self.ran(server, "/runCase?casetuple=2.1&agent=lazybones", echo_once)
            # A client can name any case of the set, also one that is not selected.
            self.ran(server, "/runCase?casetuple=1.2.1&agent=a", echo_once)
            code, _, err = server.stop()
            self.assertEqual((code, err), (0, ""))
        self.assertEqual(index_of(self.place + "/out"), {"a": {"1.1.1": "OK", "1.2.1": "OK"}})

    def test_a_wss_url_comes_with_certificate_and_key(self):
        cert, key = make_certificate(self.place, "server", "subjectAltName=IP:127.0.0.1")
        spec = self.spec(url="wss://localhost:%d" % free_port(), cert=cert, key=key, webport=0, cases=["*"])
        with Server("serve", "--spec", spec, cwd=self.place) as server:
            self.assertTrue(server.url.startswith("wss://127.0.0.1:"))
            done = run("test", server.url + "/getCaseCount", "--cases", "1.1.1", "--ca", cert, cwd=self.place)
            # The server does not echo here, but the connection opened.
            self.assertEqual(verdicts(done.stdout)["1.1.1"][2], "1000")

    def test_what_the_command_line_says_goes_before_it(self):
        spec = self.spec(url="ws://127.0.0.1:%d" % free_port(), outdir="out", cases=["1.*", "2.*"])
        with Server("serve", "--spec", spec, "--port", "0", "--web-port", "0", "--listen", "127.0.0.2", "--report",
                    "elsewhere", "--cases", "2.*,3.*", "--exclude", "2.1", cwd=self.place) as server:
            self.assertTrue(server.url.startswith("ws://127.0.0.2:"))
        self.assertEqual(sorted(os.listdir(self.place + "/elsewhere")), ["index.html", "index.json"])
        self.assertFalse(os.path.exists(self.place + "/out"))

    def test_a_name_that_is_no_address_here_is_said_and_loopback_it_is(self):
        spec = self.spec(url="ws://tests.example:%d" % free_port(), webport=0, cases=["*"], colour="red")
        with Server("serve", "--spec", spec, cwd=self.place) as server:
            self.assertTrue(server.url.startswith("ws://127.0.0.1:"))
            _, _, err = server.stop()
        self.assertIn('"tests.example"', err)
        self.assertIn('"colour"', err)

    def test_an_error_is_refused_with_line_key_and_what_was_expected(self):
        for text, expected in (
            ('{\n"url": 7,\n"cases": ["*"]}', r':2: "url": expected the URL .*, found a number'),
            ('{\n\n"url": "http://a",\n"cases": ["*"]}', r':3: "url": expected .*, found "http://a"'),
            ('{"url": "wss://127.0.0.1:9001",\n"cases": ["*"]}', r':1: "cert": is missing; expected .* PEM file'),
            ('{"url": "wss://127.0.0.1:9001", "cert": "a",\n"key": 1, "cases": ["*"]}',
             r':2: "key": expected .* PEM file, found a number'),
            ('{"url": "ws://127.0.0.1:9001"}', r':1: "cases": is missing; expected a list'),
            ('{"url": "ws://127.0.0.1:9001", "cases": ["*"],\n"webport": 65536}', r':2: "webport": expected a port'),
            ('{"url": "ws://127.0.0.1:9001", "cases": ["*"],\n"outdir": []}', r':2: "outdir": expected .*folder'),
            ('{"url": "ws://127.0.0.1:9001", "cases": ["*"],\n"exclude-agent-cases": {"a": "*"}}', r':2: "a": expected'),
            ('{\n"url": "ws://127.0.0.1:9001"\n"cases"', r":3: column 1: expected a comma"),
        ):
            done = run("serve", "--spec", self.write("bad.json", text), cwd=self.place)
            self.assertEqual((done.returncode, done.stdout), (2, ""), text)
            self.assertRegex(done.stderr, r"bad\.json" + expected)
        done = run("serve", "--spec", self.spec(url="ws://127.0.0.1:9001", cases=["99.*"]), cwd=self.place)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("leave no case to run", done.stderr)
        done = run("serve", "--spec", "/nowhere.json", cwd=self.place)
        self.assertEqual(done.returncode, 2)
        self.assertIn("/nowhere.json", done.stderr)
        done = run("serve", "--spec", "/dev/zero", cwd=self.place)
        self.assertEqual(done.returncode, 2)
        self.assertIn("16 MiB", done.stderr)


class Exec(Place):
    """The client under test is a command: the exit code tells its verdict."""

    def served(self, cases, runs, ends=0, *options):
        driver = self.write("driver.py", DRIVER)
        command = f"{shlex.quote(sys.executable)} {shlex.quote(driver)} {{url}} {runs} {ends}"
        return run("serve", "--port", "0", "--web-port", "0", "--cases", cases, "--exec", command, *options,
                   cwd=self.place)

    def test_0_when_no_case_failed_whatever_the_client_says_of_itself(self):
        done = self.served("1.1.1,1.1.2,2.2", 3, 5, "--junit", "junit.xml", "--tap", "run.tap")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual({line[0] for line in verdicts(done.stdout).values()}, {"OK"})
        self.assertIn("exit code 5", done.stdout)
        self.assertEqual(len(list(xml.etree.ElementTree.parse(self.place + "/junit.xml").iter("testcase"))), 3)
        self.assertEqual(index_of(self.place + "/reports/clients"),
                         {"driver": {"1.1.1": "OK", "1.1.2": "OK", "2.2": "OK"}})

    def test_1_when_a_case_failed(self):
        done = self.served("1.1.1,5.1", 2)  # the client answers a fragmented ping, which is illegal
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(verdicts(done.stdout)["5.1"][1], "FAILED")

    def test_1_when_it_ended_before_all_cases_had_run(self):
        done = self.served("1.1.1,1.1.2", 1)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("1 not run", done.stdout)

    def test_3_when_it_ran_none_or_could_not_be_started(self):
        self.assertEqual(self.served("1.1.1", 0).returncode, 3)
        done = run("serve", "--port", "0", "--web-port", "0", "--exec", "/nowhere/client", cwd=self.place)
        self.assertEqual(done.returncode, 3)

    def test_its_output_does_not_mix_with_the_verdicts(self):
        done = run("serve", "--port", "0", "--web-port", "0", "--exec", "echo said by the client", cwd=self.place)
        self.assertNotIn("said by", done.stdout)
        self.assertIn("said by the client", done.stderr)


class Signals(Place):
    def test_either_ends_it_with_a_valid_report_of_what_ran(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            with Server("serve", "--port", "0", "--web-port", "0", "--cases", "1.1.*", "--junit", "j.xml",
                        cwd=self.place) as server:
                self.ran(server, "/runCase?case=1&agent=a", echo_once)
                with Client(server.port, "/runCase?case=2&agent=a") as under_way:
                    under_way.read_frame()
                    code, out, _ = server.stop(how)
            self.assertEqual(code, 0, out)
            self.assertEqual(index_of(self.place + "/reports/clients"), {"a": {"1.1.1": "OK"}})
            self.assertRegex(out, r"a: 1 cases? ran, 0 failed .*, 7 not run")
            self.assertIn("\na: 1 case was interrupted and has no result.\n", out)
            xml.etree.ElementTree.parse(self.place + "/j.xml")

    def test_an_agent_without_a_result_is_named_by_what_was_interrupted(self):
        with Server("serve", "--port", "0", "--web-port", "0", "--cases", "1.1.*", cwd=self.place) as server:
            with Client(server.port, "/runCase?case=2&agent=z") as under_way:
                under_way.read_frame()
                out = server.stop(signal.SIGINT)[1]
        self.assertIn("\nz: 1 case was interrupted and has no result.\n", out)
        self.assertNotIn("No client ran a case", out)

    def test_a_failed_case_is_exit_code_1_also_then(self):
        with Server("serve", "--port", "0", "--web-port", "0", "--cases", "1.1.1", cwd=self.place) as server:
            self.ran(server, "/runCase?case=1&agent=a", lambda client: client.say(TEXT, b"wrong") or echo_once(client))
            self.assertEqual(server.stop()[0], 1)

    def test_with_a_client_of_its_own_it_is_130_and_the_client_is_ended_too(self):
        pid = os.path.join(self.place, "pid")
        with Server("serve", "--port", "0", "--web-port", "0", "--exec", "echo $$ > %s; exec sleep 600" % shlex.quote(pid),
                    cwd=self.place) as server:
            began = time.monotonic()
            while not (os.path.exists(pid) and os.path.getsize(pid)) and time.monotonic() - began < TIMEOUT:
                time.sleep(0.01)
            self.assertEqual(server.stop(signal.SIGINT)[0], 130)
        with open(pid, encoding="utf-8") as file:
            self.assertRaises(ProcessLookupError, os.kill, int(file.read()), 0)

    def test_a_client_can_end_it(self):
        with Server("serve", "--port", "0", "--web-port", "0", "--cases", "1.1.1", cwd=self.place) as server:
            self.ran(server, "/runCase?case=1&agent=a", echo_once)
            self.ran(server, "/updateReports?agent=a&shutdownOnComplete=true", echo_once)
            self.assertEqual(server.process.wait(TIMEOUT), 0)


class AfterItsCloseFrame(Place):
    """A client answers our close frame, and then the ping after it: in one segment, or a little later."""

    def answer_both(self, pause):
        def respond(client):
            self.assertEqual(client.read_frame()[0], CLOSE)
            close, pong = (frame(opcode, payload, mask=client.MASK)
                           for opcode, payload in ((CLOSE, b"\x03\xe8"), (PONG, b"")))
            if pause:
                client.send(close)
                time.sleep(pause)
                client.send(pong)
            else:
                client.send(close + pong)
            client.read(1 << 20)
        return respond

    def test_what_a_client_sends_counts_for_no_verdict(self):
        with Server("serve", "--port", "0", "--web-port", "0", cwd=self.place) as server:
            for agent, pause in (("whole", 0), ("cut", 0.03)):
                self.ran(server, "/runCase?casetuple=7.1.3&agent=" + agent, self.answer_both(pause))
            code, out, _ = server.stop()
        self.assertEqual(code, 0, out)
        self.assertEqual(index_of(self.place + "/reports/clients"), {"whole": {"7.1.3": "OK"}, "cut": {"7.1.3": "OK"}})


class ReportOverHttp(Place):
    """The port of the page has the files of the report."""

    def get(self, page, path, **fields):
        request = urllib.request.Request(page.rstrip("/") + path, headers=fields)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()

    def serve(self, *options):
        server = Server("serve", "--port", "0", "--web-port", str(free_port()), *options, cwd=self.place)
        self.addCleanup(server.stop)
        page = server.process.stdout.readline().split()[1]
        self.ran(server, "/runCase?casetuple=1.1.1&agent=My+Client", echo_once)
        self.ran(server, "/updateReports?agent=My+Client", echo_once)
        return page

    def test_under_cwd_and_the_folders_name(self):
        page = self.serve("--report", "./out/my clients")
        for folder in ("/cwd/out/my%20clients/", "/out/my%20clients/", "/cwd/"):
            code, text = self.get(page, folder + "index.json")
            self.assertEqual(code, 200, folder)
            entry = json.loads(text)["My Client"]["1.1.1"]
            self.assertEqual(entry["reportfile"], "my_client_case_1_1_1.json")
            code, text = self.get(page, folder + entry["reportfile"])
            self.assertEqual((code, json.loads(text)["id"]), (200, "1.1.1"))
        for path in ("/cwd/out/", "/cwd/out/my%20clients/", "/cwd/../serve.py", "/out/my%20clients/..%2f..%2fspec",
                     "/index.json"):
            self.assertEqual(self.get(page, path)[0], 404, path)
        self.assertEqual(self.get(page, "/cwd/index.json", Origin="http://evil.example")[0], 403)

    def test_but_not_one_with_secrets(self):
        page = self.serve("--secrets")
        self.assertEqual(self.get(page, "/cwd/reports/clients/index.json")[0], 404)


class Options(Place):
    def rows_of(self, case, respond, *options):
        """Returns the tags of the wire log, and the limit of the case in seconds; None without one."""
        with Server("serve", "--port", "0", "--web-port", "0", *options, cwd=self.place) as server:
            self.ran(server, f"/runCase?casetuple={case}&agent=a", respond)
        with open(f"{self.place}/reports/clients/a_case_{case.replace('.', '_')}.json", encoding="utf-8") as file:
            report = json.load(file)
        self.assertEqual(report["isServer"], True)
        limit = next((row[1] for row in report["wirelog"] if row[0] == "KL"), None)
        return [row[0] for row in report["wirelog"]], limit

    def test_bulk_is_recorded_as_counts_or_in_full(self):
        rows, _ = self.rows_of("9.7.1", echo_once)
        self.assertLess(len(rows), 20)
        rows, _ = self.rows_of("9.7.1", echo_once, "--record", "summary")
        self.assertLess(len(rows), 20)
        rows, _ = self.rows_of("9.7.1", echo_once, "--record", "full")
        self.assertEqual((rows.count("TF"), rows.count("RF")), (1001, 1001))

    def test_the_time_limits_of_cases_can_be_stretched(self):
        for scale in ("0.2", "2"):
            rows, limit = self.rows_of("1.1.1", Client.read_frame, "--timeout-scale", scale)
            self.assertEqual(limit, float(scale))
            self.assertIn("KLE", rows)

    def test_a_verdict_that_is_not_strict_fails_where_that_is_asked_for(self):
        for options, expected in ((), 0), (("--strict",), 1):
            with Server("serve", "--port", "0", "--web-port", "0", *options, cwd=self.place) as server:
                self.ran(server, "/runCase?casetuple=3.2&agent=a", answer_nothing_but_the_violation)
                code, out, _ = server.stop()
            self.assertEqual(code, expected, out)


class Strangers(Place):
    def test_a_page_from_elsewhere_may_not_use_it(self):
        with Server("serve", "--port", "0", "--web-port", "0", cwd=self.place) as server:
            for origin, status in (("http://127.0.0.1:8080", 101), ("http://localhost", 101), ("http://[::1]:3", 101),
                                   ("file://", 101), ("http://evil.example", 403), ("null", 403),
                                   ("http://127.0.0.1.evil.example", 403), ("https://127.0.0.1@evil.example", 403)):
                with Client(server.port, "/getCaseCount", fields=["Origin: " + origin]) as client:
                    self.assertEqual(int(re.match(r"HTTP/1\.1 (\d+)", client.head).group(1)), status, origin)
            fields = ["Origin: http://localhost", "Origin: http://evil.example"]
            with Client(server.port, "/getCaseCount", fields=fields) as client:
                self.assertIn("403", client.head.splitlines()[0])


if __name__ == "__main__":
    main()
