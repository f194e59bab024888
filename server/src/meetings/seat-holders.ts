import type { ParticipantId } from '#contracts';
import { bindSeat, unbindSeat, type Caller } from '../wire/caller.js';
import type { MeetingTools } from './meeting-tools.js';
import type { Meeting } from './meeting.js';

type Tools = Pick<MeetingTools, 'out' | 'clock' | 'seatGraceMs' | 'partGraceMs'>;

/** How somebody went away: their connection broke, or their page said that it closes. */
export type Parting = 'lost' | 'left';

/** Which socket holds which seat of one meeting, and the grace of those whose socket is gone. The newest socket wins. */
export class SeatHolders {
  readonly #meetingId: Meeting['meetingId'];
  readonly #tools: Tools;
  readonly #giveUp: (participantId: ParticipantId, how: Parting) => void;
  readonly #holders = new Map<ParticipantId, Caller>();
  readonly #graces = new Map<ParticipantId, () => void>();

  /** `giveUp` is called when nobody came back to a seat in time. */
  constructor(
    meetingId: Meeting['meetingId'],
    tools: Tools,
    giveUp: (participantId: ParticipantId, how: Parting) => void,
  ) {
    this.#meetingId = meetingId;
    this.#tools = tools;
    this.#giveUp = giveUp;
  }

  of(participantId: ParticipantId): Caller | undefined {
    return this.#holders.get(participantId);
  }

  all(): (readonly [ParticipantId, Caller])[] {
    return [...this.#holders];
  }

  /** The socket that held the seat before is told, and closed. */
  hold(caller: Caller, participantId: ParticipantId): void {
    const before = this.#holders.get(participantId);
    this.#stopGrace(participantId);
    this.#holders.set(participantId, caller);
    if (before === undefined || before === caller) return;
    this.unbind(before, participantId);
    this.#tools.out.toSocket(before.socketId, 'seat.taken', {});
    this.#tools.out.disconnect(before.socketId);
  }

  /** From now on this socket speaks for the seat, and hears what is told in the meeting. */
  bind(caller: Caller, participantId: ParticipantId): void {
    bindSeat(caller, { meetingId: this.#meetingId, participantId });
    this.#tools.out.joinMeeting(caller.socketId, this.#meetingId);
  }

  /** A socket that claimed this seat may still speak for another one; that binding is not ours to end. */
  unbind(caller: Caller, participantId: ParticipantId): void {
    if (caller.seat?.participantId !== participantId) return;
    unbindSeat(caller);
    this.#tools.out.leaveMeeting(caller.socketId, this.#meetingId);
  }

  /** Nobody holds the seat any more. Returns who did. Safe to repeat. */
  letGo(participantId: ParticipantId): Caller | undefined {
    const caller = this.#holders.get(participantId);
    this.#holders.delete(participantId);
    this.#stopGrace(participantId);
    if (caller !== undefined) this.unbind(caller, participantId);
    return caller;
  }

  startGrace(participantId: ParticipantId, how: Parting = 'lost'): void {
    const { clock, seatGraceMs, partGraceMs } = this.#tools;
    // A page that is alone has nobody to leave a ghost for, and its slow reload shall find the meeting again.
    const graceMs = how === 'left' && this.#holders.size > 0 ? partGraceMs : seatGraceMs;
    this.#stopGrace(participantId);
    this.#graces.set(
      participantId,
      clock.after(graceMs, () => this.#giveUp(participantId, how)),
    );
  }

  /** Nobody holds anything any more; who spoke for a seat still does. */
  clear(): void {
    for (const cancel of this.#graces.values()) cancel();
    this.#graces.clear();
    this.#holders.clear();
  }

  snapshot() {
    return {
      held: this.all().map(([participantId, { socketId }]) => ({ participantId, socketId })),
      inGrace: [...this.#graces.keys()],
    };
  }

  #stopGrace(participantId: ParticipantId): void {
    this.#graces.get(participantId)?.();
    this.#graces.delete(participantId);
  }
}
