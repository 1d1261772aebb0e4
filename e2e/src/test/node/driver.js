// Opens sockets with the official client as the tests ask, one JSON line a request, and tells what they hear, one JSON
// line a fact, in the order in which it happened.
'use strict';
const readline = require('node:readline');
const { io } = require('socket.io-client');

const sockets = new Map();
const tell = (fact) => process.stdout.write(JSON.stringify(fact) + '\n');

function open({ id, url, auth, query, transports, raw }) {
  const socket = io(url, {
    auth: auth === null ? undefined : auth,
    query,
    transports,
    forceNew: true,
    reconnection: false,
    autoConnect: false,
  });
  sockets.set(id, socket);
  socket.on('connect', () => tell({ id, fact: 'connected', sid: socket.id }));
  socket.on('connect_error', (error) =>
    tell({ id, fact: 'refused', message: error.message, data: error.data === undefined ? null : error.data }));
  socket.on('disconnect', (reason) => tell({ id, fact: 'disconnected', reason }));
  socket.io.on('close', (reason) => tell({ id, fact: 'closed', reason }));
  socket.onAny((event, ...args) => tell({ id, fact: 'event', event, args }));
  socket.connect();
  if (raw) {
    socket.io.engine.on('packet', ({ type, data }) => {
      if (typeof data === 'string') tell({ id, fact: 'raw', text: type + ' ' + data });
    });
  }
}

const commands = {
  open,
  close: ({ id }) => sockets.get(id).disconnect(),
  send: ({ id, event, args, wantsAnswer, ask }) => {
    const socket = sockets.get(id);
    if (wantsAnswer) socket.emit(event, ...args, (...answer) => tell({ id, fact: 'answer', ask, args: answer }));
    else socket.emit(event, ...args);
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
