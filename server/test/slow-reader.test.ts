import { randomUUID } from 'node:crypto';
import type { Socket as TcpSocket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from './support/browser.js';
import { FakeHost } from './support/fake-host.js';
import { eventually, World } from './support/world.js';

/** Two heartbeats, as the protocol promises, and time to spare on a busy machine. */
const LOST_WITHIN_MS = 20_000;
const MESSAGE_COUNT = 400;

let world: World;
let host: FakeHost;

beforeAll(async () => {
  world = await World.open();
  host = new FakeHost();
  await host.dial(world.url);
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

/** From here on nothing is taken off the wire, so that what is sent piles up before it. */
function stopReading(browser: Browser): void {
  const { ws } = browser.io.engine.transport as unknown as { readonly ws: { readonly _socket: TcpSocket } };
  ws._socket.pause();
}

it('somebody who reads nothing any more is let go of soon, and nobody waits for them', async () => {
  const owner = await world.guest();
  const roomId = await world.room(owner);
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  const { conversation } = await hana.ask('chat.open', { roomId });
  stopReading(gus.browser);
  const { conversationId } = conversation;
  const numbers: number[] = [];
  for (let count = 0; count < MESSAGE_COUNT; count += 1) {
    const said = await hana.ask('chat.send', { conversationId, key: randomUUID(), text: 'x'.repeat(4_000) });
    numbers.push(said.seq);
  }
  expect(numbers).toEqual(Array.from({ length: MESSAGE_COUNT }, (_, index) => index + 1));
  const isLost = () =>
    hana
      .all('participant.changed')
      .some(({ participant }) => participant.participantId === gus.joined.participantId && !participant.isConnected);
  await eventually(() => !isLost() && 'the end of the connection that is not read', LOST_WITHIN_MS);
}, 60_000);
