import type { MediaSource, ParticipantId, RoomId } from '#contracts';
import { backoffMs, canStep, step, type BackoffOptions } from '#kernel';
import type { CallPorts } from './call-ports.js';
import { CallRun } from './call-run.js';
import { RoomChat } from './chat/room-chat.js';
import { CALL_LIFECYCLE, type CallEvent } from './call-lifecycle.js';
import { Unfit, failureOf, isPassing } from './failure.js';
import { Controls } from './host-controls/controls.js';
import { LobbyStores } from './host-controls/lobby.js';
import type { EntryView } from './host-controls/model.js';
import { OwnSources } from './host-controls/own-sources.js';
import { Streams } from './media/streams.js';
import { ViewReport } from './media/view-report.js';
import { Insight } from './insight/insight.js';
import { Meeting } from './meeting.js';
import type { CallState, CallView, MoveView, OverReason } from './model.js';
import { Pins } from './pins.js';
import { isAtTheDoor, reasonOf, type RunEnd } from './run-end.js';
import { SeatMemory } from './seat/seat-memory.js';
import type { Signal } from './signal/signal.js';
import { Sound } from './sound/sound.js';
import { Store, type Readable } from './store.js';

const NAME_KEY = 'parley.name';
/** Most are in sooner. Longer than this, and a press that changes nothing looks like one that was missed. */
const JOINING_SHOWN_AFTER_MS = 120;
/** People are seen first; what they wrote is fetched once they mostly are. */
const CHAT_AFTER_MS = 200;
/** Who takes a call needs a moment to find the button; by then who calls is there and sends. */
const STANDBY_LOOK_MS = 1_000;
const STANDBY_LOOKS_MAX_COUNT = 10;
/** Who was in and is loaded anew tries this long to come back, in ms: the server may be starting. */
const RETURN_MAX_MS = 60_000;
const RETURN_RETRY: BackoffOptions = { firstMs: 500, maxMs: 3_000, jitterRatio: 0.5 };
const NOTHING: Readable<undefined> = new Store(undefined);

/** How somebody comes in who makes or takes a call. */
export interface ComingIn {
  readonly name: string;
  readonly isCameraWanted: boolean;
}

/** A meeting from the page's side. Holds what outlives a run of it: devices, names, and the state that screens show. */
export class Call implements CallView {
  readonly roomId: RoomId;
  readonly state = new Store<CallState>({ kind: 'preparing' });
  readonly devices: CallPorts['devices'];
  readonly entry = new Store<EntryView | undefined>(undefined);
  readonly move = new Store<MoveView>({ kind: 'none' });
  readonly lobby = new LobbyStores();
  readonly controls: Controls;
  readonly pins: Pins;
  readonly insight: Insight;
  readonly #ports: CallPorts;
  readonly #meeting: Meeting;
  readonly #streams = new Streams();
  readonly #sound: Sound;
  readonly #seat: SeatMemory;
  readonly #chat: RoomChat;
  #run: CallRun | undefined;
  #signal: Signal | undefined;
  readonly #view: ViewReport;
  readonly #unlistenPage: () => void;
  #isClosed = false;
  /** Undefined while one looks at oneself first, as most do. */
  #comingInAs: string | undefined;

  constructor(roomId: RoomId, ports: CallPorts) {
    this.roomId = roomId;
    this.devices = ports.devices;
    this.#ports = ports;
    this.#unlistenPage = ports.pageEnd.listen(() => this.#onPageEnd());
    this.#sound = new Sound(ports.makePlayer, ports.devices.speaker.chosenId);
    this.#seat = new SeatMemory(ports.tabStorage, roomId);
    const { storage, clock, random } = ports;
    this.#chat = new RoomChat({
      roomId,
      storage,
      clock,
      ...(random === undefined ? {} : { random }),
      identityId: () => ports.api.identityId(),
      files: ports.api.files,
    });
    const signal: Pick<Signal, 'request'> = { request: (name, input) => this.#line().request(name, input) };
    this.#meeting = new Meeting({
      signal,
      onChange: () => this.#streams.prune((participantId) => this.#meeting.has(participantId)),
      controls: {
        show: (state) => this.controls.show(state),
        onFact: (fact, before) => this.controls.onFact(fact, before),
        onSnapshot: (snapshot, from) => this.controls.onSnapshot(snapshot, from),
        clear: () => this.controls.clear(),
      },
    });
    this.pins = new Pins({ roomId, storage: ports.tabStorage, people: this.#meeting.people });
    this.insight = new Insight({
      signal,
      local: async (participantId) => (await this.#run?.figuresOf(participantId)) ?? [],
      isSoundBlocked: this.#sound.isBlocked,
    });
    this.#view = new ViewReport({
      signal,
      clock: ports.clock,
      people: this.#meeting.people,
      sight: ports.sight,
      playout: this.#sound.playout,
      pinnedIds: this.pins.ids,
    });
    this.controls = new Controls({
      signal,
      clock: ports.clock,
      people: this.#meeting.people,
      sources: new OwnSources(ports.devices),
      refresh: () => this.#meeting.refresh(),
      onFault: ports.onFault,
    });
  }

  get chat() {
    return this.#chat.conversation;
  }

  get privateChats() {
    return this.#chat.privates;
  }

  get people() {
    return this.#meeting.people;
  }

  get speaking() {
    return this.#meeting.speaking;
  }

  get isSoundBlocked(): Readable<boolean> {
    return this.#sound.isBlocked;
  }

  get lastName(): string {
    return this.#ports.storage.getItem(NAME_KEY) ?? '';
  }

  unblockSound(): Promise<void> {
    return this.#sound.unblock();
  }

  reportTile(...tile: Parameters<ViewReport['place']>): void {
    this.#view.place(...tile);
  }

  stream(participantId: ParticipantId, source: MediaSource): Readable<MediaStream | undefined> {
    if (participantId !== this.#meeting.selfId) return this.#streams.of(participantId, source);
    return source === 'screen-audio' ? NOTHING : this.devices[source].stream;
  }

  /** Looks the link up, opens the line and the devices that are wanted. Never rejects: outcomes are in `state`. */
  async prepare(): Promise<void> {
    const unfit = this.#ports.unfitness();
    if (unfit !== undefined) return this.#fail(new Unfit(unfit));
    const returning = this.#seat.returning(this.#ports.clock.nowMs());
    this.#comingInAs ??= returning?.name;
    if (this.#comingInAs !== undefined) this.#to('join', { kind: 'joining', isReturning: true });
    void this.devices.openWanted();
    await this.#lookUp(returning === undefined ? 0 : this.#ports.clock.monotonicMs() + RETURN_MAX_MS);
  }

  /** As `prepare`, while a call rings: no device is opened, and nothing is heard or seen, until one comes in. Never rejects. */
  async standBy(): Promise<void> {
    if (this.#ports.unfitness() === undefined) await this.#lookUp(0, 'standby');
  }

  /** Comes in without another question, as who calls or takes a call does. Never rejects: outcomes are in `state`. */
  async comeIn({ name, isCameraWanted }: ComingIn): Promise<void> {
    const { devices } = this;
    const { kind } = this.state.get();
    if (canStep(CALL_LIFECYCLE, kind, 'attached')) return; // They are on the way, or in.
    // A call has its own answer to the question whether one wants to be seen.
    devices.microphone.memory.keep(true);
    devices.camera.memory.keep(isCameraWanted);
    this.#ports.storage.setItem(NAME_KEY, name);
    this.#comingInAs = name;
    const run = this.#run;
    if (run === undefined || (kind !== 'preparing' && kind !== 'ready')) {
      if (canStep(CALL_LIFECYCLE, kind, 'restart')) this.#to('restart', { kind: 'preparing' });
      return this.prepare();
    }
    if (kind === 'ready') run.join(name, undefined); // Else once it is ready.
    this.#to('join', { kind: 'joining', isReturning: true });
    await devices.openWanted();
  }

  async #lookUp(untilMs: number, pace: 'prompt' | 'standby' = 'prompt', failedCount = 0): Promise<void> {
    const { clock, random } = this.#ports;
    const run = this.#begin();
    try {
      await run.prepare();
      if (this.#run !== run) return;
      if (this.#comingInAs !== undefined) return run.join(this.#comingInAs, undefined);
      this.#to('prepared', { kind: 'ready' });
      if (pace === 'standby') this.#prepareMediaSoon(run);
      else void run.prepareMedia();
    } catch (thrown) {
      if (this.#run !== run) return;
      if (!isPassing(thrown) || clock.monotonicMs() >= untilMs) return this.#fail(thrown);
      run.close();
      clock.after(backoffMs(RETURN_RETRY, failedCount, random), () => {
        if (this.#run === run) void this.#lookUp(untilMs, pace, failedCount + 1);
      });
    }
  }

  /** Asks until who calls is there and is seen; who comes in meanwhile does not wait for it. */
  #prepareMediaSoon(run: CallRun, leftCount = STANDBY_LOOKS_MAX_COUNT): void {
    if (leftCount === 0) return;
    this.#ports.clock.after(STANDBY_LOOK_MS, () => {
      if (this.#run !== run || this.state.get().kind !== 'ready') return;
      void run
        .prepareMedia('when-seen')
        .then((isPrepared) => (isPrepared ? undefined : this.#prepareMediaSoon(run, leftCount - 1)));
    });
  }

  async join(name: string, password?: string): Promise<void> {
    if (this.#run === undefined || this.state.get().kind !== 'ready') return;
    // The question goes out first, and that it is out is shown only to who has to wait: drawing it holds up the answer.
    this.#run.join(name.trim(), password);
    this.#ports.storage.setItem(NAME_KEY, name.trim());
    await this.#joinedOrNot();
  }

  async moveHere(): Promise<void> {
    const move = this.move.get();
    if (this.#run === undefined || this.state.get().kind !== 'ready' || move.kind !== 'elsewhere') return;
    this.#ports.storage.setItem(NAME_KEY, move.name);
    this.#run.moveHere(move.participantId);
    await this.#joinedOrNot();
  }

  async offerMove(): Promise<string> {
    return (await this.#line().request('seat.offer', {})).code;
  }

  async #joinedOrNot(): Promise<void> {
    if (this.state.get().kind !== 'ready') return; // There was no line to ask on.
    this.#ports.clock.after(JOINING_SHOWN_AFTER_MS, this.state.setUntold({ kind: 'joining' }));
    await new Promise<void>((resolve) => {
      const unwatch = this.state.watch(() => {
        if (this.state.get().kind === 'joining') return;
        unwatch();
        resolve();
      });
    });
  }

  async leave(): Promise<void> {
    const from = this.state.get().kind;
    if (!canStep(CALL_LIFECYCLE, from, 'end')) return;
    const run = this.#run;
    this.#run = undefined;
    const isSeated = from === 'joining' || from === 'waiting' || from === 'joined' || from === 'reconnecting';
    // Before the devices are let go, or the server would hear of each of them first.
    const left = isSeated ? run?.leave() : run?.close();
    this.#over('left');
    await left;
  }

  async endForAll(): Promise<void> {
    try {
      await this.#line().request('meeting.end', {});
    } catch (thrown) {
      // The news of the end may overtake the answer and close the line that it would have come on.
      if (this.state.get().kind !== 'over') throw thrown;
    }
    this.#onEnd({ kind: 'ended' });
  }

  async restart(): Promise<void> {
    if (this.#isClosed || !canStep(CALL_LIFECYCLE, this.state.get().kind, 'restart')) return;
    this.#run?.close();
    this.#comingInAs = undefined;
    this.#to('restart', { kind: 'preparing' });
    await this.prepare();
  }

  close(): void {
    this.#isClosed = true;
    this.#unlistenPage();
    this.#view.close();
    this.#run?.close();
    this.#run = undefined;
    this.#chat.lost();
    this.#sound.close();
    this.#meeting.clear();
    this.devices.close();
  }

  /** Closed or loaded anew, which nobody can tell apart here: whoever is back soon is let in again without a question. */
  #onPageEnd(): void {
    const { kind } = this.state.get();
    if (kind !== 'joining' && kind !== 'joined' && kind !== 'reconnecting') return;
    this.#seat.noteReload(this.#ports.clock.nowMs());
    this.#run?.part();
  }

  #begin(): CallRun {
    const { ports, signal } = { ports: this.#ports, signal: this.#ports.makeSignal(this.roomId) };
    this.#signal = signal;
    this.#chat.listen(signal);
    const run: CallRun = new CallRun({
      roomId: this.roomId,
      api: ports.api,
      signal,
      rtc: ports.makeRtc(),
      meeting: this.#meeting,
      view: this.#view,
      controls: this.controls,
      lobby: this.lobby,
      devices: this.devices,
      show: (participantId, source, track) => this.#show(participantId, source, track),
      seat: this.#seat,
      network: ports.network,
      clock: ports.clock,
      ...(ports.random === undefined ? {} : { random: ports.random }),
      onFound: ({ isLobbyOn, isLocked, needsPassword, isHost }) =>
        this.entry.set({ isLobbyOn, isLocked, needsPassword, isHost }),
      onSoundWished: (wish) => this.insight.takeSoundWish(wish),
      moveCode: ports.takeMoveCode(),
      onMove: (move) => this.move.set(move),
      onWaiting: () => this.#to('wait', { kind: 'waiting' }),
      onSeated: () => {
        this.#seat.forgetReload();
        this.move.set({ kind: 'none' });
        this.#to('attached', { kind: 'joined' });
        ports.clock.after(CHAT_AFTER_MS, () => {
          if (this.#run === run && this.state.get().kind === 'joined') void this.#chat.seated(signal, this.lastName);
        });
      },
      onLost: () => {
        this.#to('lose', { kind: 'reconnecting' });
        this.#chat.lost();
      },
      onEnd: (end) => (this.#run === run ? this.#onEnd(end) : undefined),
      onFault: ports.onFault,
    });
    this.#run = run;
    return run;
  }

  #line(): Signal {
    if (this.#signal === undefined) throw new Error('There is no line before preparing.');
    return this.#signal;
  }

  #show(participantId: ParticipantId, source: MediaSource, track: MediaStreamTrack | undefined): void {
    const stream = track === undefined ? undefined : this.#ports.streamOf(track);
    this.#streams.set(participantId, source, stream);
    if (source === 'microphone' || source === 'screen-audio') this.#sound.set(participantId, source, stream);
  }

  #onEnd(end: RunEnd): void {
    const before = this.state.get().kind;
    if (end.kind === 'broken' && isAtTheDoor(before, end.thrown)) return this.#fail(end.thrown);
    const run = this.#run;
    this.#run = undefined;
    run?.close();
    this.#over(end.kind === 'broken' ? reasonOf(end.thrown) : end.kind);
  }

  #over(why: OverReason): void {
    this.#seat.forget();
    this.#clear();
    this.#to('end', { kind: 'over', why });
  }

  #fail(thrown: unknown): void {
    const why = failureOf(thrown);
    if (why === 'internal') this.#ports.onFault(thrown);
    this.#seat.forgetReload();
    this.#run?.close();
    this.#run = undefined;
    this.#clear();
    this.#to('fail', { kind: 'failed', why });
  }

  #clear(): void {
    this.#chat.lost();
    this.lobby.clear();
    this.devices.release();
    this.#sound.close();
    this.insight.clear();
    this.#meeting.clear();
  }

  #to(event: CallEvent, state: CallState): void {
    const from = this.state.get().kind;
    if (this.#isClosed || !canStep(CALL_LIFECYCLE, from, event) || step(CALL_LIFECYCLE, from, event) !== state.kind)
      return;
    this.state.set(state);
  }
}
