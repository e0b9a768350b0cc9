// A client under test on npm's ws: runs every case of a case server. Arguments: URL [--agent NAME] [--ca
// FILE]. Prints "ran COUNT" and exits with 0 if the server answered every request.
'use strict';
const fs = require('fs');
const { parseArgs } = require('util');
const WebSocket = require('ws');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { agent: { type: 'string', default: 'ws' }, ca: { type: 'string' } },
});

const options = { maxPayload: 256 * 1024 * 1024, ca: values.ca && fs.readFileSync(values.ca) };

// Resolves when the connection has ended, with whether it was ever open.
function connect(path, onMessage = () => {}) {
  return new Promise((resolve) => {
    const socket = new WebSocket(positionals[0] + path, options);
    let opened = false;
    socket.on('open', () => (opened = true));
    socket.on('message', (data, isBinary) => onMessage(socket, data, isBinary));
    // A case breaks something on purpose; ws closes the connection by itself.
    socket.on('error', () => {});
    socket.on('close', () => resolve(opened));
  });
}

async function main() {
  const agent = encodeURIComponent(values.agent);
  let count = 0;
  let allOpened = await connect('/getCaseCount', (_, data) => (count = JSON.parse(data)));
  for (let number = 1; number <= count; ++number) {
    const path = `/runCase?case=${number}&agent=${agent}`;
    const opened = await connect(path, (socket, data, isBinary) => socket.send(data, { binary: isBinary }));
    allOpened &&= opened;
  }
  allOpened &&= await connect(`/updateReports?agent=${agent}`);
  console.log(`ran ${count}`);
  process.exitCode = allOpened && count > 0 ? 0 : 1;
}

main();
