// An echo server on npm's ws. Arguments: PORT (0: any) [--cert FILE --key FILE]. Prints "listening PORT".
'use strict';
const fs = require('fs');
const http = require('http');
const https = require('https');
const { parseArgs } = require('util');
const { WebSocketServer } = require('ws');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cert: { type: 'string' }, key: { type: 'string' } },
});

const server = values.cert
  ? https.createServer({ cert: fs.readFileSync(values.cert), key: fs.readFileSync(values.key) })
  : http.createServer();

const sockets = new WebSocketServer({ server, perMessageDeflate: true });
sockets.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  // A case breaks something on purpose; ws closes the connection by itself.
  socket.on('error', () => {});
});

server.listen(Number(positionals[0]), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
