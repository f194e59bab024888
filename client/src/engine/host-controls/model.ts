import type {
  Asked,
  HostAct,
  HostView,
  MeetingControls,
  MeetingId,
  Output,
  ParticipantId,
  Permission,
  Permissions,
  Reaction,
  SignallingRequests,
  Timer,
} from '#contracts';
import type { Readable } from '../store.js';

/** What can be asked of a meeting's conduct. Who may ask what is the server's to say. */
export type ControlRequest = Extract<
  keyof SignallingRequests,
  | `host.${string}`
  | `hand.${string}`
  | `hands.${string}`
  | `timer.${string}`
  | `agenda.${string}`
  | `reaction.${string}`
  | `participant.${string}`
  | 'lobby.admit'
  | 'lobby.admitAll'
  | 'lobby.deny'
  | 'lobby.tell'
  | 'lobby.sendBack'
>;

/** Somebody in a sentence: their name then, and whether it is oneself. */
export interface NamedPerson {
  readonly name: string;
  readonly isSelf: boolean;
}

/** What happened just now, for a line or a moment on the screen. What follows from it is in the stores already. */
export type ControlsNews =
  | {
      readonly kind: 'acted';
      readonly act: HostAct;
      /** Undefined when nobody did it, as when a host is succeeded. */
      readonly actor: NamedPerson | undefined;
      readonly target: NamedPerson | undefined;
      readonly permission: Permission | undefined;
    }
  | { readonly kind: 'reacted'; readonly participantId: ParticipantId; readonly reaction: Reaction }
  | { readonly kind: 'time-up'; readonly timer: Timer };

export interface UnmuteWish {
  /** Who asks; '' when they have left already. */
  readonly actorName: string;
}

/** How the meeting is held: what hosts have set, and what one may ask for. */
export interface ControlsView {
  /** Undefined before joining. */
  readonly meetingId: MeetingId | undefined;
  readonly state: Readable<MeetingControls>;
  /** What only hosts and co-hosts know; empty for everybody else. */
  readonly host: Readable<HostView>;
  /** What oneself may do now. */
  readonly rights: Readable<Permissions>;
  /** A host asks this person to unmute; nothing but `answerWish` or the microphone itself makes it go away. */
  readonly unmuteWish: Readable<UnmuteWish | undefined>;
  /** The server's clock, by which timers run, in ms since the Unix epoch. */
  nowMs(): number;
  /** Returns what stops the listening. */
  listen(listener: (news: ControlsNews) => void): () => void;
  /** Unmutes at the person's own press, or not. */
  answerWish(isGranted: boolean): void;
  /** @throws {Refusal} as the contract says. */
  ask<K extends ControlRequest>(name: K, input: Asked<SignallingRequests, K>): Promise<Output<SignallingRequests, K>>;
}

export interface LobbyMessage {
  /** From 1, in order. */
  readonly number: number;
  readonly text: string;
}

/** Waiting to be let in, from the waiting person's side. They know nothing of the meeting. */
export interface LobbyView {
  /** True for somebody who was in the meeting and was moved back. */
  readonly wasMovedBack: Readable<boolean>;
  /** What hosts have said to those who wait, oldest first; the last few. */
  readonly messages: Readable<readonly LobbyMessage[]>;
}

/** What is known of a meeting before joining. */
export interface EntryView {
  readonly isLobbyOn: boolean;
  readonly isLocked: boolean;
  readonly needsPassword: boolean;
  readonly isHost: boolean;
}
