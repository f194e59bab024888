import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ConsumerId, MEDIA_SOURCES, ParticipantId, TILES_MAX_COUNT, type GuestIssued, type Tile } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { BROWSER, publication } from './support/media.js';
import { eventually, World } from './support/world.js';

/* One client that asks for far too much: what reaches the media host is bounded, and others notice nothing. */

let world: World;
let owner: GuestIssued;
let host: FakeHost;

beforeEach(async () => {
  world = await World.open();
  owner = await world.guest();
  host = new FakeHost();
  expect(await host.dial(world.url)).toBeUndefined();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterEach(async () => {
  expect(host.faults).toEqual([]);
  host.hangUp();
  await world.close();
});

it('dozens of streams and of new transports leave one of each', async () => {
  const roomId = await world.room(owner);
  const greedy = await world.joined(roomId, owner);
  const other = await world.joined(roomId);
  for (let count = 0; count < 80; count += 1)
    await greedy.ask('media.publish', publication(MEDIA_SOURCES[count % MEDIA_SOURCES.length]!));
  const published = () => host.sessionOf(greedy.joined.participantId)?.producers.size;
  await eventually(() => published() !== MEDIA_SOURCES.length && `one stream per source, not ${published()}`);

  for (let count = 0; count < 20; count += 1) await greedy.ask('media.renew', { media: BROWSER });
  await eventually(() => host.sessions.size !== 2 && `one session each, not ${host.sessions.size}`);
  expect(other.all('media.replaced')).toEqual([]);
  expect(host.sessionOf(other.joined.participantId)?.wish.sessionId).toBe(other.joined.media.sessionId);
});

it('streams that are not one’s own cannot be let flow, and no view is too long', async () => {
  const person = await world.joined(await world.room(owner), owner);
  const consumerIds = Array.from({ length: 512 }, () => ConsumerId.parse(randomUUID()));
  await person.ask('media.ready', { consumerIds });
  expect(host.askedFor('consumer.resume')).toEqual([]);

  const tile = (): Tile => ({
    participantId: ParticipantId.parse(randomUUID()),
    source: 'camera',
    widthPx: 1,
    heightPx: 1,
    isVisible: true,
  });
  const tiles = Array.from({ length: TILES_MAX_COUNT + 1 }, tile);
  await expect(person.ask('media.view', { tiles, pinnedIds: [] })).rejects.toMatchObject({ code: 'invalid-input' });
  await person.ask('media.view', { tiles: tiles.slice(1), pinnedIds: [] });
  expect(host.askedFor('consumer.tune')).toEqual([]);
});
