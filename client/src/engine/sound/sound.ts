import type { MediaSource, ParticipantId } from '#contracts';
import { exceptionName } from '../failure.js';
import type { PlayoutState } from '../model.js';
import { Store, type Readable } from '../store.js';

/** The part of an audio element that playing needs. */
export interface Player {
  play(stream: MediaStream): Promise<void>;
  /** Does nothing where the browser leaves the choice to the system. May reject for a device that has gone. */
  setSink(deviceId: string): Promise<void>;
  stop(): void;
}

/** Plays through an element outside the document: nothing that a page draws can stop it. */
export function audioElementPlayer(): Player {
  const element = new Audio();
  element.autoplay = true;
  return {
    play(stream) {
      element.srcObject = stream;
      return element.play();
    },
    async setSink(deviceId) {
      if (canChooseSink()) await element.setSinkId(deviceId);
    },
    stop() {
      element.pause();
      element.srcObject = null;
    },
  };
}

/** False in browsers that leave the loudspeaker to the system. */
export function canChooseSink(): boolean {
  return typeof HTMLMediaElement === 'function' && 'setSinkId' in HTMLMediaElement.prototype;
}

interface Playing {
  readonly player: Player;
  readonly stream: MediaStream;
}

/** Plays what the others say. */
export class Sound {
  readonly isBlocked = new Store(false);
  /** What others may know of it. */
  readonly playout: Readable<PlayoutState> = {
    get: () => (this.isBlocked.get() ? 'blocked' : 'playing'),
    watch: this.isBlocked.watch,
  };
  readonly #makePlayer: () => Player;
  readonly #sinkId: Readable<string | undefined>;
  readonly #playing = new Map<string, Playing>();

  constructor(makePlayer: () => Player, sinkId: Readable<string | undefined>) {
    this.#makePlayer = makePlayer;
    this.#sinkId = sinkId;
    sinkId.watch(() => this.#moveAll());
  }

  /** Plays a stream in place of the one before from the same source; undefined ends it. */
  set(participantId: ParticipantId, source: MediaSource, stream: MediaStream | undefined): void {
    const key = `${participantId}/${source}`;
    const before = this.#playing.get(key);
    if (before?.stream === stream) return;
    if (stream === undefined) {
      before?.player.stop();
      this.#playing.delete(key);
      return;
    }
    const playing = { player: before?.player ?? this.#makePlayer(), stream };
    this.#playing.set(key, playing);
    // A new element plays on the system's own choice already.
    if (before === undefined && this.#sinkId.get() !== undefined) void this.#move(playing);
    void this.#play(playing);
  }

  /** To be called from a press of a button, which is what browsers wait for. */
  async unblock(): Promise<void> {
    this.isBlocked.set(false);
    await Promise.all([...this.#playing.values()].map((playing) => this.#play(playing)));
  }

  close(): void {
    for (const { player } of this.#playing.values()) player.stop();
    this.#playing.clear();
    this.isBlocked.set(false);
  }

  /** Never rejects. */
  async #play({ player, stream }: Playing): Promise<void> {
    try {
      await player.play(stream);
    } catch (thrown) {
      // Any other rejection means that another stream took this one's place, or that it ended.
      if (exceptionName(thrown) === 'NotAllowedError') this.isBlocked.set(true);
    }
  }

  #moveAll(): void {
    for (const playing of this.#playing.values()) void this.#move(playing);
  }

  /** Never rejects: a loudspeaker that has gone leaves the sound where it was. */
  async #move({ player }: Playing): Promise<void> {
    await player.setSink(this.#sinkId.get() ?? '').catch(() => undefined);
  }
}
