import type { Call, CallId, ConversationId, IdentityId, RoomId } from '#contracts';
import type { Readable } from '../store.js';

export type CallMedia = Call['media'];

/** A call that was made on this device. `over` stays until it is put away. */
export type OutgoingCall =
  | { readonly kind: 'starting'; readonly conversationId: ConversationId; readonly media: CallMedia }
  | {
      readonly kind: 'ringing';
      readonly conversationId: ConversationId;
      readonly media: CallMedia;
      readonly call: Call;
      /** Where it takes place. */
      readonly roomId: RoomId;
    }
  | {
      readonly kind: 'over';
      readonly conversationId: ConversationId;
      readonly media: CallMedia;
      readonly why: 'declined' | 'busy' | 'missed' | 'failed';
      /** What somebody said with declining. */
      readonly message: string | undefined;
    };

/** The way into a call that was taken: its meeting, and how one comes in. */
export interface CallEntrance {
  readonly roomId: RoomId;
  readonly conversationId: ConversationId;
  readonly media: CallMedia;
}

export interface PhoneView {
  /** What rings here for oneself, the first first. */
  readonly incoming: Readable<readonly Call[]>;
  readonly outgoing: Readable<OutgoingCall | undefined>;
  /** Calls that somebody has accepted and that go on, by their conversation. */
  readonly running: Readable<ReadonlyMap<ConversationId, Call>>;
  /** Calls that run and that this person made or took, by the room of their meeting. */
  readonly inRooms: Readable<ReadonlyMap<RoomId, Call>>;
  /** Where a call takes place that rings here; undefined when that is not known. */
  roomOf(callId: CallId): RoomId | undefined;
  /** Brings more people into a running call: it rings for them. @throws {Refusal} */
  add(callId: CallId, identityIds: readonly IdentityId[]): Promise<void>;
  /** Calls the others of a conversation; comes into a call that rings or runs there already. Never rejects. */
  dial(conversationId: ConversationId, media: CallMedia): Promise<void>;
  /** @throws {Refusal} `conflict` when another device was first; `not-found` when it is over. */
  accept(call: Call): Promise<void>;
  /** Turns it down on all of one's devices. @throws {Refusal} */
  decline(call: Call, message?: string): Promise<void>;
  /** Gives up what one is dialling, or puts its end away. Never rejects. */
  hangUp(): Promise<void>;
  /** Whoever shows calls comes in by these. Returns what stops the listening. */
  onEntrance(listener: (entrance: CallEntrance) => void): () => void;
}
