import { randomUUID } from 'node:crypto';
import { API_PREFIX, RoomCreated, SessionIssued } from '#contracts';
import { PASSWORD } from '../measured.js';

/** Nobody listens there. */
export const REDIS_AWAY = 'redis://127.0.0.1:1';

/** Asks over REST as one identity. */
export class Visitor {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** The first of the accounts that the server began with. */
  static async withAccount(url: string): Promise<Visitor> {
    const answer = await fetch(`${url}${API_PREFIX}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'person-0@example.org', password: PASSWORD }),
    });
    return new Visitor(url, SessionIssued.parse(await answer.json()).token);
  }

  async ask(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly text: string }> {
    const answer = await fetch(`${this.#url}${API_PREFIX}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  async open(wish: object = {}): Promise<string> {
    return RoomCreated.parse(JSON.parse((await this.ask('POST', '/rooms', wish)).text)).roomId;
  }

  async locked(password: string): Promise<string> {
    const roomId = await this.open();
    await this.ask('PUT', `/rooms/${roomId}/password`, { password });
    return roomId;
  }
}

/** Rooms that outsiders must not tell from one that never was. */
export async function hiddenRooms(owner: Visitor): Promise<Readonly<Record<string, string>>> {
  const [hidden, archived, ended] = [
    await owner.open({ kind: 'persistent', title: 'Hidden', settings: { access: 'members' } }),
    await owner.open({ kind: 'persistent', title: 'Archived' }),
    await owner.open(),
  ];
  await owner.ask('PATCH', `/rooms/${archived}`, { isArchived: true });
  await owner.ask('DELETE', `/rooms/${ended}`);
  return { unknown: randomUUID(), private: hidden, archived, ended };
}
