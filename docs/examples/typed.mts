// TypeScript against the sample CMS, with the types that plugin-io generates for a role.
//
//   npm install socket.io-client typescript @types/node
//   PLUGIN_IO_TOKEN=… java -jar plugin-io-0.1.0.jar types --url http://127.0.0.1:1338 -o events.d.ts
//   npx tsc && DEMO_PASSWORD=… node typed.mjs

import { io, type Socket } from 'socket.io-client';
import type { Answer, ClientToServerEvents, ServerToClientEvents } from './events.js';

// What plugins send under names of their own is added by hand: here, the sample plugin that counts comments.
type Heard = ServerToClientEvents & {
  'comments:count': (event: { data: { article: number | string; count: number } }) => void;
};
type Article = Parameters<ServerToClientEvents['article:update']>[0]['data'];

const cms = process.env.CMS ?? 'http://127.0.0.1:1337';

async function rest<T>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
  const response = await fetch(cms + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

const { url } = await rest<{ url: string }>('GET', '/api/realtime');
const { jwt } = await rest<{ jwt: string }>('POST', '/api/auth/local', {
  identifier: 'editor@example.com',
  password: process.env.DEMO_PASSWORD,
});
const { data: [article] } = await rest<{ data: Article[] }>('GET', '/api/articles?sort=id', undefined, jwt);
if (!article) throw new Error('there is no article');

const socket: Socket<Heard, ClientToServerEvents> = io(url, { auth: { strategy: 'jwt', token: jwt } });
socket.on('connect_error', (error) => console.error(`not connected: ${error.message}`));

socket.on('comments:count', ({ data }) => {
  if (data.article === article.id) console.log(`comments: ${data.count}`);
});

socket.on('article:update', ({ data }) => {
  if (data.documentId !== article.documentId) return;
  const title: string = data.title;
  console.log(`article:update: ${title}, by ${data.author?.name ?? 'nobody'}`);
  // @ts-expect-error private attributes are in no type, because no client ever gets them
  void data.internalNotes;
  socket.disconnect();
});

// @ts-expect-error there is no such event
socket.on('article:updated', () => {});

socket.on('connect', async () => {
  const answer = await socket.emitWithAck('subscribe-entity', {
    uid: 'api::article.article', documentId: article.documentId, snapshot: true,
  });
  if (!answer.success) throw new Error(`not subscribed: ${answer.error}`);
  if (answer.uid !== 'api::article.article' || !answer.data) return; // from here on, it is an article
  console.log(`subscribed: ${answer.data.title}`);
  const watched: Answer = await socket.emitWithAck('comments:watch', { article: article.documentId });
  if (!watched.success) throw new Error(`not watched: ${watched.error}`);
  await rest('PUT', `/api/articles/${article.documentId}`, { data: { views: answer.data.views + 1 } }, jwt);
});
