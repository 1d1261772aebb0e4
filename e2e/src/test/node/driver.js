// Opens sockets with the official client as the tests ask, one JSON line a request, and tells what they hear, one JSON
// line a fact, in the order in which it happened.
'use strict';
const readline = require('node:readline');
const { io } = require('socket.io-client');

const sockets = new Map();
const tell = (fact) => process.stdout.write(JSON.stringify(fact) + '\n');

// Binary data stands in a request or fact as { "$binary": "base64" }.
const revive = (value) => {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== 'object') return value;
  if (typeof value.$binary === 'string') return Buffer.from(value.$binary, 'base64');
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, revive(field)]));
};
const flatten = (value) => {
  if (Array.isArray(value)) return value.map(flatten);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return { $binary: Buffer.from(value).toString('base64') };
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, flatten(field)]));
};

function open({ id, url, auth, query, transports, raw, reconnect, page }) {
  const socket = io(url, {
    auth: auth === null ? undefined : auth,
    query,
    transports,
    forceNew: true,
    reconnection: reconnect === true,
    reconnectionDelay: 50,
    reconnectionDelayMax: 500,
    autoConnect: false,
    rejectUnauthorized: false, // servers under test make their own certificates
  });
  sockets.set(id, socket);
  socket.on('connect', () => tell({ id, fact: 'connected', sid: socket.id, recovered: socket.recovered === true, pid: socket._pid || '' }));
  socket.on('connect_error', (error) =>
    tell({ id, fact: 'refused', message: error.message, data: error.data === undefined ? null : error.data }));
  socket.on('disconnect', (reason) => tell({ id, fact: 'disconnected', reason }));
  socket.io.on('close', (reason) => tell({ id, fact: 'closed', reason }));
  socket.onAny((event, ...args) => tell({ id, fact: 'event', event, args: args.map(flatten) }));
  if (page) {
    const show = (events) => tell({ id, fact: 'event', event: '(shown)', args: [events.map(({ name }) => name)] });
    new Function('socket', 'show', page)(socket, show);
  }
  socket.connect();
  socket.io.on('open', () => {
    const engine = socket.io.engine;
    engine.on('packet', ({ type }) => {
      if (type === 'message') tell({ id, fact: 'carrier', name: engine.transport.name });
    });
  });
  if (raw) {
    socket.io.engine.on('packet', ({ type, data }) => {
      if (typeof data === 'string') tell({ id, fact: 'raw', text: type + ' ' + data });
    });
  }
}

const commands = {
  open,
  close: ({ id }) => sockets.get(id).disconnect(),
  // the connection is lost, as far as the client can tell
  drop: ({ id }) => sockets.get(id).io.engine.close(),
  send: ({ id, event, args, wantsAnswer, ask }) => {
    const socket = sockets.get(id);
    const values = args.map(revive);
    if (wantsAnswer) {
      socket.emit(event, ...values, (...answer) => tell({ id, fact: 'answer', ask, args: answer.map(flatten) }));
    } else {
      socket.emit(event, ...values);
    }
  },
};

tell({ id: 0, fact: 'ready' });
readline
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    const command = JSON.parse(line);
    commands[command.command](command);
  })
  .on('close', () => process.exit(0));
