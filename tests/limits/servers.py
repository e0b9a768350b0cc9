"""The servers echo, broadcast and serve: what one client, or many together, can make them hold."""

import functools
import os
import ssl
import subprocess
import time
import zlib

from harness import (BINARY, CLOSE, MEBIBYTE, PING, Client, Program, Row, frame, header, long_message, pump, request)

TOGETHER = "--memory"  # the limit for all connections of a server together
USUAL = 192  # MiB, the default of --memory
SMALL = 32  # MiB, a limit that rows set
# What counts for the limit are octets in use. Resident are also the
# allocator's gaps and what it has not given back yet: up to half of the limit was measured. However small the limit is,
# buffers of sockets, and code and data that are used for the first time, come on top.
GAPS = 0.5  # of the limit
UNCOUNTED = 24  # MiB
LONG = 60 * MEBIBYTE
STORED = b"".join(b"\x00\xff\xff\x00\x00" + bytes(0xffff) for _ in range(2))  # blocks that are not compressed
STATUS = "/getCaseStatus?case=1&agent=nobody"


def most(limit):
    """MiB that a server may take, beyond what it takes when it starts, with this --memory."""
    return limit * (1 + GAPS) + UNCOUNTED


MOST = most(USUAL)
HEADS = most(256 / 16)  # as many connections as there may be, each with the longest head, 64 KiB
REPLIES = most(16)  # the README's limit for replies that wait
MOST_OF_SMALL = most(SMALL)


def opened(server, count, **how):
    return [Client(server.port, **how) for _ in range(count)]


def attack(words, count, load, seconds, **how):
    """What it takes at most while `count` clients do what load(client) says for this time."""
    with Program(*words) as server:
        clients = opened(server, count, **how)
        for client in clients:
            load(client)
        pump(clients, seconds)
        growth = server.growth()
        check_drops(server, seconds)
        for client in clients:
            client.close()
        return growth


def check_drops(server, seconds):
    """Whoever was dropped for its memory is named, with the limit's option."""
    for text in server.error_text().splitlines():
        assert "--memory" in text and "127.0.0.1:" in text and "MiB" in text, text
    if seconds > 15:
        assert server.error_text(), "nobody was dropped, although nobody gave memory back for 15 s"


# --- what clients send ---


def one_long_message(size=LONG):
    return lambda client: setattr(client, "source", long_message(size))


def pings(client):
    client.send_forever(frame(PING, b"p" * 125) * 500)


def empty_pings(client):
    client.send_forever(frame(PING) * 10_000)


def messages_and_empty_pings(client):
    """Messages come back that wait, and after them pongs of two octets each."""
    client.source = iter_after([b"".join(long_message(MEBIBYTE))] * 6, frame(PING) * 10_000)


def fragments_of_one_octet(client):
    client.send(frame(BINARY, b"x", fin=False)).source = iter_after(client.source, frame(0, b"x", fin=False) * 10_000)


def iter_after(first, part):
    yield from first
    while True:
        yield part


@functools.cache
def squeezed(size):
    """`size` zeros, compressed, with the end of the flush."""
    deflate = zlib.compressobj(9, wbits=-15)
    return deflate.compress(bytes(size)) + deflate.flush(zlib.Z_SYNC_FLUSH)


def unfinished_bomb(client):
    """A message of zeros that inflates to 60 MiB and does not end; the context is kept. Its beginning cannot be compressed,
    because the ratio of a message is limited, too."""
    client.send(frame(BINARY, STORED + squeezed(LONG), fin=False, rsv1=True))


def many_bombs(client):
    """Whole messages of 1 MiB, less than 1100 octets each on the wire."""
    client.send_forever(frame(BINARY, squeezed(MEBIBYTE)[:-4], rsv1=True) * 100)


def random_squeezed(size):
    """A message that cannot be compressed, sent as a compressed one: stored blocks."""
    random = os.urandom(0xffff)
    octets = (b"\x00\xff\xff\x00\x00" + random) * (size // len(random)) + b"\x00"
    return lambda client: client.send(header(BINARY, len(octets), rsv1=True), octets)


def close_after_long_message(client):
    client.source = iter([b"".join(long_message(LONG)), frame(CLOSE, b"\x03\xe8")])


def header_without_end(client):
    client.send_forever(b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-Y: " + b"z" * 4000 + b"\r\n")


# --- attacks that are more than one load ---


def comes_again(words, load, seconds):
    """Clients that send something, do not read, and are replaced as soon as they have sent it."""
    with Program(*words) as server:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            clients = opened(server, 8)
            for client in clients:
                load(client)
            pump(clients, min(2, max(0, end - time.monotonic())),
                 until=lambda: all(client.is_over or not client.has_more() for client in clients))
            for client in clients:
                client.close()
        return server.growth()


def slow_headers():
    """Clients that send the head of their request octet by octet."""
    with Program("echo", "--connections", "256") as server:
        clients = opened(server, 250, opening=False)
        octets = request()
        for at in range(40):
            for client in clients:
                client.send(octets[at:at + 1])
            pump(clients, 0.05)
        return server.growth()


def more_connections_than_there_may_be(words, path="/"):
    with Program(*words) as server:
        clients = [Client(server.port, opening=False) for _ in range(290)]
        for client in clients:
            client.send(request(path))
        pump(clients, 3)
        opened_now = sum(client.read_some() != b"" for client in clients)
        assert 0 < opened_now <= 256, f"{opened_now} connections were opened"
        return server.growth()


def tls(count, load, seconds):
    """The loads through TLS."""
    with Program("--version", listens=False) as place:
        folder = place.folder.name
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                   "-subj", "/CN=a", "-days", "2", "-out", folder + "/c.pem", "-keyout", folder + "/k.pem"]
        subprocess.run(command, check=True, capture_output=True)
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return attack(["echo", "--cert", folder + "/c.pem", "--key", folder + "/k.pem"], count, load, seconds,
                      context=context)


# --- honest clients, which the limit must not keep from their work ---


def echoes(client, size):
    """Sends a message, and reads until it has come back."""
    client.received = 0
    client.source = long_message(size)
    whole = size + len(header(BINARY, size)) - 4  # the server does not mask
    pump([client], 120, reads=True, until=lambda: client.is_over or client.received >= whole)
    assert client.received == whole, f"{client.received} of {whole} octets came back"


def one_honest_client():
    with Program("echo") as server:
        for _ in range(3):
            echoes(Client(server.port), 64 * MEBIBYTE)
        assert not server.error_text(), server.error_text()
        return server.growth()


def honest_beside_hostile():
    """200 clients with small messages while 30 others send long ones and do not read."""
    with Program("echo") as server:
        hostile = opened(server, 30)
        for client in hostile:
            client.source = long_message(LONG)
        pump(hostile, 3)
        honest = opened(server, 200)
        for client in honest:
            for _ in range(3):
                echoes(client, 1000)
        return server.growth()


def memory_after_honest_clients():
    """What is resident after 40 clients each have had a message of 60 MiB echoed and now are idle."""
    with Program("echo") as server:
        clients = opened(server, 40)
        whole = LONG + 10
        for client in clients:
            client.source = long_message(LONG)
        pump(clients, 300, reads=True,
             until=lambda: all(client.is_over or client.received >= whole for client in clients))
        assert all(client.received == whole for client in clients), [client.received for client in clients]
        assert not server.error_text(), server.error_text()
        time.sleep(2)
        return server.now()


def memory_after_one_at_a_time():
    with Program("echo") as server:
        clients = opened(server, 40)
        for client in clients:
            echoes(client, LONG)
        time.sleep(2)
        return server.now()


def rows():
    long_queue = ("broadcast", "--longest-message", "64M")
    serve = ("serve", "--port", "0", "--web-port", "0")
    quick, slow = 4, 25
    slower = 45  # near a small limit, whoever has its turn goes on in small steps before it can no longer
    small = ("--memory", f"{SMALL}M")
    skips = ("broadcast", "--slow", "skip")
    return [
        Row("echo", "34 clients send a message of 60 MiB and do not read", TOGETHER, MOST,
            lambda: attack(["echo"], 34, one_long_message(), quick), quick=True),
        Row("broadcast", "34 clients send a message of 60 MiB and do not read", TOGETHER, MOST,
            lambda: attack(long_queue, 34, one_long_message(), quick), quick=True),
        Row("echo", "a client pings and does not read", "replies that wait", REPLIES,
            lambda: attack(["echo"], 1, pings, quick), quick=True),
        Row("broadcast", "a client pings and does not read", "replies that wait", REPLIES,
            lambda: attack(["broadcast"], 1, pings, quick), quick=True),
        Row("serve", "30 clients wait for a status and ping", TOGETHER, MOST,
            lambda: attack(serve, 30, pings, quick, path=STATUS), quick=True),
        Row("echo", "34 clients send a bomb of 60 MiB that does not end", TOGETHER, MOST,
            lambda: attack(["echo"], 34, unfinished_bomb, quick, deflate=True), quick=True),
        Row("broadcast", "8 clients let messages wait and send empty pings, --slow skip", TOGETHER, MOST,
            lambda: attack_quietly(skips, 8, messages_and_empty_pings, quick * 2), quick=True),
        Row("echo", "34 clients send a message of 60 MiB and do not read, 32M", TOGETHER, MOST_OF_SMALL,
            lambda: attack(("echo", *small), 34, one_long_message(), quick), quick=True),
        Row("echo", "64 MiB are sent and read by an honest client", TOGETHER, MOST, one_honest_client, quick=True),

        Row("echo", "34 clients send a message of 60 MiB and do not read, for 25 s", TOGETHER, MOST,
            lambda: attack(["echo"], 34, one_long_message(), slow)),
        Row("broadcast", "34 clients send a message of 60 MiB and do not read, for 25 s", TOGETHER, MOST,
            lambda: attack(long_queue, 34, one_long_message(), slow)),
        Row("echo", "34 clients send a message of 60 MiB and do not read, 32M, for 45 s", TOGETHER, MOST_OF_SMALL,
            lambda: attack(("echo", *small), 34, one_long_message(), slower)),
        Row("broadcast", "34 clients send a message of 60 MiB and do not read, 32M, for 45 s", TOGETHER, MOST_OF_SMALL,
            lambda: attack((*long_queue, *small), 34, one_long_message(), slower)),
        Row("broadcast", "34 clients ping and do not read, 32M", TOGETHER, MOST_OF_SMALL,
            lambda: attack_quietly(("broadcast", *small), 34, pings, 10)),
        Row("broadcast", "8 clients let messages wait and send empty pings, 32M", TOGETHER, MOST_OF_SMALL,
            lambda: attack_quietly((*skips, *small), 8, messages_and_empty_pings, 15)),
        Row("echo", "34 clients send bombs of 1 MiB and do not read, 32M", TOGETHER, MOST_OF_SMALL,
            lambda: attack_quietly(("echo", *small), 34, many_bombs, 10, deflate=True)),
        Row("echo", "34 clients, 200 MiB each, --longest-message 1G", TOGETHER, MOST,
            lambda: attack(["echo", "--longest-message", "1G"], 34, one_long_message(200 * MEBIBYTE), slow)),
        Row("broadcast", "34 clients, 200 MiB each, --longest-message 1G", TOGETHER, MOST,
            lambda: attack(["broadcast", "--longest-message", "1G"], 34, one_long_message(200 * MEBIBYTE), slow)),
        Row("broadcast", "34 clients, 60 MiB each that cannot be compressed, as compressed", TOGETHER, MOST,
            lambda: attack(long_queue, 34, random_squeezed(LONG), 10, deflate=True)),
        Row("broadcast", "200 clients send messages of 1 MiB and do not read", TOGETHER, MOST,
            lambda: attack(["broadcast"], 200, lambda client: client.send_forever(b"".join(long_message(MEBIBYTE))), 10)),
        Row("echo", "34 clients, 60 MiB each, through TLS", TOGETHER, MOST, lambda: tls(34, one_long_message(), slow)),
        Row("echo", "200 clients send 60 MiB each through TLS", TOGETHER, MOST, lambda: tls(200, one_long_message(), 10)),
        Row("echo", "250 clients send 60 MiB each", TOGETHER, MOST, lambda: attack(["echo"], 250, one_long_message(), 10)),
        Row("echo", "34 clients ping and do not read", TOGETHER, MOST, lambda: attack(["echo"], 34, pings, slow)),
        Row("broadcast", "34 clients ping and do not read", TOGETHER, MOST,
            lambda: attack(["broadcast"], 34, pings, slow)),
        Row("broadcast", "200 clients send a thousand empty pings in one read", TOGETHER, MOST,
            lambda: attack(["broadcast"], 200, empty_pings, 10)),
        Row("serve", "30 clients wait for a status and ping, for 25 s", TOGETHER, MOST,
            lambda: attack_quietly(serve, 30, pings, slow, path=STATUS)),
        Row("serve", "200 clients wait for a status and send 30 MiB each", TOGETHER, MOST,
            lambda: attack(serve, 200, one_long_message(30 * MEBIBYTE), 10, path=STATUS)),
        Row("serve", "30 clients run a case and send pings without end", TOGETHER, MOST,
            lambda: attack_quietly(serve, 30, pings, 10, path="/runCase?case=1&agent=a")),
        Row("echo", "200 clients send bombs of 1 MiB and do not read", TOGETHER, MOST,
            lambda: attack_quietly(["echo"], 200, many_bombs, 10, deflate=True)),
        Row("broadcast", "200 clients send bombs of 1 MiB and do not read", TOGETHER, MOST,
            lambda: attack_quietly(["broadcast"], 200, many_bombs, 10, deflate=True)),
        Row("serve", "34 clients run a case with compression and send bombs", TOGETHER, MOST,
            lambda: attack_quietly(serve, 34, many_bombs, 10, deflate=True, path="/runCase?casetuple=12.1.1&agent=a")),
        Row("echo", "34 clients send a message in fragments of one octet", TOGETHER, MOST,
            lambda: attack_quietly(["echo"], 34, fragments_of_one_octet, 10)),
        Row("echo", "clients send 60 MiB and Close, do not read, and come again", TOGETHER, MOST,
            lambda: comes_again(["echo"], close_after_long_message, 12)),
        Row("echo", "100 clients send a head that does not end", "opening handshake", HEADS,
            lambda: attack_quietly(["echo"], 100, header_without_end, 3, opening=False)),
        Row("serve", "100 clients send a head that does not end", "opening handshake", HEADS,
            lambda: attack_quietly(serve, 100, header_without_end, 3, opening=False)),
        Row("echo", "250 clients send their head octet by octet", "opening handshake", HEADS, slow_headers),
        Row("echo", "290 clients connect", "--connections", HEADS, lambda: more_connections_than_there_may_be(["echo"])),
        Row("serve", "290 clients connect", "--connections", HEADS,
            lambda: more_connections_than_there_may_be(serve, STATUS)),  # waits, so the connection stays
        Row("echo", "200 honest clients beside 30 hostile ones", TOGETHER, MOST, honest_beside_hostile),
        Row("echo", "40 honest clients, 60 MiB each, all at once; then idle", "memory goes back", 120,
            memory_after_honest_clients),
        Row("echo", "40 honest clients, 60 MiB each, one by one; then idle", "memory goes back", 120,
            memory_after_one_at_a_time),
    ]


def attack_quietly(words, count, load, seconds, **how):
    """The same where a client may also be dropped for another reason, or not at all."""
    with Program(*words) as server:
        clients = opened(server, count, **how)
        for client in clients:
            load(client)
        pump(clients, seconds)
        growth = server.growth()
        for client in clients:
            client.close()
        return growth
