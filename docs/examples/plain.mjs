// Plain JavaScript against the sample CMS: logs in, listens, subscribes, asks, and shows what errors look like.
//
//   npm install socket.io-client
//   DEMO_PASSWORD=… node plain.mjs

import { io } from 'socket.io-client';

const cms = process.env.CMS ?? 'http://127.0.0.1:1337';

async function rest(method, path, body, token) {
  const response = await fetch(cms + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${answer.error.message}`);
  return answer;
}

const { url } = await rest('GET', '/api/realtime');

// A token that is bad is refused, with a reason; the client does not try again by itself.
const stranger = io(url, { auth: { strategy: 'jwt', token: 'nonsense' } });
await new Promise((resolve) => stranger.on('connect_error', (error) => {
  console.log(`refused: ${error.message} (${error.data?.code})`);
  resolve();
}));

const { jwt, user } = await rest('POST', '/api/auth/local', {
  identifier: 'editor@example.com',
  password: process.env.DEMO_PASSWORD,
});
const { data: [article] } = await rest('GET', '/api/articles?sort=id', undefined, jwt);

const socket = io(url, { auth: { strategy: 'jwt', token: jwt } });
socket.on('connect_error', (error) => console.error(`not connected: ${error.message}`));
socket.on('session:closed', ({ code, reason }) => console.error(`sent away: ${reason} (${code})`));
socket.on('disconnect', (reason) => console.log(`disconnected: ${reason}`));

// A connection that begins anew has no subscriptions (one that is recovered has): subscribe on every connect. The answer
// carries the article as it is now.
socket.on('connect', async () => {
  console.log(`connected as ${user.username}`);
  const answer = await socket.timeout(5000).emitWithAck('subscribe-entity', {
    uid: 'api::article.article', documentId: article.documentId, snapshot: true,
  });
  if (!answer.success) throw new Error(`not subscribed: ${answer.error}`);
  console.log(`subscribed: ${answer.data.title}, ${answer.data.views} views`);
  await answers();
  await rest('PUT', `/api/articles/${article.documentId}`, { data: { views: answer.data.views + 1 } }, jwt);
});

// And every later change follows.
socket.on('article:update', ({ data, meta }) => {
  if (data.documentId !== article.documentId) return;
  console.log(`${meta.uid} ${meta.action}: ${data.title}, ${data.views} views`);
  socket.disconnect();
});

async function answers() {
  // By default nobody may join a room: an answer says whether it went well, and if not, why.
  const joined = await socket.timeout(5000).emitWithAck('join-room', 'lobby');
  console.log(joined.success ? `joined ${joined.room}` : `not joined: ${joined.error}`);
  // An event that nobody handles is not answered.
  await socket.timeout(300).emitWithAck('no-such-event').catch((error) => console.log(`no answer: ${error.message}`));
}
