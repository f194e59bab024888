import {
  Refusal,
  type IceServer,
  type MediaCapabilities,
  type MediaSession,
  type MediaSource,
  type ParticipantId,
  type RoomId,
  type SourceState,
} from '#contracts';
import type { Clock } from '#kernel';
import type { LocalSource, MoveView } from '../model.js';
import type { Signal } from '../signal/signal.js';
import type { Joined } from './seating.js';

/** A way in that does not open within so long does not hold the move up: the seat has one, and mends it like any other. */
const PREVIEW_MAX_MS = 5_000;

interface Parts {
  readonly roomId: RoomId;
  readonly signal: Pick<Signal, 'request'>;
  readonly clock: Clock;
  readonly devices: Readonly<Record<'microphone' | 'camera', LocalSource>>;
  /** Receives over these transports; resolves when something comes. */
  readonly preview: (session: MediaSession, iceServers: readonly IceServer[]) => Promise<void>;
}

/** Takes one's own seat over from another device, which goes on until this one has media. */
export class SeatMove {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** One's own seat elsewhere. Never rejects: without an answer there is nothing to offer. */
  async find(): Promise<MoveView> {
    try {
      const { seats } = await this.#parts.signal.request('seat.elsewhere', { roomId: this.#parts.roomId });
      const [seat] = seats;
      if (seat === undefined) return { kind: 'none' };
      return { kind: 'elsewhere', participantId: seat.participantId, name: seat.name };
    } catch {
      return { kind: 'none' };
    }
  }

  /** Safe to repeat after a failure: it begins anew. @throws {Refusal} as the requests do. */
  async take(participantId: ParticipantId, media: MediaCapabilities): Promise<Joined> {
    const { roomId, signal, clock } = this.#parts;
    const begun = await signal.request('seat.move', { roomId, participantId, media });
    const sources = begun.snapshot.participants.find((one) => one.participantId === participantId)?.sources ?? [];
    await Promise.race([
      Promise.all([this.#parts.preview(begun.media, begun.iceServers), this.#follow(sources)]),
      new Promise<void>((resolve) => void clock.after(PREVIEW_MAX_MS, resolve)),
    ]);
    const { resumeToken, snapshot } = await signal.request('seat.settle', {});
    const { iceServers, media: session } = begun;
    return { participantId, resumeToken, snapshot, iceServers, media: session };
  }

  /** Who was muted stays muted, and who was seen goes on being seen. */
  async #follow(sources: readonly SourceState[]): Promise<void> {
    await Promise.all((['microphone', 'camera'] as const).map((source) => this.#followOne(source, sources)));
  }

  async #followOne(
    source: Extract<MediaSource, 'microphone' | 'camera'>,
    sources: readonly SourceState[],
  ): Promise<void> {
    const device = this.#parts.devices[source];
    const isWanted = sources.some((one) => one.source === source && !one.isPaused);
    const { kind } = device.state.get();
    const isOn = kind === 'live' || kind === 'opening';
    if (isOn !== isWanted) await device.toggle();
  }
}

/** True for an answer that says that the code is no good, rather than that nobody answered. */
export function isCodeSpent(thrown: unknown): boolean {
  return thrown instanceof Refusal && (thrown.code === 'not-found' || thrown.code === 'invalid-input');
}
