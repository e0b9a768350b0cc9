// A client on npm's ws that checks an echo server. Arguments: URL [--ca FILE]. Prints one line for each check
// and exits with 0 if every message came back as sent and the closing handshake was clean, otherwise with 1.
'use strict';
const fs = require('fs');
const { parseArgs } = require('util');
const WebSocket = require('ws');

const { values, positionals } = parseArgs({ allowPositionals: true, options: { ca: { type: 'string' } } });

// A message is the list of its fragments.
const exchanges = [
  ['a text', ['Hello'], false],
  ['a text beyond ASCII', ['\u00e4 \u20ac \u{1f600}'], false],
  ['an empty text', [''], false],
  ['a binary message', [Buffer.from([0, 1, 127, 128, 255])], true],
  ['an empty binary message', [Buffer.alloc(0)], true],
  ['the longest 7-bit length', [Buffer.alloc(125, 1)], true],
  ['the shortest 16-bit length', [Buffer.alloc(126, 2)], true],
  ['the longest 16-bit length', [Buffer.alloc(65535, 3)], true],
  ['the shortest 64-bit length', [Buffer.alloc(65536, 4)], true],
  ['a text in three fragments', ['one, ', 'two, ', 'three'], false],
  ['a binary message in fragments, one empty', [Buffer.from([1]), Buffer.alloc(0), Buffer.from([2])], true],
];

function check(what, holds) {
  console.log(`${holds ? 'passed' : 'FAILED'}  ${what}`);
  if (!holds) process.exitCode = 1;
}

function eventOf(socket, name) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} within 10 s`)), 10000);
    socket.once(name, (...results) => {
      clearTimeout(timer);
      resolve(results);
    });
  });
}

function sendFragments(socket, fragments, binary) {
  fragments.forEach((fragment, i) => socket.send(fragment, { binary, fin: i === fragments.length - 1 }));
}

async function main() {
  const socket = new WebSocket(positionals[0], { ca: values.ca && fs.readFileSync(values.ca) });
  socket.on('error', (error) => check(`no error: ${error.message}`, false));
  await eventOf(socket, 'open');

  for (const [what, fragments, binary] of exchanges) {
    const echo = eventOf(socket, 'message');
    sendFragments(socket, fragments, binary);
    const [data, isBinary] = await echo;
    const sent = Buffer.concat(fragments.map((fragment) => Buffer.from(fragment)));
    check(what, isBinary === binary && data.equals(sent));
  }

  const pong = eventOf(socket, 'pong');
  socket.ping('a payload');
  check('a ping with a payload', (await pong)[0].toString() === 'a payload');

  const closed = eventOf(socket, 'close');
  socket.close(1000, 'done');
  check('a close with 1000', (await closed)[0] === 1000);
}

main().catch((error) => {
  check(error.message, false);
  process.exit();
});
