// A client on npm's ws that checks an echo server with several agreements on compression. Argument: URL.
// Prints one line for each and exits with 0 if every message came back as sent.
'use strict';
const crypto = require('crypto');
const WebSocket = require('ws');

const sizes = [0, 1, 125, 126, 65535, 65536, 1 << 20];
const offers = [
  {},
  { serverNoContextTakeover: true },
  { clientNoContextTakeover: true, clientMaxWindowBits: 10 },
  { serverMaxWindowBits: 9, clientMaxWindowBits: 15 },
  { serverMaxWindowBits: 8, serverNoContextTakeover: true, clientNoContextTakeover: true },
];

function message(size, seed) {
  if (seed % 3 === 0) return crypto.randomBytes(size);
  return Buffer.from(`the lamp of harbour ${seed} is lit, `.repeat(size / 20 + 1)).subarray(0, size);
}

function next(socket, name) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} within 20 s`)), 20000);
    socket.once(name, (...results) => {
      clearTimeout(timer);
      resolve(results);
    });
    socket.once('error', reject);
  });
}

async function converse(url, offer) {
  const socket = new WebSocket(url, { perMessageDeflate: { ...offer, threshold: 0 } });
  socket.setMaxListeners(0);
  await next(socket, 'open');
  for (const [seed, size] of sizes.concat(sizes).entries()) {
    const sent = message(size, seed);
    const echo = next(socket, 'message');
    if (seed % 2) {
      socket.send(sent.subarray(0, size / 2), { binary: true, fin: false });
      socket.send(sent.subarray(size / 2), { binary: true, fin: true });
    } else {
      socket.send(sent, { binary: true });
    }
    if (!(await echo)[0].equals(sent)) throw new Error(`${size} octets came back wrong`);
  }
  if (!socket.extensions.startsWith('permessage-deflate')) throw new Error('nothing was agreed');
  const extensions = socket.extensions;
  socket.close(1000);
  if ((await next(socket, 'close'))[0] !== 1000) throw new Error('not closed with 1000');
  return extensions;
}

async function main() {
  for (const offer of offers) {
    try {
      console.log(`passed  ${await converse(process.argv[2], offer)}`);
    } catch (error) {
      console.log(`FAILED  ${JSON.stringify(offer)}: ${error.message}`);
      process.exitCode = 1;
    }
  }
}

main().then(() => process.exit());
