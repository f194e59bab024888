import {
  LinkList,
  LinkOpened,
  LinkView,
  MemberList,
  MemberView,
  type LinkId,
  type LinkRequest,
  type MemberId,
  type MemberRole,
  type RoomId,
} from '#contracts';
import { z } from 'zod';
import type { HttpCall } from '../http.js';

interface Parts {
  /** Sends as whoever this is. */
  readonly known: <S extends z.ZodType>(call: Omit<HttpCall<S>, 'token'>) => Promise<z.output<S>>;
}

/** Who belongs to a room, and the extra links into it. Every method throws `Unreachable` when nobody answers, and a Refusal when the answer is no. */
export class SharingApi {
  readonly #known: Parts['known'];

  constructor({ known }: Parts) {
    this.#known = known;
  }

  async members(roomId: RoomId): Promise<readonly MemberView[]> {
    return (await this.#known({ method: 'GET', path: `/rooms/${roomId}/members`, answer: MemberList })).members;
  }

  /** Who is one already gets the new role. */
  addMember(roomId: RoomId, email: string, role: MemberRole): Promise<MemberView> {
    const body = { email, role };
    return this.#known({ method: 'POST', path: `/rooms/${roomId}/members`, body, answer: MemberView });
  }

  changeMember(roomId: RoomId, memberId: MemberId, role: MemberRole): Promise<MemberView> {
    const path = `/rooms/${roomId}/members/${memberId}`;
    return this.#known({ method: 'PATCH', path, body: { role }, answer: MemberView });
  }

  async removeMember(roomId: RoomId, memberId: MemberId): Promise<void> {
    await this.#known({ method: 'DELETE', path: `/rooms/${roomId}/members/${memberId}`, answer: z.unknown() });
  }

  async links(roomId: RoomId): Promise<readonly LinkView[]> {
    return (await this.#known({ method: 'GET', path: `/rooms/${roomId}/links`, answer: LinkList })).links;
  }

  addLink(roomId: RoomId, wish: LinkRequest): Promise<LinkView> {
    return this.#known({ method: 'POST', path: `/rooms/${roomId}/links`, body: wish, answer: LinkView });
  }

  async removeLink(roomId: RoomId, linkId: LinkId): Promise<void> {
    await this.#known({ method: 'DELETE', path: `/rooms/${roomId}/links/${linkId}`, answer: z.unknown() });
  }

  /** Lets this person in by a link. @throws {Refusal} `not-found` for one that never was, has expired or was revoked. */
  async openLink(linkId: LinkId): Promise<RoomId> {
    return (await this.#known({ method: 'POST', path: `/links/${linkId}/open`, body: {}, answer: LinkOpened })).roomId;
  }
}
