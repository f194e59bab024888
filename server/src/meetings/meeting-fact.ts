import type { LeaveReason, MeetingId, Participant, ParticipantId, RoomId } from '#contracts';
import { Listeners } from '#kernel';

export type EndReason = 'by-host' | 'expired';

/** Something that has happened in a meeting and cannot be refused any more. `seq` counts from 1, without gaps. */
export type MeetingFact =
  | { readonly kind: 'participant.joined'; readonly seq: number; readonly participant: Participant }
  | { readonly kind: 'participant.changed'; readonly seq: number; readonly participant: Participant }
  | {
      readonly kind: 'participant.left';
      readonly seq: number;
      readonly participantId: ParticipantId;
      readonly reason: LeaveReason;
    }
  | { readonly kind: 'meeting.ended'; readonly seq: number; readonly reason: EndReason };

/** A fact and where it happened. */
export interface MeetingNews {
  readonly meetingId: MeetingId;
  readonly roomId: RoomId;
  readonly fact: MeetingFact;
  /** The socket that has this fact from the answer to its own request. */
  readonly exceptSocketId?: string | undefined;
}

/** Where the facts of all meetings of this node are told. Synchronous and in order; nobody awaits them. */
export class MeetingFacts extends Listeners<MeetingNews> {}
