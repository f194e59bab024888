import {
  Refusal,
  type LeaveReason,
  type MediaCapabilities,
  type MediaSource,
  type ParticipantId,
  type RefusalCode,
  type RoomId,
} from '#contracts';
import type { Clock } from '#kernel';
import type { Api } from './api.js';
import { Attachment } from './attachment.js';
import type { InputDevice } from './devices/input-device.js';
import type { Microphone } from './devices/microphone.js';
import type { Screen } from './devices/screen.js';
import { Unreachable } from './failure.js';
import type { LocalFigures, SoundWish } from './insight/model.js';
import { isMediaEvent, MediaLink } from './media/media-link.js';
import { Publisher, type Wish } from './media/publisher.js';
import { Receivers } from './media/receivers.js';
import type { Rtc } from './media/rtc.js';
import type { ViewReport } from './media/view-report.js';
import { Lobby, type LobbyStores } from './host-controls/lobby.js';
import { isControlsEvent, type Controls } from './host-controls/controls.js';
import type { EntryView } from './host-controls/model.js';
import type { Meeting } from './meeting.js';
import type { MoveView } from './model.js';
import type { Network } from './network.js';
import { ENDS, isEnd, isSelfLeaving, type RunEnd } from './run-end.js';
import { isRosterFact } from './roster/roster.js';
import type { SeatMemory } from './seat/seat-memory.js';
import { isCodeSpent, SeatMove } from './seat/moving.js';
import { Seating, type Joined } from './seat/seating.js';
import type { Signal, SignalEvent } from './signal/signal.js';
import type { Readable } from './store.js';

/** The first line of a call is given up after this, in ms. */
const FIRST_LINE_MAX_MS = 12_000;
/** Who leaves is not kept waiting for a server that does not answer. */
const GOODBYE_MAX_MS = 1_000;

/** More than the library for media takes before it asks the browser. */
const TURNS_TO_NEGOTIATION_COUNT = 64;

interface Parts {
  readonly roomId: RoomId;
  readonly api: Pick<Api, 'getRoom' | 'enterRoom' | 'becomeGuest'>;
  /** What the link brought along for this device to take a seat over with. */
  readonly moveCode: string | undefined;
  readonly signal: Signal;
  readonly rtc: Rtc;
  readonly meeting: Meeting;
  readonly view: ViewReport;
  readonly controls: Controls;
  readonly lobby: LobbyStores;
  readonly devices: { readonly microphone: Microphone; readonly camera: InputDevice; readonly screen: Screen };
  readonly show: ConstructorParameters<typeof Receivers>[0]['show'];
  readonly seat: SeatMemory;
  readonly network: Network;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly onFound: (entry: EntryView) => void;
  readonly onSoundWished: (wish: SoundWish) => void;
  readonly onMove: (move: MoveView) => void;
  readonly onWaiting: () => void;
  readonly onSeated: () => void;
  readonly onLost: () => void;
  readonly onEnd: (end: RunEnd) => void;
  readonly onFault: (fault: unknown) => void;
}

/** One run of a call, from looking the link up to its end: what must not outlive it lives here. */
export class CallRun {
  readonly #parts: Parts;
  readonly #link: MediaLink;
  readonly #attachment: Attachment;
  readonly #seating: Seating;
  readonly #lobby: Lobby;
  readonly #move: SeatMove;
  /** The seat to be taken over from another device, until it is. */
  #movingId: ParticipantId | undefined;
  readonly #stops: (() => void)[] = [];
  #capabilities: MediaCapabilities | undefined;
  #name = '';
  /** Shown once; from then on the server knows this device. */
  #password: string | undefined;
  /** The network changed: once the line is back, the transports need new paths as well. */
  #hasMoved = false;
  /** Whether media was asked for before the press of the button. */
  #isPrepared = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#link = this.#makeLink();
    const { roomId, signal, seat } = parts;
    this.#lobby = new Lobby({ signal, view: parts.lobby, onWaiting: () => this.#onWaiting() });
    const preview: MediaLink['preview'] = (...what) => this.#link.preview(...what);
    this.#move = new SeatMove({ roomId, signal, clock: parts.clock, devices: parts.devices, preview });
    this.#seating = new Seating({ roomId, signal, memory: seat, lobby: this.#lobby });
    this.#attachment = new Attachment({
      signal: parts.signal,
      clock: parts.clock,
      ...(parts.random === undefined ? {} : { random: parts.random }),
      take: () => this.#take(),
      onAttached: (joined) => this.#onAttached(joined),
      onEvent: (event) => this.#onEvent(event),
      onLost: () => {
        this.#link.detach();
        parts.view.detached();
        parts.onLost();
      },
      onOver: (thrown) => parts.onEnd({ kind: 'broken', thrown }),
    });
    this.#stops.push(parts.network.listen(() => this.#onNetworkChanged()));
  }

  /** Everything that can be done before the press of the button. Rejects with why there can be no call. */
  async prepare(): Promise<void> {
    this.#parts.signal.connect();
    await Promise.all([this.#load(), this.#ownLine()]);
    // Who has a seat of their own in this tab takes that one.
    if (this.#parts.seat.get() === undefined) void this.#lookElsewhere();
  }

  /**
   * Has transports and streams set up while people look at themselves, so that the press of the button only lets them flow.
   * Resolves with whether it has; never rejects: what stands in its way is for the join to say.
   *
   * @param when `when-seen`: not while nobody sends, since more would come later
   */
  async prepareMedia(when: 'at-once' | 'when-seen' = 'at-once'): Promise<boolean> {
    const { signal, roomId, seat } = this.#parts;
    if (seat.get() !== undefined) return true; // That one is taken again, with what it has.
    try {
      this.#isPrepared = true;
      const { early } = await signal.request('meeting.prepare', { roomId, media: this.#known() });
      this.#isPrepared = early !== undefined;
      if (early === undefined || (when === 'when-seen' && early.media.consumers.length === 0)) return false;
      this.#parts.meeting.foresee(early);
      this.#link.prepare(early.media, early.iceServers);
      return true;
    } catch {
      this.#isPrepared = false;
      return false;
    }
  }

  /** As `join`, with the seat that one has on another device. */
  moveHere(participantId: ParticipantId): void {
    this.#movingId = participantId;
    this.#attachment.begin();
  }

  /** Outcomes come by `onSeated` and `onEnd`. */
  join(name: string, password: string | undefined): void {
    this.#name = name;
    this.#password = password;
    this.#attachment.begin();
  }

  /** Stops at once and tells the server, if it can be told quickly. Never rejects. */
  async leave(): Promise<void> {
    const { signal, clock } = this.#parts;
    const goodbye = this.#lobby.isWaiting ? 'lobby.leave' : 'meeting.leave';
    const told = signal.request(goodbye, {}).catch(() => undefined); // The seat then ends by itself.
    this.#hush();
    await Promise.race([told, new Promise<void>((resolve) => void clock.after(GOODBYE_MAX_MS, resolve))]);
    this.close();
  }

  /** The page is going. One word to the server, which it may still get through. */
  part(): void {
    if (!this.#attachment.isSeated) return;
    this.#parts.signal.request('meeting.part', {}).catch(() => undefined); // Nobody is left to hear the answer.
  }

  close(): void {
    this.#hush();
    this.#parts.signal.close();
  }

  /** What this browser measures of somebody's streams. Never rejects. */
  figuresOf(participantId: ParticipantId): Promise<readonly LocalFigures[]> {
    return this.#link.figuresOf(participantId === this.#parts.meeting.selfId ? 'self' : participantId);
  }

  #hush(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#attachment.close();
    this.#link.close();
    this.#parts.view.detached();
  }

  async #load(): Promise<void> {
    const room = await this.#parts.api.getRoom(this.#parts.roomId);
    this.#parts.onFound(room);
    if (room.routerRtpCapabilities === undefined) throw new Refusal('media-unavailable', 'No media host is connected.');
    this.#capabilities = await this.#parts.rtc.load(room.routerRtpCapabilities);
  }

  #known(): MediaCapabilities {
    if (this.#capabilities === undefined) throw new Error('Joining comes after preparing.');
    return this.#capabilities;
  }

  /** The line of whom this device is to be: with a code, of the guest who offered it. */
  async #ownLine(): Promise<void> {
    const { signal, api, roomId, moveCode } = this.#parts;
    await this.#firstLine();
    const state = signal.state.get();
    if (moveCode === undefined || state.kind !== 'open') return;
    try {
      api.becomeGuest(await signal.request('seat.redeem', { roomId, code: moveCode }));
    } catch (thrown) {
      if (!isCodeSpent(thrown)) throw thrown;
      return this.#parts.onMove({ kind: 'expired' });
    }
    signal.reconnect();
    await this.#firstLine(state.epoch);
  }

  /** Resolves with a line that is not the one of `before`. */
  #firstLine(before?: number): Promise<void> {
    const { signal, clock } = this.#parts;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        unwatch();
        cancel();
        act();
      };
      const look = (): void => {
        const state = signal.state.get();
        if (state.kind === 'open' && state.epoch !== before) settle(resolve);
        // Whoever opened a link is told at once, rather than after all patience.
        const why = state.kind === 'connecting' && state.why === 'server-full' ? state.why : undefined;
        if (why !== undefined) settle(() => reject(new Refusal(why, 'The server is full.')));
        if (state.kind === 'refused')
          settle(() => reject(new Refusal(state.code, 'The server refused the connection.')));
      };
      const unwatch = signal.state.watch(look);
      const cancel = clock.after(FIRST_LINE_MAX_MS, () => settle(() => reject(new Unreachable('No line in time.'))));
      look();
    });
  }

  async #take(): Promise<Joined> {
    if (this.#movingId !== undefined) return this.#takeOver(this.#movingId);
    if (this.#password !== undefined) await this.#showPassword(this.#password);
    return this.#seating.take({
      name: this.#name,
      media: this.#known(),
      hasTransports: this.#link.hasTransports,
      isPrepared: this.#isPrepared,
    });
  }

  /** Never rejects. */
  async #lookElsewhere(): Promise<void> {
    const move = await this.#move.find();
    if (move.kind === 'elsewhere') this.#parts.onMove(move);
  }

  async #takeOver(participantId: ParticipantId): Promise<Joined> {
    const joined = await this.#move.take(participantId, this.#known());
    this.#movingId = undefined;
    this.#seating.adopt(joined);
    return joined;
  }

  async #showPassword(password: string): Promise<void> {
    try {
      await this.#parts.api.enterRoom(this.#parts.roomId, password);
    } catch (thrown) {
      const isWrong = thrown instanceof Refusal && (thrown.code === 'forbidden' || thrown.code === 'invalid-input');
      throw isWrong ? new Refusal('password', 'This is not the password of the room.') : thrown;
    }
    this.#password = undefined;
  }

  #onWaiting(): void {
    this.#attachment.bePatient();
    this.#parts.onWaiting();
  }

  #onAttached({ participantId, snapshot, media, iceServers }: Joined): void {
    this.#parts.meeting.attach(snapshot, participantId);
    const self = snapshot.participants.find((participant) => participant.participantId === participantId);
    const how = this.#link.attach(media, iceServers, self?.sources ?? []);
    if (this.#hasMoved) this.#link.networkChanged();
    this.#hasMoved = false;
    this.#parts.lobby.clear();
    if (how === 'standing') this.#seated();
    else void this.#seatedSoon();
  }

  /**
   * Once the browser has been asked for the transports, so that it works on them while the meeting is drawn. Later would be
   * too late: it needs the page's own thread again to open its sockets. Never rejects.
   */
  async #seatedSoon(): Promise<void> {
    // Nothing but promises that are fulfilled already stands between an answer and that question.
    for (let turnCount = 0; turnCount < TURNS_TO_NEGOTIATION_COUNT; turnCount += 1) await Promise.resolve();
    if (this.#attachment.isSeated) this.#seated();
  }

  #seated(): void {
    this.#parts.onSeated();
    this.#parts.view.attached(); // After the page had a chance to draw: what has no tile is told to be out of sight.
  }

  /** What is of no part here is for those that listen for themselves. */
  #onEvent(event: SignalEvent): void {
    const { meeting, controls } = this.#parts;
    if (isSelfLeaving(event, meeting)) return this.#onSelfLeft(event.payload.reason);
    if (isRosterFact(event)) return meeting.take(event);
    if (isControlsEvent(event)) return controls.take(event);
    if (event.name === 'media.quality') return meeting.takeQuality(event.payload);
    if (isMediaEvent(event)) return this.#link.take(event);
    if (event.name === 'meeting.speaking') return meeting.takeSpeaking(event.payload);
    if (event.name === 'sound.wished') return this.#parts.onSoundWished(event.payload);
    if (event.name === 'lobby.entered') return this.#onMovedToLobby(event.payload.joinKey);
    if (isEnd(event)) return this.#parts.onEnd({ kind: ENDS[event.name] });
  }

  #onSelfLeft(reason: LeaveReason): void {
    switch (reason) {
      case 'removed':
      case 'ended':
        return this.#parts.onEnd({ kind: reason });
      case 'moved-to-lobby':
        return; // `lobby.entered` says what to do.
      case 'left':
      case 'lost':
        return this.#attachment.again(); // The server gave the seat up although we are here.
    }
  }

  /** Nothing of the meeting may stay in sight; the way back begins at the lobby's door. */
  #onMovedToLobby(joinKey: string): void {
    this.#parts.lobby.wasMovedBack.set(true);
    this.#seating.moveTo(joinKey);
    this.#parts.meeting.clear();
    this.#parts.onWaiting();
    this.#attachment.again();
  }

  #onNetworkChanged(): void {
    this.#hasMoved = true;
    this.#parts.signal.reconnect();
  }

  #makeLink(): MediaLink {
    const { signal, clock, rtc, meeting, controls, devices, onFault, show } = this.#parts;
    const receivers: Receivers = new Receivers({
      show,
      ready: (ids) => this.#link.ready(ids),
      onStuck: () => this.#link.renew(),
      onFault,
    });
    const { microphone, camera, screen } = devices;
    const publisher = (source: MediaSource, wish: Readable<Wish>, off: (code: RefusalCode) => void) => {
      const made = new Publisher({
        source,
        signal,
        onRefused: off,
        onSilenced: () => controls.quiet(source),
        onStuck: () => this.#link.stuck(),
        onFault,
      });
      const follow = (): void => made.want(wish.get());
      this.#stops.push(wish.watch(follow));
      follow();
      return { source, publisher: made };
    };
    return new MediaLink({
      rtc,
      signal,
      clock,
      capabilities: () => this.#known(),
      receivers,
      publishers: [
        // In this order, since one is negotiated after the other: a picture has to wait for a key frame as well.
        publisher('camera', camera.wish, () => camera.refuse()),
        publisher('microphone', microphone.wish, () => microphone.refuse()),
        publisher('screen', screen.wish, () => screen.refuse()),
        publisher('screen-audio', screen.soundWish, () => screen.silence()),
      ],
      isOn: (offer) => meeting.isFlowing(offer),
      onSeatLost: () => this.#attachment.again(),
    });
  }
}
