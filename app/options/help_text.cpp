#include "app/options/help_text.h"

namespace fg {

std::string helpText()
{
    return R"(Frameglass looks at WebSocket connections octet by octet and tests them against RFC 6455 and RFC 7692.

  frameglass [FILE...]          opens the window, with these files: sessions, reports, spec files
  frameglass connect URL [...]  connects and prints a line for each event; each line typed is sent as a message
  frameglass show FILE [...]    prints the same lines for the sessions in a file: a session file, JSON or HAR
  frameglass export FILE [...]  writes the sessions in such a file in another format
  frameglass replay FILE URL [...]
                                sends again what the client of a recorded session sent
  frameglass test URL... [...]  runs the conformance cases against the servers at these URLs
  frameglass serve [...]        runs the cases with clients that connect, and with browsers
  frameglass echo [...]         is a server that sends every message back, until it is interrupted
  frameglass broadcast [...]    is a server that sends every message to all that are connected
  frameglass demo               runs the cases against the built-in echo server; of the cases with compression, only
                                those with messages of at most 1024 octets

Options of connect:
  --send TEXT                   sends this message instead of what is typed; may be repeated
  --linger SECONDS              how long to wait for more messages before closing, when nothing is left to send (1)
  --patience SECONDS            how long to wait for a server that does not read, and after the last message is sent
                                for one that does not stop sending; 0 is without a limit (60)
  --timeout SECONDS             how long each of these may take: connecting with TCP and TLS (5), the answer to the
                                opening handshake (5), the answer to our close frame (10). --connect-timeout and
                                --open-timeout, see test, set the first two alone
  --longest-message SIZE        a longer message that is received ends the connection, and a longer line that is typed is
                                refused (64M)
  --record FILE                 records the session (pcapng: for show, export, the window and Wireshark); an older file
                                stays until there is a connection
  --deflate                     offers permessage-deflate
  --octets                      also shows reads and writes; an option of show, too
  --secrets                     prints cookies, passwords and tokens, which are blanked otherwise (see export)
  --header, --origin, --subprotocol, --ca, --client-cert, --client-key, --server-name, --sni, --allow-fault,
  --insecure                    as for test

Options of show and export:
  --session N                   only this session of the file
  --file-memory SIZE            the most memory that what is read of the file may take; what does not fit is left out, and
                                a sentence says so (1G, at least 16M); also for replay, and before or after files that
                                the window opens
  --to FORMAT                   text, html, json, ndjson, csv, har, md or pcapng (chosen by the name of the output)
  --output FILE                 where to write (standard output)
  --rows 10-20,35               only these rows; an option of export
  --filter EXPRESSION           only the rows that pass this filter, for example 'dir == rx && len > 1k' or finding; see
                                frameglass help filter; show has rows of reads and writes only with --octets
  --secrets                     keeps what is blanked otherwise: cookies, passwords and tokens in header fields, URLs,
                                subprotocols and bodies of answers that refuse; an option of connect, replay, test and
                                serve, too. Files written with it are for their owner only. Payloads of messages are
                                never blanked, and recordings hold the octets as they are

Options of replay:
  --pace recorded|replies|fast  when to send: at the times of the recording; after as many messages and pongs have come
                                as in the recording; or as fast as the server reads (recorded)
  --patience SECONDS            how long to wait for such messages and pongs, and for a server that does not read; 0 is
                                without a limit (10)
  --masks fresh|recorded        masks with new keys, or sends the recorded octets (fresh)
  --session N                   this session of a file that holds several
  --timeout SECONDS, --connect-timeout SECONDS, --open-timeout SECONDS, --record FILE, --octets, --secrets, --header,
  --origin, --subprotocol, --ca, --client-cert, --client-key, --server-name, --sni, --allow-fault, --insecure
                                as for connect; extensions, subprotocols and fields that are not given are offered
                                as recorded, without credentials

Options of test:
  --agent NAME=URL              adds a server with this name in reports; may be repeated
  --agent NAME                  the name of the only server in reports (host and port)
  --spec FILE                   reads servers, cases and report folder from a fuzzingclient.json; the certificates of its
                                wss servers are verified only with --ca, or if a credential is sent to them (a field
                                such as Authorization or Cookie, a token in the URL, a client certificate)
  --cases PATTERN[,PATTERN...]  only these cases: *, 6.*, 12.*.1 or 6.2.3. A star stands for any characters; a pattern
                                with a star need not reach the end of an id, so that 12.*.1 also selects 12.1.10. One
                                that fits no case has no effect, and is named
  --exclude PATTERN[,...]       without these cases
  --jobs N                      how many cases run at the same time, up to 64 (16); one that failed because it ran out
                                of time runs a second time, alone
  --strict                      counts NON-STRICT as failed
  --timeout-scale X             multiplies all time limits and waits of the cases, 0.1 to 100 (1)
  --connect-timeout SECONDS     how long the name, TCP and TLS of a connection may take together (5)
  --open-timeout SECONDS        how long the answer to the opening handshake may take (5)
  --record summary|full         keeps counts of bulk phases, or every octet (summary)
  --record-dir FOLDER           writes a session file of each case there (pcapng), named by server and case
  --list                        prints the cases and ends
  --dry-run                     prints which cases would run against which servers and ends
  --report FOLDER               where reports are written: pages, JSON and text (reports/servers)
  --junit FILE                  writes the verdicts as JUnit XML at the end
  --tap FILE                    writes the verdicts as TAP at the end
  --save-baseline FILE          saves the verdicts for later runs, if all cases ran
  --secrets                     writes cookies, passwords and tokens, which are blanked otherwise (see export)
  --baseline FILE               prints what has changed since then; only a verdict that has become worse is a failure.
                                Also takes a report folder or its index.json, ours or that of another tester
  --header "NAME: VALUE"        sends this header field in place of ours of that name (Host, User-Agent and
                                Sec-WebSocket-Key included); may be repeated: a name that is given twice is sent
                                twice. "NAME:" takes the field away. Without a key, Sec-WebSocket-Accept is not
                                checked. A user and a password in the URL are sent in an Authorization field, unless
                                one is given here
  --origin ORIGIN               adds an Origin field
  --subprotocol NAME[,NAME...]  offers subprotocols
  --ca FILE                     wss: trusts the authorities in this PEM file instead of the system's
  --client-cert FILE            wss: shows this certificate when the server asks for one (PEM); also --cert
  --client-key FILE             wss: its key, without a passphrase (PEM); also --key
  --server-name NAME            wss: the certificate must be for this name or address instead of the URL's host; the
                                name is also sent to the server (SNI)
  --sni NAME                    wss: sends this name to the server (SNI) and no other; the certificate must still be for
                                the URL's host or the name of --server-name
  --allow-fault NAME[,NAME...]  wss: connects although the certificate has these faults, for example CertificateExpired;
                                they are listed. A refusal names the faults
  --insecure                    wss: the same for any fault

Options of serve:
  --spec FILE                   reads address, cases and report folder from a fuzzingserver.json
  --listen ADDRESS              the address to listen on (127.0.0.1)
  --port N                      the port for clients; 0 is any free one (9001)
  --web-port N                  the port of the page that runs the cases in a browser; 0 is none (8080, if it is free).
                                The files of the report are there, too, under /cwd/ and the folder's name as given:
                                /cwd/reports/clients/index.json; not with --secrets, and no file that only its owner
                                may read
  --allow-origin ORIGIN|null|*  lets in web pages of this origin, such as https://app.example:8443; null: pages that are
                                opened from files and sandboxed frames; *: all pages; may be repeated. Pages of this
                                machine and programs other than browsers are always let in
  --cert FILE --key FILE        speaks TLS with this certificate and key (PEM)
  --client-ca FILE              wss: demands a certificate of clients that an authority in this PEM file has signed, that
                                is valid now and that may be used by clients
  --cases PATTERN[,PATTERN...]  only these cases
  --exclude PATTERN[,...]       without these cases
  --strict, --timeout-scale X, --record summary|full, --record-dir FOLDER, --secrets
                                as for test
  --report FOLDER               where reports are written (reports/clients)
  --junit FILE                  writes the verdicts as JUnit XML at the end
  --tap FILE                    writes the verdicts as TAP at the end
  --memory SIZE                 the most that all connections together may hold in memory (192M; with --record full
                                and no --record-dir, plus twice what the longest case takes; at least 16M): see below
  --exec COMMAND                starts the client under test with the shell and ends when it does; {url} and {page} in
                                it, and FRAMEGLASS_URL and FRAMEGLASS_PAGE in its environment, say where to connect
  --client-silence SECONDS      ends this client when it has asked for nothing, and no case of it has run, for this
                                time; 0 is never (120, times X of --timeout-scale if that is more than 1)
  --client-time SECONDS         ends this client after this time in all; 0 is never (14400, times X as above)

Options of echo and broadcast:
  --listen ADDRESS              the address to listen on (127.0.0.1)
  --port N                      the port; 0 is any free one (0)
  --allow-origin ORIGIN|null|*  as for serve
  --cert FILE --key FILE        speaks TLS with this certificate and key (PEM)
  --client-ca FILE              wss: demands a certificate of clients that an authority in this PEM file has signed, that
                                is valid now and that may be used by clients
  --connections N               the most connections at the same time; further ones wait (256)
  --longest-message SIZE        a longer message ends its connection (64M; broadcast 1M)
  --memory SIZE                 the most that all connections together may hold in memory (192M, at least 16M): see below
  --unfinished SIZE             the most octets of incomplete messages, over all connections (only --memory limits them)
  --idle SECONDS                closes a connection on which no whole frame comes for this time, and drops one that takes
                                nothing of what waits for it for this time; 0 is never (600)

Options of broadcast:
  --queue SIZE                  the most octets that wait for a slow client (4M, at most 64M for all clients); a client
                                whose pongs are more than this is not read until they have left
  --slow close|skip             over this limit, ends the connection of the client or leaves messages out (close)
  --every SECONDS               sends a message to all clients at this interval
  --text TEXT                   this message, instead of "tick 1", "tick 2" ...

Limits of serve, echo and broadcast: sizes are octets, or end in K, M or G (powers of 1024). What waits to be read or
written, unfinished messages, logs in memory and contexts of compression count for --memory. Up to half of it, all
connections are read. Beyond that, those that hold most are read only one at a time, up to the whole of it. One that
then gives back less than an eighth of what it holds in 10 seconds is dropped, with the code 1013 if a close frame can
still leave, and a line on standard error says so.

Elsewhere:
  --help                        shows this text; help filter explains the filters of show, export and the window
  --version                     shows the version

test prints one line for each case: number, verdict, verdict on the closing, the close code that the server sent (or -),
time and title. Several servers are tested one after another. The exit code is 0 if no case failed, 1 if a case failed in
either verdict or a server could not be reached, 2 if the command line, a file named on it or a line of standard input is
not valid, or the output could not be written (which is said unless its reader has left), 3 if no server could be
reached, and 130 if the command was interrupted; the reports then contain the cases that ran. A server runs until it is
interrupted: echo and broadcast then end with 0, and serve with 0 or 1, depending on the cases that ran. serve --exec has
the same exit codes as test, and also 1 if the client ended before all cases had run, or had to be ended. A second Ctrl-C
ends the program at once.
)";
}

std::string versionText() { return "Frameglass " FRAMEGLASS_VERSION "\n"; }

} // namespace fg
