import { BanList, PastMeetings, type BanView, type PastMeeting, type RoomId } from '#contracts';
import { z } from 'zod';
import type { HttpCall } from '../http.js';

interface Parts {
  /** Sends as whoever this is. */
  readonly known: <S extends z.ZodType>(call: Omit<HttpCall<S>, 'token'>) => Promise<z.output<S>>;
  /** Gives the person a table as a file. */
  readonly save: (table: string, name: string) => void;
}

/** What can be taken home of a meeting. */
export type ReportKind = 'attendance' | 'audit';

const FILES = { attendance: 'attendance', audit: 'host-log' } as const satisfies Record<ReportKind, string>;

/**
 * What is kept of a room's meetings, and whom the room is closed to. Every method throws `Unreachable` when nobody answers,
 * and a Refusal when the answer is no.
 */
export class RecordsApi {
  readonly #known: Parts['known'];
  readonly #save: Parts['save'];

  constructor({ known, save }: Parts) {
    this.#known = known;
    this.#save = save;
  }

  /** The newest first. */
  async meetings(roomId: RoomId): Promise<readonly PastMeeting[]> {
    return (await this.#known({ method: 'GET', path: `/rooms/${roomId}/meetings`, answer: PastMeetings })).meetings;
  }

  /** Gives the person a report as a table for spreadsheets. Returns the name of the file. */
  async download({ meetingId, startedAtMs }: Pick<PastMeeting, 'meetingId' | 'startedAtMs'>, kind: ReportKind) {
    const path = `/meetings/${meetingId}/${kind}.csv`;
    const table = await this.#known({ method: 'GET', path, accept: 'text/csv', answer: z.string() });
    const name = `${FILES[kind]}-${new Date(startedAtMs).toISOString().slice(0, 16).replaceAll(':', '')}.csv`;
    this.#save(table, name);
    return name;
  }

  async bans(roomId: RoomId): Promise<readonly BanView[]> {
    return (await this.#known({ method: 'GET', path: `/rooms/${roomId}/bans`, answer: BanList })).bans;
  }

  async lift(roomId: RoomId, { banId }: Pick<BanView, 'banId'>): Promise<void> {
    await this.#known({ method: 'DELETE', path: `/rooms/${roomId}/bans/${banId}`, answer: z.unknown() });
  }
}
