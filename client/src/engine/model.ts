import type {
  Asked,
  MediaSource,
  OwnPermissions,
  ParticipantId,
  Role,
  RoomId,
  ShareProfile,
  SignallingRequests,
} from '#contracts';
import type { CallFailure } from './call-failure.js';
import type { ControlsView, EntryView, LobbyView } from './host-controls/model.js';
import type { InsightView } from './insight/model.js';
import type { ConversationView, PrivateChatsView } from './chat/model.js';
import type { Readable } from './store.js';

/*
 * What the engine shows to whoever draws it. Components see these interfaces and nothing behind them, so that a test or a
 * design page can put any state on a screen.
 */

/**
 * Why a device would not open, in the terms a person can act on. `refused`: the device is fine, but this meeting does not let the
 * person send it.
 */
export type OpenFailure = 'denied' | 'missing' | 'busy' | 'refused' | 'unknown';

export type DeviceState =
  | { readonly kind: 'off' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'live' }
  | { readonly kind: 'failed'; readonly why: OpenFailure };

export interface DeviceChoice {
  readonly deviceId: string;
  /** As the browser names it; empty before permission was given. */
  readonly label: string;
}

/** The local microphone, camera or screen: the person's wish, what came of it, and the track. */
export interface LocalSource {
  readonly state: Readable<DeviceState>;
  /** The live track's stream, for a preview; undefined while off. */
  readonly stream: Readable<MediaStream | undefined>;
  /** Turns it on or off. Pressing while it opens does nothing. */
  toggle(): Promise<void>;
}

export interface ChoosableSource extends LocalSource {
  readonly devices: Readable<readonly DeviceChoice[]>;
  /** Undefined while the browser's own default is used. */
  readonly chosenId: Readable<string | undefined>;
  /** Switches at once when live; else the next opening takes it. Kept for the next visit. */
  choose(deviceId: string): Promise<void>;
}

export interface MicrophoneView extends ChoosableSource {
  /** How loud it is now, 0..1, about 20 times a second while live; 0 otherwise. Muted, it still shows that one is talking. */
  readonly levelRatio: Readable<number>;
}

/** What the presenter wants of a share: sharp text, smooth motion, or whichever suits what is shown. */
export type ShareChoice = 'auto' | ShareProfile;

export interface ScreenView extends LocalSource {
  readonly choice: Readable<ShareChoice>;
  /** What the share is made for at this moment. */
  readonly profile: Readable<ShareProfile>;
  /** Holds at once when live; else for the next share. Kept for the next visit. */
  choose(choice: ShareChoice): void;
}

/** Where sound comes out. Undefined `devices` support is an empty list: some browsers leave the choice to the system. */
export interface SpeakerView {
  readonly devices: Readable<readonly DeviceChoice[]>;
  readonly chosenId: Readable<string | undefined>;
  choose(deviceId: string): Promise<void>;
}

/** The devices of this browser, open already before a call and kept through it. */
export interface DevicesView {
  readonly microphone: MicrophoneView;
  readonly camera: ChoosableSource;
  readonly screen: ScreenView;
  readonly speaker: SpeakerView;
}

/** Why a call is over, for the end screen. */
export type OverReason = 'left' | 'ended' | 'removed' | 'denied' | 'moved' | 'lost' | 'signed-out';

export type { CallFailure } from './call-failure.js';

export type CallState =
  /** The link is being looked up and the connection made. */
  | { readonly kind: 'preparing' }
  /** Everything is ready for a press of the button. */
  | { readonly kind: 'ready' }
  /** `isReturning`: the page was loaded anew and takes its own seat again, without anybody pressing anything. */
  | { readonly kind: 'joining'; readonly isReturning?: true }
  /** In the lobby, until a host decides. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'joined' }
  /** The connection was lost and is being mended. Media may flow on meanwhile. */
  | { readonly kind: 'reconnecting' }
  | { readonly kind: 'over'; readonly why: OverReason }
  | { readonly kind: 'failed'; readonly why: CallFailure };

/** One person as a tile and a list show them. */
export interface PersonView {
  readonly participantId: ParticipantId;
  readonly name: string;
  readonly role: Role;
  readonly isSelf: boolean;
  readonly isConnected: boolean;
  readonly joinedAtMs: number;
  readonly isAudioOn: boolean;
  readonly isVideoOn: boolean;
  readonly isSharing: boolean;
  /**
   * How well their streams come in (for oneself: how well one's own go out), 1 bad to 5 as good as it gets; undefined while
   * nothing has been said of it.
   */
  readonly quality: number | undefined;
  /** True for somebody without an account. */
  readonly isGuest: boolean;
  /**
   * How a guest is told from people with an account: not at all while there are none of those; `look-alike` for one whose name
   * looks like that of such a person, who need not be here.
   */
  readonly guestMark: 'guest' | 'look-alike' | undefined;
  /** Their picture; undefined for who has none. */
  readonly avatarUrl: string | undefined;
  /** What a host said of this person alone; see `isAllowed` of the contract. */
  readonly permissions: OwnPermissions;
}

/** Whether what the others say can be heard here. */
export type PlayoutState = Asked<SignallingRequests, 'media.playout'>['state'];

/** Where a video is on the page, in device pixels (CSS pixels times the device's pixel ratio). */
export interface TilePlace {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isVisible: boolean;
}

/** Whom one keeps in sight and in hearing, on one's own screen. */
export interface PinsView {
  /** The last one pinned first. */
  readonly ids: Readable<readonly ParticipantId[]>;
  /** Pins somebody, or lets them go. */
  toggle(participantId: ParticipantId): void;
}

/** What of oneself can be brought to this device. */
export type MoveView =
  | { readonly kind: 'none' }
  /** One is in this meeting on another device. */
  | { readonly kind: 'elsewhere'; readonly participantId: ParticipantId; readonly name: string }
  /** The link that led here was used before, or is too old. */
  | { readonly kind: 'expired' };

/** A meeting from the page's side, from looking its link up to its end. */
export interface CallView {
  readonly roomId: RoomId;
  readonly state: Readable<CallState>;
  /** Everyone, oneself first, then in order of joining. A person who did not change is the same object as before. */
  readonly people: Readable<readonly PersonView[]>;
  /** Who is speaking now. */
  readonly speaking: Readable<ReadonlySet<ParticipantId>>;
  readonly devices: DevicesView;
  /** What is said beside the meeting. */
  readonly chat: ConversationView;
  /** What is said to one person only; gone with the meeting. */
  readonly privateChats: PrivateChatsView;
  /** How the meeting is held. */
  readonly controls: ControlsView;
  /** What one sees while waiting to be let in. */
  readonly lobby: LobbyView;
  /** What was found out about the meeting from its link; undefined before. */
  readonly entry: Readable<EntryView | undefined>;
  /** What comes in (or, for oneself, goes out) of one source; the same readable each time for the same pair. */
  stream(participantId: ParticipantId, source: MediaSource): Readable<MediaStream | undefined>;
  /**
   * Says where a video is on the page, at each change; undefined when it has no place there any more. What nobody sees is not
   * sent here, and what is small comes small.
   */
  reportTile(participantId: ParticipantId, source: 'camera' | 'screen', place: TilePlace | undefined): void;
  readonly pins: PinsView;
  /** How media reaches whom, and what can be done about it. */
  readonly insight: InsightView;
  /** What of oneself can be brought to this device. */
  readonly move: Readable<MoveView>;
  /** Takes over the seat one has on another device, which is released once this one has media. Outcomes are in `state`. */
  moveHere(): Promise<void>;
  /** A code for the link that another device opens to take this seat over; good once. @throws {Refusal} `forbidden` for accounts, which sign in there. */
  offerMove(): Promise<string>;
  /** True when the browser refuses to play sound until the person presses something; then call `unblockSound`. */
  readonly isSoundBlocked: Readable<boolean>;
  unblockSound(): Promise<void>;
  /** The name used last time on this browser, or ''. */
  readonly lastName: string;
  /** Outcomes are in `state`; never rejects. Resolves as soon as one is in, waits to be let in, or cannot come in. */
  join(name: string, password?: string): Promise<void>;
  leave(): Promise<void>;
  /** @throws {Refusal} `forbidden` for who is no host. */
  endForAll(): Promise<void>;
  /** After `over` or `failed`: back to the start. */
  restart(): Promise<void>;
  /** Lets go of devices, sockets and transports. After it the object does nothing. */
  close(): void;
}
