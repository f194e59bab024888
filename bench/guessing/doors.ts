import { randomUUID } from 'node:crypto';
import { newGuest } from '../guest.js';
import { connected, MeasuredServer } from '../measured.js';
import { compareTimes, type Seen } from './compare.js';
import { hiddenRooms, Visitor } from './visits.js';

const TRY_COUNT = 1_000;
const UNLIMITED = [
  'addressReads',
  'addressRoomPasswords',
  'roomPasswords',
  'socketRequests',
  'identityRequests',
  'identityViolations',
];
/** Enough to be read as a request to join; nobody who asks here gets as far as media. */
const MEDIA = {
  rtpCapabilities: { codecs: [], headerExtensions: [] },
  dtlsParameters: {
    role: 'client',
    fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
  },
};

/** Looking a room up, joining it and showing it a password, for rooms that are none to an outsider. */
export async function compareDoors(): Promise<void> {
  const server = await MeasuredServer.start({ unlimited: UNLIMITED, accountCount: 1 });
  try {
    const rooms = await hiddenRooms(await Visitor.withAccount(server.url));
    const token = await newGuest(server.url);
    const outsider = new Visitor(server.url, token);
    const socket = await connected(server.url, token);
    const ofEach = (one: (roomId: string) => Promise<Seen>) =>
      Object.fromEntries(Object.entries(rooms).map(([kind, roomId]) => [kind, () => one(roomId)]));
    const rest = async (method: string, path: string, body?: object) => {
      const { status, text } = await outsider.ask(method, path, body);
      return `${status} ${text}`;
    };
    const join = async (roomId: string) => {
      const wish = { roomId, name: 'Eve', joinKey: randomUUID(), media: MEDIA };
      return JSON.stringify(await socket.timeout(10_000).emitWithAck('meeting.join', wish));
    };
    await compareTimes(
      'looking a room up',
      ofEach((id) => rest('GET', `/rooms/${id}`)),
      TRY_COUNT,
    );
    await compareTimes('joining', ofEach(join), TRY_COUNT);
    const shown = (id: string) => rest('POST', `/rooms/${id}/entry`, { password: 'a guess' });
    await compareTimes('showing a password to no room of theirs', ofEach(shown), TRY_COUNT);
    socket.close();
  } finally {
    await server.stop();
  }
}
