import {
  ask,
  mediaControl,
  Refusal,
  type Asked,
  type MediaControlEvents,
  type Payload,
  type HostId,
  type Line,
  type MediaControlRequests,
  type MeetingId,
  type Output,
} from '#contracts';
import type { Clock } from '#kernel';
import type { ControlRequest, MediaHost } from './media-host.js';

/** What a host reports of itself with each heartbeat. */
export type HostLoad = Payload<MediaControlEvents, 'host.load'>;

/** A socket to a media host, as far as a link uses it. */
export interface ControlSocket extends Line {
  readonly id: string;
  disconnect(close: boolean): unknown;
}

/** How a link ends: silence while connected, or no return after the connection broke. */
const SILENCE_MAX_MS = 3_000;
/** A host that lives dials again within some hundred ms; one whose process died has another boot id, or never comes. */
const RETURN_MAX_MS = 1_000;
const WATCH_STEP_COUNT = 3;
/** What somebody who was just placed is taken to cost until the next report shows it, as a share of one worker. */
const SESSION_COST_RATIO = 0.005;

export interface LinkOptions {
  readonly hostId: HostId;
  readonly bootId: string;
  /** False for a host that routes other codecs than the rest: it is kept, and given no meetings. */
  readonly isFit: boolean;
  /** True for one that was told to end before we knew it. */
  readonly isDraining: boolean;
  readonly clock: Clock;
  /** Called once. */
  readonly onGone: (link: HostLink) => void;
}

/** One start of a media host, over as many sockets as it takes. */
export class HostLink implements MediaHost {
  readonly hostId: HostId;
  readonly bootId: string;
  readonly isFit: boolean;
  /** Meetings that were placed here. */
  readonly meetingIds = new Set<MeetingId>();
  readonly #clock: Clock;
  readonly #onGone: (link: HostLink) => void;
  readonly #waiting = new Set<(socket: ControlSocket) => void>();
  readonly #asked = new Set<(reason: Refusal) => void>();
  #state: 'connected' | 'broken' | 'gone' = 'broken';
  #socket: ControlSocket | undefined;
  #load: HostLoad | undefined;
  #isDraining: boolean;
  #expectedRatio = 0;
  #cancelWatch: () => void = () => undefined;

  constructor({ hostId, bootId, isFit, isDraining, clock, onGone }: LinkOptions) {
    this.#isDraining = isDraining;
    this.hostId = hostId;
    this.bootId = bootId;
    this.isFit = isFit;
    this.#clock = clock;
    this.#onGone = onGone;
  }

  get isUp(): boolean {
    return this.#state !== 'gone';
  }

  get loadRatio(): number {
    const ratios = this.#load?.workers.map(({ cpuRatio }) => cpuRatio) ?? [];
    if (this.#load !== undefined && ratios.length === 0) return 1;
    return (ratios.reduce((sum, ratio) => sum + ratio, 0) + this.#expectedRatio) / Math.max(1, ratios.length);
  }

  /** What it last reported of itself; undefined before its first heartbeat. */
  get load(): HostLoad | undefined {
    return this.#load;
  }

  /** False for one that is given no meetings: of other codecs than the rest, or about to end. */
  get isOpen(): boolean {
    return this.isFit && this.isUp && !this.#isDraining;
  }

  /** False while its connection is broken: it may be back in a moment, or be dead. */
  get isConnected(): boolean {
    return this.#state === 'connected';
  }

  drains(isDraining: boolean): void {
    this.#isDraining = isDraining;
  }

  get meetingCount(): number {
    return this.meetingIds.size;
  }

  /** From now on this socket serves the link; one before it is closed. */
  attach(socket: ControlSocket): void {
    if (this.#state === 'gone') return;
    const before = this.#socket;
    this.#socket = socket;
    this.#state = 'connected';
    if (before !== undefined && before !== socket) before.disconnect(true);
    this.heard();
    for (const give of this.#waiting) give(socket);
    this.#waiting.clear();
  }

  /** The socket broke. Nothing happens for one that was replaced. */
  detach(socket: ControlSocket): void {
    if (this.#socket !== socket || this.#state === 'gone') return;
    this.#socket = undefined;
    this.#state = 'broken';
    this.#watch(RETURN_MAX_MS);
  }

  /** Something came from the host: it lives. */
  heard(): void {
    if (this.#state === 'connected') this.#watch(SILENCE_MAX_MS);
  }

  /** Somebody's transports come here. */
  expectSession(): void {
    this.#expectedRatio += SESSION_COST_RATIO;
  }

  loaded(load: HostLoad): void {
    this.#expectedRatio = 0;
    this.#load = load;
  }

  async ask<K extends ControlRequest>(
    name: K,
    input: Asked<MediaControlRequests, K>,
  ): Promise<Output<MediaControlRequests, K>> {
    if (this.#state === 'gone') throw unavailable();
    let giveUp: (reason: Refusal) => void = () => undefined;
    const gone = new Promise<never>((_, reject) => {
      giveUp = reject;
      this.#asked.add(giveUp);
    });
    try {
      return await Promise.race([ask(this.#line, { contract: mediaControl.requests, name, input }), gone]);
    } catch (thrown) {
      throw thrown instanceof Refusal && thrown.code === 'timeout' ? unavailable() : thrown;
    } finally {
      this.#asked.delete(giveUp);
    }
  }

  /** Gives the host up for good: who asks is told at once. Safe to repeat. */
  close(): void {
    if (this.#state === 'gone') return;
    this.#state = 'gone';
    this.#cancelWatch();
    this.#socket?.disconnect(true);
    this.#socket = undefined;
    this.#waiting.clear();
    for (const giveUp of this.#asked) giveUp(unavailable());
    this.#onGone(this);
  }

  snapshot() {
    const { hostId, bootId, isFit, isOpen, loadRatio } = this;
    return {
      hostId,
      bootId,
      isFit,
      isOpen,
      state: this.#state,
      loadRatio,
      meetingIds: [...this.meetingIds],
      askedCount: this.#asked.size,
    };
  }

  /** Waits for the socket to come back; `close` ends the waiting through `#asked`. */
  readonly #line: Line = {
    timeout: (ms) => ({
      emitWithAck: async (name, input) => {
        const socket = this.#socket ?? (await new Promise<ControlSocket>((resolve) => void this.#waiting.add(resolve)));
        return socket.timeout(ms).emitWithAck(name, input);
      },
    }),
  };

  /**
   * In steps: when this process stood still for longer than all of them, only one has passed, and what came meanwhile is read
   * before the next. A host is not to be given up for a pause of ours.
   */
  #watch(forMs: number, stepCount = WATCH_STEP_COUNT): void {
    this.#cancelWatch();
    this.#cancelWatch = this.#clock.after(forMs / stepCount, () => {
      if (stepCount === 1) return this.close();
      this.#watch((forMs / stepCount) * (stepCount - 1), stepCount - 1);
    });
  }
}

function unavailable(): Refusal {
  return new Refusal('media-unavailable', 'The media server does not answer. Please try again.');
}
