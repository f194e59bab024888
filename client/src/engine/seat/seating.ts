import { Refusal, type MediaCapabilities, type Output, type RoomId, type SignallingRequests } from '#contracts';
import type { Signal } from '../signal/signal.js';
import type { Lobby } from '../host-controls/lobby.js';
import type { Seat, SeatMemory } from './seat-memory.js';

export type Joined = Output<SignallingRequests, 'meeting.join'>;

interface Parts {
  readonly roomId: RoomId;
  readonly signal: Pick<Signal, 'request'>;
  readonly memory: SeatMemory;
  readonly lobby: Pick<Lobby, 'admission'>;
}

interface Visit {
  readonly name: string;
  readonly media: MediaCapabilities;
  /** True when this page has transports that the seat's media may still flow over. */
  readonly hasTransports: boolean;
  /** True when media was asked for on this line before. */
  readonly isPrepared: boolean;
}

/** Takes a seat, or one's own seat back. Asked again after a failure, it goes on with the same seat or the same key. */
export class Seating {
  readonly #parts: Parts;
  /** One press of the button: however often it has to be sent, it takes one seat. */
  #joinKey: string | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A seat that was lost is given up for a new one. @throws {Refusal} as the requests do. */
  async take(visit: Visit): Promise<Joined> {
    const seat = this.#parts.memory.get();
    // Without a turn of waiting in between: a first join leaves within the press of the button.
    const joined = (seat === undefined ? undefined : await this.#resume(seat, visit)) ?? (await this.#join(visit));
    this.#joinKey = undefined;
    this.#keep(joined, visit.name);
    return joined;
  }

  async #resume(seat: Seat, { media, hasTransports, name }: Visit): Promise<Joined | undefined> {
    const { roomId, memory, signal } = this.#parts;
    const { participantId, resumeToken } = seat;
    try {
      const joined = await signal.request('meeting.resume', {
        roomId,
        participantId,
        resumeToken,
        media,
        hasTransports,
      });
      if (seat.name === name) return joined;
      // Another name is another person to the others; the old tile goes before the new one comes.
      await signal.request('meeting.leave', {});
    } catch (thrown) {
      if (!isSeatGone(thrown, hasTransports)) throw thrown;
    }
    memory.forget();
    return undefined;
  }

  /** A host put this person back into the lobby: their next seat is asked for with this key. */
  moveTo(joinKey: string): void {
    this.#parts.memory.forget();
    this.#joinKey = joinKey;
  }

  /** Where newcomers wait, this waits for as long as it takes. */
  async #join({ name, media, isPrepared }: Visit): Promise<Joined> {
    const { signal, lobby, roomId } = this.#parts;
    const joinKey = (this.#joinKey ??= crypto.randomUUID());
    const knock = { roomId, name, joinKey };
    try {
      return await signal.request('meeting.join', { ...knock, media, ...(isPrepared ? { isPrepared } : {}) });
    } catch (thrown) {
      if (!(thrown instanceof Refusal) || thrown.code !== 'lobby') throw thrown;
    }
    await lobby.admission(knock);
    return signal.request('meeting.join', { ...knock, media });
  }

  /** A seat that was taken over from another device. */
  adopt(joined: Joined): void {
    const self = joined.snapshot.participants.find(({ participantId }) => participantId === joined.participantId);
    this.#joinKey = undefined;
    if (self !== undefined) this.#keep(joined, self.name);
  }

  #keep({ participantId, resumeToken, snapshot }: Joined, name: string): void {
    this.#parts.memory.keep({
      roomId: this.#parts.roomId,
      meetingId: snapshot.meetingId,
      participantId,
      resumeToken,
      name,
    });
  }
}

/**
 * True when another seat should be tried for: this one is gone, not the meeting. A page that was just loaded has seen nothing of
 * the meeting its seat was in; when that is over the link may lead to the next one, and the join will say.
 */
function isSeatGone(thrown: unknown, hasTransports: boolean): boolean {
  if (!(thrown instanceof Refusal)) return false;
  const isMeetingGone = thrown.code === 'meeting-ended' || thrown.code === 'not-found';
  return (
    thrown.code === 'seat-lost' ||
    thrown.code === 'forbidden' ||
    thrown.code === 'conflict' ||
    (isMeetingGone && !hasTransports)
  );
}
