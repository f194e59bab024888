import { GuestIssued, Refusal, RoomCreated, RoomView, type IdentityId, type RoomId } from '#contracts';
import { systemClock, type Clock } from '#kernel';
import { z } from 'zod';
import { AccountApi } from './account/account-api.js';
import { sendAvatar } from './account/avatar-upload.js';
import { GuestRooms } from './account/guest-rooms.js';
import { RecordsApi } from './account/records-api.js';
import { RoomsApi } from './account/rooms-api.js';
import { ScheduleApi } from './account/schedule-api.js';
import { Session } from './account/session.js';
import { SharingApi } from './account/sharing-api.js';
import { FilesApi } from './files/files-api.js';
import { browserPieceLine } from './files/piece-line.js';
import { Http, type HttpCall } from './http.js';
import { GUEST_KEY, Identity } from './identity.js';
import { saveTable } from './save-file.js';
import { forgiving, overlaid, type KeyValues } from './storage.js';

/** The server's REST side. Every method throws `Unreachable` when nobody answers, and a Refusal when the answer is no. */
export interface Api {
  createRoom(): Promise<RoomCreated>;
  /** @throws {Refusal} `not-found` for a link that leads nowhere; `meeting-ended` for one that was closed. */
  getRoom(roomId: RoomId): Promise<RoomView>;
  /** False for a room that is gone or that others lead; undefined when nobody could say. Never rejects. */
  isHostOf(roomId: RoomId): Promise<boolean | undefined>;
  /** Shows a room's password, once for this device. @throws {Refusal} for a wrong one. */
  enterRoom(roomId: RoomId, password: string): Promise<void>;
  /** Accounts: signing in and out, and what belongs to them. */
  readonly account: AccountApi;
  /** Rooms that outlive their meetings. */
  readonly rooms: RoomsApi;
  /** Members of a room and extra links into it. */
  readonly sharing: SharingApi;
  /** Meetings that are planned. */
  readonly schedule: ScheduleApi;
  /** Files in conversations. */
  readonly files: FilesApi;
  /** What is kept of their meetings, and whom they are closed to. */
  readonly records: RecordsApi;
  /** Who this is to the server and to others. */
  identityId(): Promise<IdentityId>;
  /** From now on this tab is that guest, who has moved here from another device. */
  becomeGuest(issued: GuestIssued): void;
  /** What the socket shows to prove who this is. */
  token(): Promise<string>;
  /** A new token in place of one that was not accepted. */
  replaceToken(refused: string): Promise<string>;
}

interface Options {
  readonly fetch?: typeof fetch;
  readonly storage?: KeyValues;
  /** Lasts as long as the tab. */
  readonly tabStorage?: KeyValues;
  readonly clock?: Clock;
  /** Where the server is; the page's own origin by default. */
  readonly baseUrl?: string;
}

export function createApi(options: Options = {}): Api {
  const baseUrl = options.baseUrl ?? '';
  const http = new Http(options.fetch ?? ((...args) => globalThis.fetch(...args)), baseUrl);
  const storage = options.storage ?? forgiving(() => globalThis.localStorage);
  const clock = options.clock ?? systemClock;
  const tabStorage = options.tabStorage ?? forgiving(() => globalThis.sessionStorage);
  const guest = new Identity({
    storage: overlaid(tabStorage, storage),
    clock,
    introduce: (current) => introduce(http, current),
  });
  const session = new Session({ http, storage, clock, guest });
  const guestRooms = new GuestRooms(storage);
  const proven = <T>(send: (token: string) => Promise<T>) => asKnown(session, send);
  const known = <S extends z.ZodType>(call: Omit<HttpCall<S>, 'token'>) =>
    proven((token) => http.send({ ...call, token }));
  return {
    account: new AccountApi({ http, session, known, proven, guestRooms, sendAvatar, baseUrl }),
    rooms: new RoomsApi({ known }),
    sharing: new SharingApi({ known }),
    schedule: new ScheduleApi({ known }),
    files: new FilesApi({ known, proven, http, baseUrl, pieces: browserPieceLine, storage, clock }),
    records: new RecordsApi({ known, save: saveTable }),
    createRoom: async () => {
      const created = await known({ method: 'POST', path: '/rooms', body: {}, answer: RoomCreated });
      if (session.state.get().kind === 'guest') {
        guestRooms.note({ roomId: created.roomId, openedAtMs: clock.nowMs() });
      }
      return created;
    },
    getRoom: (roomId) => known({ method: 'GET', path: `/rooms/${roomId}`, answer: RoomView }),
    isHostOf: async (roomId) => {
      try {
        return (await known({ method: 'GET', path: `/rooms/${roomId}`, answer: RoomView })).isHost;
      } catch (thrown) {
        const isGone = thrown instanceof Refusal && (thrown.code === 'not-found' || thrown.code === 'meeting-ended');
        return isGone ? false : undefined;
      }
    },
    enterRoom: async (roomId, password) => {
      await known({ method: 'POST', path: `/rooms/${roomId}/entry`, body: { password }, answer: z.unknown() });
    },
    becomeGuest: ({ identityId, token, expiresAtMs }) =>
      tabStorage.setItem(GUEST_KEY, JSON.stringify({ identityId, token, expiresAtMs })),
    identityId: () => session.identityId(),
    token: () => session.token(),
    replaceToken: (refused) => session.replace(refused),
  };
}

async function introduce(http: Http, current: string | undefined): Promise<GuestIssued> {
  const call = { method: 'POST', path: '/guests', body: {}, answer: GuestIssued } as const;
  if (current === undefined) return http.send(call);
  try {
    return await http.send({ ...call, token: current });
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.code === 'unauthenticated') return http.send(call);
    throw thrown;
  }
}

/** Sends with this device's token, and once more with a new one when that is not accepted any more. */
async function asKnown<T>(session: Session, send: (token: string) => Promise<T>): Promise<T> {
  const token = await session.token();
  try {
    return await send(token);
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== 'unauthenticated') throw thrown;
    return send(await session.replace(token));
  }
}
