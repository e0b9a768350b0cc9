#include "app/options/help_text.h"

namespace fg {

std::string helpText()
{
    return R"(Frameglass looks at WebSocket connections octet by octet and tests them against RFC 6455 and RFC 7692.

  frameglass [FILE...]          opens the window, and files with sessions, reports or specs in it
  frameglass connect URL [...]  connects: a line for all that happens, each line typed is sent as a message
  frameglass show FILE [...]    the same lines for what is in a file: recorded sessions, JSON, HAR
  frameglass export FILE [...]  writes what is in such a file in another form
  frameglass replay FILE URL [...]
                                sends again what the client of a recorded session sent
  frameglass test URL... [...]  runs the conformance cases against the servers at these URLs
  frameglass serve [...]        runs the cases with clients that connect, and with browsers
  frameglass echo [...]         is a server that sends every message back, until it is interrupted
  frameglass broadcast [...]    is a server that sends every message to all that are connected
  frameglass demo               runs the cases against an echo server of its own; of those that
                                compress, the ones with messages of at most 1024 octets

Options of connect:
  --send TEXT                   sends this once connected, in place of what is typed; may be repeated
  --linger SECONDS              waits so long for more before closing, once there is nothing left to send (1)
  --record FILE                 records the session (pcapng: for show, export, the window and Wireshark)
  --deflate                     offers permessage-deflate
  --octets                      shows reads and writes, too; also of show
  --header, --origin, --subprotocol, --ca, --client-cert, --client-key, --sni, --insecure
                                as for test

Options of show and export:
  --session N                   only this session of the file
  --to FORMAT                   text, html, json, ndjson, csv, har, md or pcapng (by the name of the output)
  --output FILE                 where to write (standard output)
  --rows 10-20,35               only these rows
  --secrets                     keeps what is blanked otherwise: Authorization, Cookie and their like

Options of replay:
  --pace recorded|replies|fast  when to send: with the times of the recording; once as many messages and pongs have come
                                as had then; or as fast as the server reads (recorded)
  --patience SECONDS            how long to wait for such a reply (10)
  --masks fresh|recorded        masks with new keys, or sends the recorded octets (fresh)
  --session N                   this session of a file that holds several
  --record FILE, --octets, --header, --origin, --subprotocol, --ca, --client-cert, --client-key, --sni, --insecure
                                as for connect; extensions, subprotocols and fields that are not given are offered
                                as recorded, without credentials

Options of test:
  --agent NAME=URL              one more server, and what it is called in reports; may be repeated
  --agent NAME                  what the only server is called in reports (host and port)
  --spec FILE                   servers, cases and report folder as a fuzzingclient.json says
  --cases PATTERN[,PATTERN...]  only these cases: *, 6.*, 6.2.* or 6.2.3
  --exclude PATTERN[,...]       without these cases
  --jobs N                      so many cases side by side, up to 64 (16)
  --strict                      counts NON-STRICT as failed
  --timeout-scale X             multiplies all time limits and waits of the cases, 0.1 to 100 (1)
  --record summary|full         keeps counts of bulk phases, or every octet (summary)
  --record-dir FOLDER           keeps a session file of each case there (pcapng), named by server and case
  --list                        prints the cases and ends
  --dry-run                     prints what would run against whom and ends
  --report FOLDER               where reports are written: pages, JSON and text (reports/servers)
  --junit FILE                  writes the verdicts as JUnit XML at the end
  --tap FILE                    writes the verdicts as TAP at the end
  --save-baseline FILE          keeps the verdicts for later runs, if all cases ran
  --baseline FILE               prints what has changed since; only what regressed is then a failure
  --header "NAME: VALUE"        adds a header field to the request; may be repeated
  --origin ORIGIN               adds an Origin field
  --subprotocol NAME[,NAME...]  offers subprotocols
  --ca FILE                     wss: trusts the authorities in this PEM file in place of the system's
  --client-cert FILE            wss: shows this certificate when the server asks for one (PEM); also --cert
  --client-key FILE             wss: its key, without a passphrase (PEM); also --key
  --sni NAME                    wss: asks for this name in place of the URL's host; also --server-name
  --insecure                    wss: goes on whatever is wrong with the certificate

Options of serve:
  --spec FILE                   where to listen, cases and report folder as a fuzzingserver.json says
  --listen ADDRESS              the address to listen on (127.0.0.1)
  --port N                      the port for clients; 0 is any free one (9001)
  --web-port N                  the port of the page that runs the cases in a browser; 0 is none (8080)
  --cert FILE --key FILE        speaks TLS with this certificate and key (PEM)
  --client-ca FILE              wss: asks clients for a certificate signed by an authority in this PEM file
  --cases PATTERN[,PATTERN...]  only these cases
  --exclude PATTERN[,...]       without these cases
  --strict, --timeout-scale X, --record summary|full, --record-dir FOLDER
                                as for test
  --report FOLDER               where reports are written (reports/clients)
  --junit FILE                  writes the verdicts as JUnit XML at the end
  --tap FILE                    writes the verdicts as TAP at the end
  --exec COMMAND                starts the client under test with the shell and ends when it does; {url} and {page} in
                                it, and FRAMEGLASS_URL and FRAMEGLASS_PAGE in its environment, say where to connect

Options of echo and broadcast:
  --listen ADDRESS              the address to listen on (127.0.0.1)
  --port N                      the port; 0 is any free one (0)
  --cert FILE --key FILE        speaks TLS with this certificate and key (PEM)
  --client-ca FILE              wss: asks clients for a certificate signed by an authority in this PEM file
  --connections N               so many at once; further ones wait (256)
  --longest-message SIZE        a longer message ends its connection (64M; broadcast 1M)
  --unfinished SIZE             of messages that are not complete yet, over all connections (256M)
  --idle SECONDS                ends a connection on which nothing comes for so long; 0 is never (600)

Options of broadcast:
  --queue SIZE                  what may wait for a client that reads too slowly (4M, at most 256M for all)
  --slow close|skip             ends the connection of such a client, or leaves messages out (close)
  --every SECONDS               sends a message of its own from time to time
  --text TEXT                   that message, in place of "tick 1", "tick 2" ...

Elsewhere:
  --help                        shows this text
  --version                     shows the version

test prints a line a case: number, verdict, verdict on the closing, the close code that the server sent (or -), time and
title. Several servers are tested one after another. Its exit code is 0 when all is fine, 1 when a case failed in either
verdict or a server could not be reached, 2 when the command line or a file named on it cannot be understood, 3 when no
server could be reached, 130 when it was interrupted: the reports then have what ran. serve ends with 0 or 1 by the cases
that ran, however it is ended; serve --exec with the same codes as test, and with 1 also when the client ended before all
cases had run. A second Ctrl-C ends the program at once.
)";
}

std::string versionText() { return "Frameglass " FRAMEGLASS_VERSION "\n"; }

} // namespace fg
