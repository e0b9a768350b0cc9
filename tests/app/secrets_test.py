#!/usr/bin/env python3
"""No secret leaves the program unless it is asked for: every command runs with secrets of twelve kinds, and everything
that it writes and prints is searched for each of them in clear, percent-encoded, in base64 and in hexadecimal. Session
files hold them, and are for their owner only.

Usage: secrets_test.py PROGRAM [TEST...]
"""

import base64
import json
import os
import re
import socket
import stat
import tempfile
import unittest
import urllib.parse

from support import CLOSE, TIMEOUT, Client, Gone, Listener, Server, accept_key, free_port, main, run

# Each is written in one way that a secret can be sent.
SECRETS = {
    "authorization": "Zq1authorizationKw7~",
    "cookie": "Zq2cookiejarpieceKw7~",
    "field": "Zq3xapikeyfieldKw7~a",
    "target": "Zq4targettokenKw7~ab",
    "inner URL": "Zq5innerurltokenKw7~",
    "subprotocol": "Zq6subprotocolKw7~ab",
    "user": "Zq7userandpassKw7~ab",
    "web token": "eyJhbGciOiJIUzI1NiJ9Zq8~",
    "set-cookie": "Zq9setcookieKw7~abcd",
    "fragment": "Zq10fragmentKw7~abcd",
    "JSON": "Zq11jsonmemberKw7~ab",
    "form": "Zq12formfieldKw7~abc",
}
FIELDS = ["Authorization: Bearer " + SECRETS["authorization"], "Cookie: a=1; sid=" + SECRETS["cookie"],
          "X-Api-Key: " + SECRETS["field"], "Referer: https://%s:pw@host/a" % SECRETS["user"],
          "X-Original-Url: /in?back=https%3A%2F%2Fh%2F%3Ftoken%3D" + SECRETS["inner URL"],
          "X-Any: " + SECRETS["web token"]]
QUERY = "?x=1&access_token=" + SECRETS["target"] + "&agent=it"
SUBPROTOCOLS = "chat,base64url.bearer.authorization.k8s.io." + SECRETS["subprotocol"]
OF_BODIES = {"JSON", "form"}  # bodies that refuse are not in every format
FORMATS = ("text", "html", "json", "ndjson", "csv", "har", "md", "pcapng")


def forms_of(secret):
    """The forms in which a secret must not be found, in lower case where the case does not matter."""
    octets = secret.encode()
    exact = {secret, urllib.parse.quote(secret, safe="")}
    for before in range(3):
        after = -(before + len(octets)) % 3
        text = base64.b64encode(bytes(before) + octets + bytes(after)).decode()
        inner = text[-(-before * 8 // 6):(before + len(octets)) * 8 // 6]
        exact |= {inner, inner.replace("+", "-").replace("/", "_")}
    return exact, {octets.hex(), "".join("%%%02x" % octet for octet in octets)}


FORMS = {name: forms_of(secret) for name, secret in SECRETS.items()}


def found_in(octets):
    """The names of the secrets that are in these octets in any form, also across the lines of a hex dump."""
    text = octets.decode("latin-1")
    closed = re.sub(r"\s", "", text)
    lower = closed.lower()
    return {name for name, (exact, anyhow) in FORMS.items()
            if any(form in text or form in closed for form in exact)
            or any(form in lower for form in anyhow)}


def files_below(folder):
    return [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]


def octets_of(path):
    with open(path, "rb") as file:
        return file.read()


def mode_of(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def refusal():
    body = ('{"error": "expired", "access_token": "%s"}\n'
            '<form><input type="hidden" name="csrf_token" value="%s"></form>\n' % (SECRETS["JSON"], SECRETS["form"]))
    return ("HTTP/1.1 302 Found\r\nLocation: https://host/cb#access_token=%s&state=1\r\nSet-Cookie: sid=%s; Path=/\r\n"
            "Refresh: 5; url=https://host/?code=%s\r\nContent-Length: %d\r\n\r\n%s"
            % (SECRETS["fragment"], SECRETS["set-cookie"], SECRETS["target"], len(body), body)).encode()


def serve(stream):
    """Refuses a request for /refuse; opens any other connection, and echoes. Each answer comes in two parts."""
    request = stream.read_head()
    if request.startswith("GET /refuse"):
        octets = refusal()
        stream.send(octets[:90])
        stream.send(octets[90:])
        stream.socket.shutdown(socket.SHUT_WR)
        return
    key = re.search(r"(?i)sec-websocket-key: (\S+)", request).group(1)
    offered = re.search(r"(?i)sec-websocket-protocol: (.*)\r", request)
    chosen = "Sec-WebSocket-Protocol: %s\r\n" % offered.group(1).split(",")[-1].strip() if offered else ""
    stream.send(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Accept: %s\r\n%sSet-Cookie: sid=%s\r\n\r\n"
                 % (accept_key(key), chosen, SECRETS["set-cookie"])).encode())
    stream.echo()


class Place(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name
        self.printed = {}
        listener = Listener(serve)
        self.addCleanup(listener.__exit__)
        self.url = listener.url

    def at(self, *names):
        return os.path.join(self.place, *names)

    def say(self, name, *words, codes=(0,)):
        """Runs the program; its output is searched later."""
        done = run(*words, cwd=self.place)
        self.assertIn(done.returncode, codes, (words, done.stderr))
        self.printed[name] = done.stdout.encode() + done.stderr.encode()
        return done

    def fields(self):
        return [word for field in FIELDS for word in ("--header", field)]

    def target(self, path=""):
        return [self.url + path + QUERY, "--subprotocol", SUBPROTOCOLS, *self.fields()]

    def written(self):
        """Everything that was printed or written, but for recordings."""
        files = {path[len(self.place):]: octets_of(path) for path in files_below(self.place)
                 if "/recorded/" not in path}
        return {**self.printed, **files}

    def check_nothing_found(self):
        written = self.written()
        for name, octets in written.items():
            self.assertEqual(found_in(octets) | found_in(name.encode()), set(), name)
        return written

    def check_recordings(self):
        recorded = [path for path in files_below(self.place) if "/recorded/" in path]
        self.assertTrue(recorded)
        for path in recorded:
            self.assertEqual(mode_of(path), 0o600, path)
            self.assertEqual(found_in(os.path.basename(path).encode()), set())

    def check_owner_only(self, *names):
        for name in names:
            self.assertEqual(mode_of(self.at(name)), 0o600, name)

    def record(self):
        """Records a connection and a refusal; returns the files."""
        os.makedirs(self.at("recorded"), exist_ok=True)
        names = self.at("recorded", "open.pcapng"), self.at("recorded", "refused.pcapng")
        self.say("open", "connect", *self.target(), "--send", "hello", "--linger", "0", "--octets", "--record",
                 names[0])
        self.say("refused", "connect", *self.target("refuse"), "--send", "hello", "--octets", "--record", names[1],
                 codes=(3,))
        return names


class Search(unittest.TestCase):
    def test_finds_each_secret_in_each_form(self):
        for name, secret in SECRETS.items():
            octets = secret.encode()
            for shift in range(3):
                for filling in (b"", b"ab", b"abcd"):
                    self.assertEqual(found_in(base64.b64encode(b"x" * shift + octets + filling)), {name})
            for text in (secret, urllib.parse.quote(secret), "".join("%%%02X" % octet for octet in octets),
                         octets.hex(), octets.hex().upper(), octets.hex(" "), octets.hex(" ").upper(),
                         "\n     ".join(re.findall("..?.?", octets.hex()))):
                self.assertEqual(found_in(text.encode()), {name}, text)
            self.assertEqual(found_in(("*" * len(secret)).encode()), set())


class Tests(Place):
    def options(self, folder):
        return ["--report", folder, "--junit", folder + ".xml", "--tap", folder + ".tap", "--save-baseline",
                folder + ".base", "--record-dir", self.at("recorded", folder)]

    def run_cases(self, folder, *words):
        """Two agents whose URLs differ in their secrets only, one of which is refused."""
        return self.say(folder, "test", *self.target(), self.url + "refuse" + QUERY, "--cases", "1.1.1,2.1,7.1.1",
                        *self.options(folder), *words, codes=(0, 1))

    def test_write_reports_without_secrets(self):
        self.run_cases("plain")
        self.say("dry", "test", *self.target(), "--dry-run")
        written = self.check_nothing_found()
        for name in ("/plain/index.json", "/plain/index.html", "/plain.xml", "/plain.tap", "/plain.base"):
            self.assertIn(name, written)
        self.assertTrue(any(b"Authorization: ******" in octets for octets in written.values()))
        self.assertEqual(mode_of(self.at("plain", "index.json")) & 0o044, 0o044)
        self.check_recordings()

    def test_write_them_for_their_owner_only_if_asked(self):
        self.run_cases("kept", "--secrets")
        self.assertEqual(mode_of(self.at("kept")), 0o700)
        report = [path for path in files_below(self.at("kept"))]
        self.check_owner_only(*report, "kept.xml", "kept.tap", "kept.base")
        for ending in (".json", ".html", ".txt"):
            found = set().union(*(found_in(octets_of(path)) for path in report if path.endswith(ending)))
            self.assertEqual(found, set(SECRETS) - (OF_BODIES if ending == ".json" else set()), ending)
        self.assertEqual(found_in(" ".join(report).encode()), set())
        self.check_recordings()

    def test_compare_with_baselines_whether_secrets_are_kept_or_not(self):
        self.run_cases("one", "--secrets")
        self.run_cases("two")
        with open(self.at("one.base"), encoding="utf-8") as one, open(self.at("two.base"), encoding="utf-8") as two:
            self.assertEqual(one.read(), two.read())
        again = self.say("again", "test", *self.target(), self.url + "refuse" + QUERY, "--cases", "1.1.1", "--report",
                         "three", "--baseline", "one.base")
        self.assertIn("0 regressed, 0 fixed, 0 changed", again.stdout)

    def test_number_servers_whose_urls_differ_in_their_secrets_only(self):
        other = self.url + QUERY.replace(SECRETS["target"], SECRETS["target"][::-1])
        self.say("alike", "test", self.url + QUERY, other, "--cases", "1.1.1", "--report", "alike")
        shown = self.url + QUERY.replace(SECRETS["target"], "*" * len(SECRETS["target"]))
        with open(self.at("alike", "index.json"), encoding="utf-8") as file:
            self.assertEqual(list(json.load(file)), [shown, shown + " (2)"])
        self.check_nothing_found()

    def test_give_servers_of_a_spec_file_names_without_secrets(self):
        spec = {"outdir": "spec", "cases": ["1.1.1"], "servers": [
            {"agent": "it ?token=" + SECRETS["target"], "url": self.url + QUERY},
            {"agent": "at wss://%s:pw@host/" % SECRETS["user"], "url": self.url + "refuse" + QUERY}]}
        os.makedirs(self.at("recorded"))
        with open(self.at("recorded", "spec.json"), "w", encoding="utf-8") as file:
            json.dump(spec, file)
        self.say("spec", "test", "--spec", self.at("recorded", "spec.json"), "--junit", "spec.xml", codes=(0, 1))
        self.check_nothing_found()


class Serve(Place):
    def run_client(self, port):
        fields = FIELDS + ["Sec-WebSocket-Protocol: " + SUBPROTOCOLS.replace(",", ", "),
                           "Origin: https://%s:pw@127.0.0.1:%d" % (SECRETS["user"], port)]
        for path in ("/runCase?casetuple=1.1.1&", "/runCase?casetuple=7.1.1&"):
            try:
                with Client(port, path + QUERY[1:].replace("agent=it", "agent=it%3Ftoken%3D" + SECRETS["inner URL"]),
                            fields=FIELDS + fields[-2:-1]) as client:
                    while True:
                        opcode, fin, payload = client.read_frame()
                        client.say({9: 10}.get(opcode, opcode), payload[:2] if opcode == CLOSE else payload, fin)
            except (Gone, OSError):
                pass

    def serve(self, folder, *words):
        with Server("serve", "--port", "0", "--web-port", "0", "--report", folder, "--junit", folder + ".xml", "--tap",
                    folder + ".tap", "--record-dir", self.at("recorded", folder), *words, cwd=self.place) as server:
            self.run_client(server.port)
            code, out, err = server.stop()
        self.printed[folder] = out.encode() + err.encode()
        self.assertIn(code, (0, 1), err)

    def test_writes_reports_without_secrets(self):
        self.serve("plain")
        written = self.check_nothing_found()
        self.assertTrue(any(name.startswith("/plain/it_token") for name in written), written.keys())
        self.check_recordings()

    def test_writes_them_for_their_owner_only_if_asked(self):
        self.serve("kept", "--secrets")
        report = files_below(self.at("kept"))
        self.check_owner_only(*report, "kept.xml", "kept.tap")
        self.assertEqual(mode_of(self.at("kept")), 0o700)
        found = set().union(*(found_in(octets_of(path)) for path in report))
        self.assertLessEqual({"authorization", "cookie", "field", "target", "subprotocol", "user", "web token"}, found)
        self.check_recordings()


class Sessions(Place):
    def test_are_printed_and_exported_without_secrets(self):
        for name in self.record():
            self.say("show " + name[-12:], "show", name, "--octets")
            self.say("replay " + name[-12:], "replay", name, self.url + QUERY, "--octets", "--pace", "fast",
                     *self.fields(), "--record", self.at("recorded", "replayed.pcapng"), codes=(0, 2))
            for form in FORMATS:
                self.say(form + name[-12:], "export", name, "--to", form, "--output",
                         os.path.basename(name) + "." + form)
            self.printed["stdout" + name[-12:]] = run("export", name, "--to", "har", cwd=self.place).stdout.encode()
        self.check_nothing_found()
        self.check_recordings()

    def test_are_exported_again_without_secrets_that_were_kept(self):
        for name in self.record():
            for form in ("json", "ndjson", "har", "pcapng"):
                kept = self.at("recorded", os.path.basename(name) + "." + form)
                self.say("kept" + form, "export", name, "--to", form, "--output", kept, "--secrets")
                self.assertEqual(mode_of(kept), 0o600)
                self.say("again" + form, "show", kept, "--octets")
                self.say("text" + form, "export", kept, "--to", "html", "--output",
                         form + os.path.basename(name) + ".html")
        self.check_nothing_found()

    def test_are_exported_with_them_if_asked(self):
        names = self.record()
        for form in FORMATS:
            found = set()
            for name in names:
                file = self.at(os.path.basename(name) + "." + form)
                self.say("kept" + form, "export", name, "--to", form, "--output", file, "--secrets")
                self.assertEqual(mode_of(file), 0o600)
                found |= found_in(octets_of(file))
            self.assertEqual(found, set(SECRETS) - (OF_BODIES if form == "md" else set()), form)

    def test_are_printed_with_them_if_asked(self):
        names = self.record()
        for name in names:
            self.say("kept" + name[-12:], "show", name, "--octets", "--secrets")
        connected = self.say("connect", "connect", *self.target(), "--send", "x", "--linger", "0", "--octets",
                             "--secrets")
        replayed = self.say("replay", "replay", names[0], self.url + QUERY, "--octets", "--secrets", "--pace", "fast")
        for done in (connected, replayed):
            self.assertIn("target", found_in(done.stdout.encode()))

    def test_keep_payloads_whatever_they_hold(self):
        payload = '{"access_token": "of the user"}'
        done = self.say("payload", "connect", *self.target(), "--send", payload, "--linger", "0")
        self.assertIn("of the user", done.stdout)


class Errors(Place):
    def test_quote_nothing_secret(self):
        secret = SECRETS["target"]
        closed = "ws://127.0.0.1:%d/" % free_port()
        for words in (["connect", closed + QUERY],
                      ["test", closed + QUERY, "--report", "r", "--junit", "j.xml", "--tap", "t.tap"],
                      ["connect", "http://u:%s@host/" % secret], ["connect", "ws://u:%s@host/" % secret],
                      ["connect", "ws://u:%s/x@host/" % secret], ["connect", "host/?token=" + secret],
                      ["connect", "ws://h/?token=%s#x" % secret], ["connect", closed, closed + QUERY],
                      ["connect", closed, "--header", "Authorization Bearer " + secret],
                      ["connect", closed, "--header", "Authorization: Bearer " + secret + "\x01"],
                      ["connect", closed, "--header=Coo kie: a=" + secret], ["demo", "ws://h/?token=" + secret],
                      ["ws://h/?token=" + secret], ["test", "--agent", "it=ws://h:x/?token=" + secret],
                      # Misplaced quotes, and a scheme or a name that was forgotten.
                      ["connect", "user:%s@h.example/ws" % secret], ["connect", "ws:user:%s@h" % secret],
                      ["connect", "ws:/user:%s@h" % secret], ["connect", "ws://../?token=a " + secret],
                      ["connect", closed + '?token=ab"' + secret], ["connect", closed + "?token='ab'" + secret],
                      ["serve", "--allow-origin", "u:%s@h" % secret],
                      ["test", "--agent", "ws://h/?token=" + secret], ["test", "Basic " + secret],
                      ["test", closed, "--Authorization: Basic " + secret],
                      ["connect", closed, "--subprotocol", "bearer,a " + secret],
                      ["connect", closed, "--subprotocol", "bearer;%s/a" % secret],
                      ["test", closed, "--header", "Authorization:", "Basic " + secret]):
            self.say(str(len(self.printed)), *words, codes=(2, 3))
        self.check_nothing_found()


if __name__ == "__main__":
    main()
