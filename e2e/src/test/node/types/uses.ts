// Compiled against the types that the running plugin generated. What stands below @ts-expect-error must not compile.
import { io, type Socket } from 'socket.io-client';
import type * as Editor from './editor';
import type * as Visitor from './visitor';

const editor: Socket<Editor.ServerToClientEvents, Editor.ClientToServerEvents> = io('http://localhost:1338');
const visitor: Socket<Visitor.ServerToClientEvents, Visitor.ClientToServerEvents> = io('http://localhost:1338');

visitor.on('article:update', ({ data, meta }) => {
  const title: string | null = data.title;
  const author: string | null | undefined = data.author?.name;
  const action: 'update' = meta.action;
  console.log(title, author, action);
  // @ts-expect-error private to everybody
  console.log(data.internalNotes);
  // @ts-expect-error of the author only the name is sent
  console.log(data.author?.email);
});
visitor.on('article:delete', ({ data }) => {
  console.log(data.documentId);
  // @ts-expect-error identifiers only
  console.log(data.title);
});
// @ts-expect-error no such event
visitor.on('article:updated', () => {});
visitor.on('session:closed', ({ code, reason }) => console.log(code.length, reason.length));
visitor.on('access:changed', ({ reason }) => {
  const known: 'permissions_changed' | 'role_changed' = reason;
  console.log(known);
});
editor.on('private-message', ({ data, from }) => console.log(data, from.id.length));

editor.emit('join-room', 'kitchen', (answer) => console.log(answer.success ? answer.room : answer.error));
// @ts-expect-error a room is a text
editor.emit('join-room', 7, () => {});
editor.emit(
  'subscribe-entity',
  { uid: 'api::article.article', documentId: 'x', snapshot: true },
  (answer) => {
    if (answer.success && answer.uid === 'api::article.article') {
      console.log(answer.room, answer.data?.title);
    }
    // @ts-expect-error only after it is known to be a success
    console.log(answer.room);
  },
);
// @ts-expect-error no such type
editor.emit('subscribe-entity', { uid: 'api::artcle.article', id: 1 }, () => {});
// @ts-expect-error which entry?
editor.emit('subscribe-entity', { uid: 'api::article.article' }, () => {});

// what a plugin takes and answers, as its records have it
editor.emit('greet', { text: 'Hello', to: ['Ann', 'Bob'] }, (answer) => {
  const greeting: string = answer.success ? answer.greeting : answer.error;
  console.log(greeting);
  // @ts-expect-error the answer has a greeting and nothing else
  console.log(answer.success && answer.farewell);
});
// @ts-expect-error a text is needed
editor.emit('greet', { to: ['Ann'] }, () => {});
// @ts-expect-error people are texts
editor.emit('greet', { text: 'Hello', to: [7] }, () => {});
// of what a plugin does not tell, nothing is known
editor.emit('message', 1, { two: 2 });

export async function greet(): Promise<string> {
  const answer = await editor.emitWithAck('greet', { text: 'Hello' });
  console.log(await editor.emitWithAck('message-with-ack', 1, 'two'));
  return answer.success ? answer.greeting : answer.error;
}

export async function ask(): Promise<string[]> {
  const rooms = await editor.emitWithAck('get-rooms');
  const sent = await editor.emitWithAck('private-message', { to: 'somebody', data: { text: 'hello' } });
  const known = await editor.emitWithAck('get-entity-subscriptions');
  console.log(sent.success, known.success ? known.subscriptions.map(({ room }) => room) : known.error);
  return rooms.success ? rooms.rooms : [];
}
