// The official server, with a token that is looked at and a room that everybody joins.
'use strict';

const { createHmac, timingSafeEqual } = require('node:crypto');
const { createServer } = require('node:http');
const { createInterface } = require('node:readline');
const { Server } = require('socket.io');

const PING = 600_000;
const http = createServer();
const key = process.env.TOKEN_KEY && Buffer.from(process.env.TOKEN_KEY, 'hex');
// with a key, whoever comes back has to show again who it is
const recovery = process.argv.includes('recovery') ? { connectionStateRecovery: { skipMiddlewares: !key } } : {};
const io = new Server(http, { pingInterval: PING, pingTimeout: PING, serveClient: false, ...recovery });
const sea = 'The sea rises. '.repeat(60).slice(0, 880);
const article = {
  id: 4711,
  documentId: 'zuflyc1vn9hq2x7d0w5k8t3m',
  title: 'Tides, explained to those who live inland',
  slug: 'tides-explained',
  views: 1234,
  body: sea,
};

function admits(token) {
  if (!token || !key) {
    return Boolean(token);
  }
  const [head, claims, signature = ''] = token.split('.');
  const expected = createHmac('sha256', key).update(`${head}.${claims}`).digest();
  const shown = Buffer.from(signature, 'base64url');
  return (
    shown.length === expected.length &&
    timingSafeEqual(shown, expected) &&
    JSON.parse(Buffer.from(claims, 'base64url')).exp * 1000 > Date.now()
  );
}

io.use((socket, next) => next(admits(socket.handshake.auth.token) ? undefined : new Error('no token')));
io.on('connection', (socket) => socket.join('bench'));

function obey(line) {
  if (line === 'gc') {
    global.gc();
    global.gc();
    console.log('BENCH done');
    return;
  }
  if (line.startsWith('tell ')) {
    io.to('bench').emit('article:update', { ...article, title: line.split(' ')[1] });
    return;
  }
  for (let left = Number(line.split(' ')[1]); left > 0; left--) {
    io.to('bench').emit('article:update', article);
  }
}

http.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  createInterface({ input: process.stdin }).on('line', obey).on('close', () => process.exit(0));
  console.log(`BENCH ready ${http.address().port}`);
});
