import { createHmac } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { IceServer, IdentityId, RoomId } from '#contracts';
import { ManualClock } from '#kernel';
import { Secret } from '#kernel/secret';
import { turnServers } from './ice-servers.js';

const SECRET = 'a secret that only the relay and the server share';
const ADA = IdentityId.parse('00000000-0000-4000-8000-000000000001');
const ROOM = RoomId.parse('00000000-0000-4000-8000-0000000000aa');
const clock = new ManualClock(1_800_000_000_000);
const servers = turnServers(
  { urls: ['turns:turn.example.org:5349?transport=tcp'], secret: new Secret(SECRET), credentialTtlMs: 300_000 },
  clock,
);

it('gives credentials that name the person, the room and the end, and that the relay can check by itself', () => {
  const [given] = servers.for({ identityId: ADA, roomId: ROOM });
  expect(given?.username).toBe(`1800000300:${ADA}.${ROOM}`);
  expect(given?.credential).toBe(createHmac('sha1', SECRET).update(String(given?.username)).digest('base64'));
  expect(IceServer.safeParse(given).success).toBe(true);
});

it('gives others to another person, in another room, and at another time, and never the secret', () => {
  const first = servers.for({ identityId: ADA, roomId: ROOM })[0];
  const elsewhere = servers.for({ identityId: ADA, roomId: RoomId.parse('00000000-0000-4000-8000-0000000000bb') })[0];
  clock.advance(60_000);
  const later = servers.for({ identityId: ADA, roomId: ROOM })[0];
  expect(new Set([first, elsewhere, later].map((one) => one?.credential)).size).toBe(3);
  expect(JSON.stringify([first, elsewhere, later])).not.toContain(SECRET);
});
