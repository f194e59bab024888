import { RoomCreated, RoomDetails, RoomPage, type RoomChange, type RoomId } from '#contracts';
import { z } from 'zod';
import type { HttpCall } from '../http.js';

interface Parts {
  /** Sends as whoever this is. */
  readonly known: <S extends z.ZodType>(call: Omit<HttpCall<S>, 'token'>) => Promise<z.output<S>>;
}

export interface RoomsWish {
  readonly scope: 'mine' | 'shared';
  readonly isArchived: boolean;
  /** Part of a title; '' for all. */
  readonly search: string;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  /** Most rooms on one page. */
  readonly maxCount?: number;
}

/** One's own rooms. Every method throws `Unreachable` when nobody answers, and a Refusal when the answer is no. */
export class RoomsApi {
  readonly #known: Parts['known'];

  constructor({ known }: Parts) {
    this.#known = known;
  }

  list({ scope, isArchived, search, cursor, maxCount }: RoomsWish): Promise<RoomPage> {
    const query = new URLSearchParams({ scope, archived: isArchived ? 'yes' : 'no' });
    if (search.trim() !== '') query.set('search', search.trim());
    if (cursor !== undefined) query.set('cursor', cursor);
    if (maxCount !== undefined) query.set('limit', String(maxCount));
    return this.#known({ method: 'GET', path: `/rooms?${query.toString()}`, answer: RoomPage });
  }

  async create(title: string): Promise<RoomId> {
    const body = { kind: 'persistent', title };
    return (await this.#known({ method: 'POST', path: '/rooms', body, answer: RoomCreated })).roomId;
  }

  change(roomId: RoomId, change: RoomChange): Promise<RoomDetails> {
    return this.#known({ method: 'PATCH', path: `/rooms/${roomId}`, body: change, answer: RoomDetails });
  }

  async remove(roomId: RoomId): Promise<void> {
    await this.#known({ method: 'DELETE', path: `/rooms/${roomId}`, answer: z.unknown() });
  }

  async setPassword(roomId: RoomId, password: string): Promise<void> {
    await this.#known({ method: 'PUT', path: `/rooms/${roomId}/password`, body: { password }, answer: z.unknown() });
  }

  async clearPassword(roomId: RoomId): Promise<void> {
    await this.#known({ method: 'DELETE', path: `/rooms/${roomId}/password`, answer: z.unknown() });
  }
}
