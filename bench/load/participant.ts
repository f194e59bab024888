import type { ConsumerId, ConsumerOffer, MediaSession, ParticipantId, Tile } from '#contracts';
import type { Certificate } from './dtls/certificate.js';
import type { Feedback } from './media/downlink.js';
import type { Metronome } from './media/metronome.js';
import type { ReceptionFigures } from './media/reception.js';
import { receiveCapabilities } from './media/rtp-parameters.js';
import type { LayerCount, LayerProfile } from './media/video-source.js';
import { MediaEnd, type IncomingOffer, type MediaEndFigures } from './media-end.js';
import type { Seat, SeatSession } from './seat.js';

export interface ParticipantOptions {
  readonly seat: Seat;
  readonly certificate: Certificate;
  readonly metronome: Metronome;
  readonly feedback: Feedback;
  readonly isVerifying: boolean;
  readonly publishes: { readonly video: boolean; readonly audio: boolean };
  readonly layers: readonly LayerProfile[];
  readonly framesPerSecond: number;
  readonly isTalking: (nowMs: number) => boolean;
  /** What its page shows of these people's cameras. Without it the page says nothing of what it shows. */
  readonly layOut?: (ownerIds: readonly ParticipantId[]) => readonly Tile[];
}

/** One stream as it came. Times in ms since it could be awaited. */
export interface IncomingFigures extends Pick<ReceptionFigures, 'packetCount' | 'byteCount' | 'lostCount'> {
  readonly kind: 'audio' | 'video';
  readonly firstPacketMs: number | undefined;
  readonly firstKeyFrameMs: number | undefined;
}

/** How one participant fared. Times in ms since it asked to join. */
export interface ParticipantFigures {
  /** Why it is not there, or not whole. */
  readonly failure: string | undefined;
  /** Until the answer came. */
  readonly answeredMs: number | undefined;
  /** Until both transports stood. */
  readonly connectedMs: number | undefined;
  /** Until the first picture of anybody. */
  readonly firstKeyFrameMs: number | undefined;
  readonly replacedCount: number;
  readonly incoming: readonly IncomingFigures[];
  readonly media: MediaEndFigures;
}

const NOTHING: MediaEndFigures = {
  sentPacketCount: 0,
  sentBytes: 0,
  otherPacketCount: 0,
  forgedPacketCount: 0,
  nackedCount: 0,
  layers: [],
};

/** As our page gathers changes of its tiles, and longer, for a crowd that comes one by one. */
const VIEW_AFTER_MS = 500;

/** Somebody in a meeting who is not there: joins, publishes, receives, counts. */
export class Participant {
  readonly #options: ParticipantOptions;
  readonly #ended: IncomingOffer[] = [];
  /** Announced before our end stands: the answer to the join is still on its way. */
  #early: ConsumerOffer[] = [];
  #startedAtMs: number | undefined;
  #answeredAtMs: number | undefined;
  #connectedAtMs: number | undefined;
  #failure: string | undefined;
  #end: MediaEnd | undefined;
  #before = NOTHING;
  #replacedCount = 0;
  #layersCount = Number.POSITIVE_INFINITY;
  readonly #owners = new Set<ParticipantId>();
  #viewing: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ParticipantOptions) {
    this.#options = options;
  }

  /** Joins and begins to publish. Never rejects: what goes wrong is in the figures. */
  async join(): Promise<void> {
    this.#startedAtMs = performance.now();
    const { seat, certificate, feedback } = this.#options;
    try {
      const session = await seat.join(
        {
          rtpCapabilities: receiveCapabilities(seat.routerRtpCapabilities, feedback),
          dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: certificate.fingerprint }] },
        },
        {
          onOpened: (consumers) => this.#take(consumers),
          onClosed: (consumerIds) => this.#forget(consumerIds),
          onReplaced: (media) => this.#replace(media),
          onWanted: (layersCount) => this.#limit(layersCount),
          onTransport: async (direction, offer) => this.#end?.add(direction, offer),
          onFailed: (thrown) => this.#fail(thrown),
        },
      );
      this.#answeredAtMs = performance.now();
      await this.#build(session, this.#startedAtMs);
      this.#connectedAtMs ??= performance.now();
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** Safe to repeat. Never rejects. */
  async leave(): Promise<void> {
    clearTimeout(this.#viewing);
    await this.#options.seat.leave();
    this.#end?.close();
  }

  get participantId(): ParticipantId | undefined {
    return this.#options.seat.participantId;
  }

  /** When the first picture came of a stream that was offered since, on the clock of `performance.now()`. */
  firstPictureSince(sinceMs: number): number | undefined {
    const fresh = (this.#end?.incoming ?? []).filter(({ awaitedAtMs }) => awaitedAtMs >= sinceMs);
    const pictures = fresh.flatMap(({ reception }) => reception.firstKeyFrameAtMs ?? []);
    return pictures.length === 0 ? undefined : Math.min(...pictures);
  }

  get isConnected(): boolean {
    return this.#connectedAtMs !== undefined && this.#failure === undefined;
  }

  figures(): ParticipantFigures {
    const incoming = [...this.#ended, ...(this.#end?.incoming ?? [])];
    const pictures = incoming.flatMap(({ reception }) => reception.firstKeyFrameAtMs ?? []);
    return {
      failure:
        this.#failure ?? (this.#end?.hasLostTransport === true ? 'The media host ended a transport.' : undefined),
      answeredMs: this.#sinceStart(this.#answeredAtMs),
      connectedMs: this.#sinceStart(this.#connectedAtMs),
      firstKeyFrameMs: this.#sinceStart(pictures.length === 0 ? undefined : Math.min(...pictures)),
      replacedCount: this.#replacedCount,
      incoming: incoming.map(figuresOf),
      media: sum(this.#before, this.#end?.figures() ?? NOTHING),
    };
  }

  async #build(session: SeatSession, awaitedAtMs: number): Promise<void> {
    const { seat, publishes } = this.#options;
    const end = new MediaEnd({ ...this.#options, session, router: seat.routerRtpCapabilities });
    this.#end = end;
    end.expect([...session.consumers, ...this.#early], awaitedAtMs);
    end.limitCamera(this.#layersCount);
    this.#early = [];
    const opened = end.open();
    const sources = [...(publishes.audio ? [end.microphone()] : []), ...(publishes.video ? [end.camera()] : [])];
    await Promise.all([opened, ...sources.map(({ publication }) => seat.publish(publication))]);
    for (const { begin } of sources) begin();
    end.limitCamera(this.#layersCount);
    this.#noteOwners(session.consumers);
  }

  #limit(layersCount: number): void {
    this.#layersCount = layersCount;
    this.#end?.limitCamera(layersCount);
  }

  /** Tells what its page shows, a moment after the last news of who is there. */
  #noteOwners(consumers: readonly ConsumerOffer[]): void {
    const { layOut, seat } = this.#options;
    for (const { source, participantId } of consumers) if (source === 'camera') this.#owners.add(participantId);
    if (layOut === undefined || seat.view === undefined) return;
    const view = seat.view.bind(seat);
    clearTimeout(this.#viewing);
    this.#viewing = setTimeout(() => {
      view(layOut([...this.#owners])).catch((thrown: unknown) => this.#fail(thrown));
    }, VIEW_AFTER_MS);
  }

  #take(consumers: readonly ConsumerOffer[]): void {
    this.#noteOwners(consumers);
    if (this.#end === undefined) this.#early.push(...consumers);
    else this.#end.expect(consumers, performance.now());
    this.#options.seat
      .ready(consumers.map(({ consumerId }) => consumerId))
      .catch((thrown: unknown) => this.#fail(thrown));
  }

  #forget(consumerIds: readonly ConsumerId[]): void {
    this.#ended.push(...(this.#end?.end(consumerIds) ?? []));
  }

  #replace(media: MediaSession): void {
    const old = this.#end;
    this.#replacedCount += 1;
    if (old !== undefined) {
      this.#ended.push(...old.incoming);
      this.#before = sum(this.#before, old.figures());
      old.close();
    }
    this.#build(media, performance.now()).catch((thrown: unknown) => this.#fail(thrown));
  }

  #fail(thrown: unknown): void {
    this.#failure ??= thrown instanceof Error ? thrown.message : String(thrown);
  }

  #sinceStart(atMs: number | undefined): number | undefined {
    return atMs === undefined || this.#startedAtMs === undefined ? undefined : atMs - this.#startedAtMs;
  }
}

function figuresOf({ kind, awaitedAtMs, reception }: IncomingOffer): IncomingFigures {
  const { packetCount, byteCount, lostCount, firstPacketAtMs, firstKeyFrameAtMs } = reception.figures();
  const since = (atMs: number | undefined) => (atMs === undefined ? undefined : atMs - awaitedAtMs);
  return {
    kind,
    packetCount,
    byteCount,
    lostCount,
    firstPacketMs: since(firstPacketAtMs),
    firstKeyFrameMs: since(firstKeyFrameAtMs),
  };
}

function sum(a: MediaEndFigures, b: MediaEndFigures): MediaEndFigures {
  return {
    sentPacketCount: a.sentPacketCount + b.sentPacketCount,
    sentBytes: a.sentBytes + b.sentBytes,
    otherPacketCount: a.otherPacketCount + b.otherPacketCount,
    forgedPacketCount: a.forgedPacketCount + b.forgedPacketCount,
    nackedCount: a.nackedCount + b.nackedCount,
    layers: [...sumLayers([...a.layers, ...b.layers]).values()],
  };
}

function sumLayers(counts: readonly LayerCount[]): Map<string, LayerCount> {
  const byRid = new Map<string, LayerCount>();
  for (const { rid, requestedCount, keyFrameCount, sentBytes } of counts) {
    const before = byRid.get(rid);
    byRid.set(rid, {
      rid,
      requestedCount: requestedCount + (before?.requestedCount ?? 0),
      keyFrameCount: keyFrameCount + (before?.keyFrameCount ?? 0),
      sentBytes: sentBytes + (before?.sentBytes ?? 0),
    });
  }
  return byRid;
}
