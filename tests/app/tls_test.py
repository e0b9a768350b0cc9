#!/usr/bin/env python3
"""wss on the command line, as a client and as a server, with certificates made here: what is accepted, and what is refused
with which reason.

Usage: tls_test.py PROGRAM
"""

import html
import json
import os
import ssl
import tempfile
import unittest

from support import BINARY, Client, Listener, Server, Stream, index_of, main, make_certificate, make_expired_certificate, run, verdicts

CASES = "1.1.1,2.2,7.1.1,9.1.1"


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.place = cls.folder.name
        cls.ca = make_certificate(cls.place, "ca", "basicConstraints=critical,CA:TRUE", subject="a test CA")
        leaf = "basicConstraints=CA:FALSE"
        cls.server = make_certificate(cls.place, "server", leaf, "subjectAltName=IP:127.0.0.1", signer=cls.ca)
        cls.elsewhere = make_certificate(cls.place, "elsewhere", leaf, "subjectAltName=DNS:other.example",
                                         signer=cls.ca)
        cls.expired = make_expired_certificate(cls.place, "subjectAltName=IP:127.0.0.1", cls.ca)
        cls.client = make_certificate(cls.place, "client", leaf, signer=cls.ca, subject="a client")
        cls.stranger = make_certificate(cls.place, "stranger", subject="nobody knows")

    def echo(self, identity, *more):
        return Server("echo", "--cert", identity[0], "--key", identity[1], *more, cwd=self.place)

    def outcome_of(self, url, *options):
        return run("test", url, "--cases", CASES, "--agent", "peer", *options, cwd=self.place)

    def expect_fine(self, done):
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertEqual({line[:3] for line in verdicts(done.stdout).values()}, {("OK", "OK", "1000")})

    def expect_refused(self, done, *parts):
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)

    def test_a_server_whose_certificate_an_authority_of_ours_signed_is_tested(self):
        with self.echo(self.server) as echo:
            self.expect_fine(self.outcome_of(echo.url, "--ca", self.ca[0]))
            text = self.place + "/reports/servers/peer_case_1_1_1.html"
            with open(text, encoding="utf-8") as page:
                self.assertIn("TLSv1.3", page.read())

    def test_an_unknown_authority_is_the_reason_of_a_refusal_and_insecure_goes_on(self):
        with self.echo(self.server) as echo:
            self.expect_refused(self.outcome_of(echo.url), "is not trusted")
            self.expect_refused(self.outcome_of(echo.url, "--ca", self.stranger[0]), "is not trusted")
            self.expect_fine(self.outcome_of(echo.url, "--insecure"))

    def test_an_expired_certificate_is_refused_with_that_reason(self):
        with self.echo(self.expired) as echo:
            self.expect_refused(self.outcome_of(echo.url, "--ca", self.ca[0]), "CertificateExpired", "Renew")
            self.expect_fine(self.outcome_of(echo.url, "--ca", self.ca[0], "--insecure"))

    def test_a_certificate_for_another_host_is_refused_with_that_reason_unless_that_host_is_expected(self):
        with self.echo(self.elsewhere) as echo:
            self.expect_refused(self.outcome_of(echo.url, "--ca", self.ca[0]), "HostNameMismatch", "--server-name")
            self.expect_fine(self.outcome_of(echo.url, "--ca", self.ca[0], "--server-name", "other.example"))
            # The name that is sent is another matter.
            self.expect_refused(self.outcome_of(echo.url, "--ca", self.ca[0], "--sni", "other.example"),
                                "HostNameMismatch", "not for 127.0.0.1")

    def test_a_common_name_does_not_count(self):
        named = make_certificate(self.place, "named", "basicConstraints=CA:FALSE", signer=self.ca, subject="localhost")
        with self.echo(named) as echo:
            url = echo.url.replace("127.0.0.1", "localhost")
            self.expect_refused(self.outcome_of(url, "--ca", self.ca[0]), "CommonNameOnly",
                                "its common name is localhost, which does not count")
            self.expect_fine(self.outcome_of(url, "--ca", self.ca[0], "--insecure"))

    def test_single_faults_can_be_allowed(self):
        with self.echo(self.expired) as echo:
            options = ("--ca", self.ca[0], "--allow-fault")
            self.expect_fine(self.outcome_of(echo.url, *options, "CertificateExpired"))
            self.expect_fine(self.outcome_of(echo.url, *options, "KeyTooWeak,CertificateExpired"))
            self.expect_fine(self.outcome_of(echo.url, *options, "KeyTooWeak", "--insecure"))
            self.expect_fine(self.outcome_of(echo.url, "--insecure", *options, "KeyTooWeak"))
            self.expect_refused(self.outcome_of(echo.url, *options, "KeyTooWeak"), "CertificateExpired")
            done = self.outcome_of(echo.url, *options, "Expired")
            self.assertEqual(done.returncode, 2)
            self.assertIn("CertificateExpired", done.stderr)

    def test_a_hostile_common_name_is_escaped(self):
        hostile = make_certificate(self.place, "hostile", "basicConstraints=CA:FALSE", signer=self.ca,
                                   subject="a\x1b[31mred\u202e")
        with self.echo(hostile) as echo:
            done = self.outcome_of(echo.url, "--ca", self.ca[0])
            self.expect_refused(done, "\\x1b[31mred\\u{202e}")
            self.assertNotIn("\x1b", done.stderr + done.stdout)
            self.assertNotIn("\u202e", done.stderr + done.stdout)

    def test_a_weak_key_is_named(self):
        weak = make_certificate(self.place, "weak", "basicConstraints=CA:FALSE", "subjectAltName=IP:127.0.0.1",
                                signer=self.ca, key="rsa:1024")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.load_cert_chain(*weak)

        def serve(stream):
            inner = Stream(context.wrap_socket(stream.socket, server_side=True))
            inner.answer()
            inner.echo()

        with Listener(serve) as server:
            url = server.url.replace("ws:", "wss:")
            self.expect_refused(self.outcome_of(url, "--ca", self.ca[0]), "KeyTooWeak", "RSA with 1024 bits")
            self.expect_fine(self.outcome_of(url, "--ca", self.ca[0], "--insecure"))

    def test_every_report_says_that_verification_was_off_and_what_was_wrong(self):
        with self.echo(self.expired) as echo:
            sentence = "The server's certificate was not verified: faults of it were allowed (CertificateExpired)."
            done = self.outcome_of(echo.url, "--ca", self.ca[0], "--insecure", "--report", "off", "--junit",
                                   "off.xml", "--tap", "off.tap")
            self.expect_fine(done)
            self.assertIn(sentence, done.stdout)
            for file in ("off/index.html", "off/peer_case_1.1.1.txt", "off.xml", "off.tap"):
                self.assertIn(sentence, html.unescape(self.read(file)), file)
            self.assertIn("certificate not verified", self.read("off/peer_case_1_1_1.html"))
            self.assertIn('<property name="certificate-verification" value="off"/>', self.read("off.xml"))
        with self.echo(self.server) as echo:
            done = self.outcome_of(echo.url, "--ca", self.ca[0], "--report", "on", "--junit", "on.xml", "--tap", "on.tap")
            self.expect_fine(done)
            for text in (done.stdout, self.read("on/index.html"), self.read("on/peer_case_1.1.1.txt"),
                         self.read("on/peer_case_1_1_1.html"), self.read("on.xml"), self.read("on.tap")):
                self.assertNotIn("not verified", text)
                self.assertNotIn("certificate-verification", text)

    def read(self, name):
        with open(os.path.join(self.place, name), encoding="utf-8") as file:
            return file.read()

    def test_a_spec_file_does_not_let_a_credential_reach_a_server_that_is_not_verified(self):
        def outcome_of(url, *options):
            with open(self.place + "/spec.json", "w", encoding="utf-8") as file:
                json.dump({"servers": [{"agent": "peer", "url": url}], "cases": ["1.1.1"]}, file)
            return run("test", "--spec", "spec.json", *options, cwd=self.place)

        cookie = ("--header", "Cookie: a=b")
        with self.echo(self.expired) as echo:
            done = outcome_of(echo.url)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("the server's certificate is not verified", done.stderr)
            self.assertIn("was not verified", done.stdout)
            for url, options, named in ((echo.url, cookie, "the field Cookie"),
                                        (echo.url, ("--client-cert", self.client[0], "--client-key", self.client[1]),
                                         "a client certificate"),
                                        (echo.url + "?token=abc", (), "the parameter token of the URL")):
                self.expect_refused(outcome_of(url, *options), named, "CertificateExpired", "--insecure")
                done = outcome_of(url, *options, "--insecure")
                self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
            self.expect_refused(outcome_of(echo.url, "--ca", self.ca[0]), "CertificateExpired")
        with self.echo(self.server) as echo:
            done = outcome_of(echo.url, "--ca", self.ca[0], *cookie)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_the_name_that_is_sent_is_what_the_server_hears(self):
        heard = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.elsewhere)
        context.sni_callback = lambda _, name, __: heard.append(name)

        def serve(stream):
            inner = Stream(context.wrap_socket(stream.socket, server_side=True))
            inner.answer()
            inner.echo()

        with Listener(serve) as server:
            for options in (["--server-name", "other.example"],
                            ["--server-name", "other.example", "--sni", "third.example"]):
                done = run("test", server.url.replace("ws:", "wss:"), "--cases", "1.1.1", "--ca", self.ca[0], *options,
                           cwd=self.place)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(heard, ["other.example", "third.example"])
        done = run("test", "wss://localhost/", "--sni", "127.0.0.1", cwd=self.place)
        self.assertEqual(done.returncode, 2)
        self.assertIn("is an address", done.stderr)

    def demanding(self, version):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = context.maximum_version = version
        context.load_cert_chain(*self.server)
        context.load_verify_locations(self.ca[0])
        context.verify_mode = ssl.CERT_REQUIRED

        def serve(stream):
            inner = Stream(context.wrap_socket(stream.socket, server_side=True))
            inner.answer()
            inner.echo()

        return Listener(serve)

    def test_a_client_certificate_that_is_demanded_is_shown(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.demanding(version) as server:
                self.expect_fine(self.outcome_of(server.url.replace("ws:", "wss:"), "--ca", self.ca[0], "--client-cert",
                                             self.client[0], "--client-key", self.client[1]))

    def test_without_it_the_refusal_names_the_reason_also_where_it_comes_after_the_handshake(self):
        with self.demanding(ssl.TLSVersion.TLSv1_3) as server:
            done = self.outcome_of(server.url.replace("ws:", "wss:"), "--ca", self.ca[0])
        self.expect_refused(done, "certificate required", "--client-cert")
        with self.demanding(ssl.TLSVersion.TLSv1_2) as server:
            done = self.outcome_of(server.url.replace("ws:", "wss:"), "--ca", self.ca[0])
        self.expect_refused(done, "handshake failure", "client certificate")

    def test_with_one_of_a_stranger_the_refusal_says_that_it_is_the_certificate(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.demanding(version) as server:
                done = self.outcome_of(server.url.replace("ws:", "wss:"), "--ca", self.ca[0], "--client-cert",
                                   self.stranger[0], "--client-key", self.stranger[1])
            self.expect_refused(done, "refused the client certificate", '"unknown CA"')

    def test_our_servers_demand_client_certificates_too(self):
        with self.echo(self.server, "--client-ca", self.ca[0]) as echo:
            self.expect_fine(self.outcome_of(echo.url, "--ca", self.ca[0], "--client-cert", self.client[0], "--client-key",
                                         self.client[1]))
            self.expect_refused(self.outcome_of(echo.url, "--ca", self.ca[0]), "certificate required", "--client-cert")

    def test_our_servers_refuse_client_certificates_that_are_expired_or_not_for_clients(self):
        leaf = "basicConstraints=CA:FALSE"
        wrong = make_certificate(self.place, "wrong", leaf, "extendedKeyUsage=serverAuth", signer=self.ca)
        with self.echo(self.server, "--client-ca", self.ca[0]) as echo:
            for identity, alert in ((self.expired, "certificate expired"), (wrong, "unsupported certificate")):
                done = self.outcome_of(echo.url, "--ca", self.ca[0], "--client-cert", identity[0], "--client-key", identity[1])
                self.expect_refused(done, "refused the client certificate", alert)

    def test_files_that_cannot_be_used_are_named(self):
        with self.echo(self.server) as echo:
            for options, named in ((["--ca", self.server[1]], self.server[1]),
                                   (["--ca", self.place + "/none.pem"], self.place + "/none.pem"),
                                   (["--client-cert", self.client[0], "--client-key", self.server[1]],
                                    self.server[1])):
                done = self.outcome_of(echo.url, *options)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(named, done.stderr)

    def test_a_client_is_tested_through_tls(self):
        with Server("serve", "--port", "0", "--web-port", "0", "--cert", self.server[0], "--key", self.server[1],
                    "--client-ca", self.ca[0], "--cases", "1.2.1", "--report", "served", cwd=self.place) as server:
            self.assertTrue(server.url.startswith("wss://127.0.0.1:"))
            context = ssl.create_default_context(cafile=self.ca[0])
            context.load_cert_chain(*self.client)
            with Client(server.port, "/getCaseCount", context) as client:
                self.assertEqual(client.read_frame()[2], b"1")
            with Client(server.port, "/runCase?case=1&agent=a", context) as client:
                opcode, _, payload = client.read_frame()
                self.assertEqual((opcode, payload), (BINARY, b""))
                client.say(BINARY)
                self.assertEqual(client.read_frame()[0], 8)
                client.say(8, b"\x03\xe8")
                self.assertEqual(client.socket.recv(1), b"")
            # A client without a certificate is refused.
            with self.assertRaises((ssl.SSLError, ConnectionError, OSError)):
                bare = ssl.create_default_context(cafile=self.ca[0])
                with Client(server.port, "/getCaseCount", bare) as client:
                    client.read_frame()
            code, _, _ = server.stop()
            self.assertEqual(code, 0)
        self.assertEqual(index_of(self.place + "/served"), {"a": {"1.2.1": "OK"}})
        with open(self.place + "/served/a_case_1_2_1.json", encoding="utf-8") as file:
            self.assertTrue(json.load(file)["isServer"])


if __name__ == "__main__":
    main()
