import { randomInt } from 'node:crypto';
import type { Transport } from '../transport.js';
import { receiverEstimate, receiverReports } from '../wire/rtcp.js';
import { findElement, headerBytesOf } from '../wire/rtp.js';
import { openRtp } from '../wire/srtp.js';
import { STATUSES_MAX_COUNT, transportFeedback, type Arrival } from '../wire/transport-cc.js';
import { beginsKeyFrame } from '../wire/vp8.js';
import { Pace, type Ticking } from './metronome.js';
import { Reception, unwrapped } from './reception.js';

/** What a receiver tells of the path. Without any of it a media host stays at the rate it begins with. */
export type Feedback = 'transport-cc' | 'remb' | 'none';

/** As often as Chrome at these rates. */
const FEEDBACK_EVERY_MS = 100;
const REPORT_EVERY_MS = 1_000;
/** More than anything a participant here receives: the path is not what is measured. */
const ESTIMATE_BPS = 100_000_000;

export interface DownlinkOptions {
  readonly feedback: Feedback;
  /** The extension by which the transport counts its packets. */
  readonly transportSequenceId: number | undefined;
  /** Decrypts every packet, not only those before a key frame, and counts what is not genuine. */
  readonly isVerifying: boolean;
}

export interface IncomingStream {
  readonly ssrc: number;
  readonly kind: 'audio' | 'video';
}

interface Stream extends IncomingStream {
  readonly reception: Reception;
}

/** What comes in over one transport. */
export class Downlink implements Ticking {
  readonly #options: DownlinkOptions;
  readonly #transport: () => Transport | undefined;
  readonly #streams = new Map<number, Stream>();
  readonly #reports = new Pace(REPORT_EVERY_MS, Math.random());
  readonly #feedbacks = new Pace(FEEDBACK_EVERY_MS, Math.random());
  readonly #ownSsrc = randomInt(1, 2 ** 32);
  #arrivals: Arrival[] = [];
  #nextSequence: number | undefined;
  #highestSequence: number | undefined;
  #feedbackCount = 0;
  /** Packets of no stream that was offered: probes for bandwidth, and what comes after a stream's end. */
  otherCount = 0;
  forgedCount = 0;

  constructor(transport: () => Transport | undefined, options: DownlinkOptions) {
    this.#transport = transport;
    this.#options = options;
  }

  /** Counts a stream from now on. */
  expect(stream: IncomingStream): Reception {
    const reception = new Reception(stream.ssrc);
    this.#streams.set(stream.ssrc, { ...stream, reception });
    return reception;
  }

  forget(ssrc: number): void {
    this.#streams.delete(ssrc);
  }

  take(packet: Buffer, atMs: number): void {
    if (packet.length < 12) return;
    this.#noteArrival(packet, atMs);
    const stream = this.#streams.get(packet.readUInt32BE(8));
    if (stream === undefined) {
      this.otherCount += 1;
      return;
    }
    const { reception, kind } = stream;
    const rollover = reception.take(packet, atMs);
    const isAwaited = kind === 'video' && reception.firstKeyFrameAtMs === undefined;
    if (isAwaited || this.#options.isVerifying) this.#look(packet, reception, { rollover, isAwaited, atMs });
  }

  tick(nowMs: number): void {
    const transport = this.#transport();
    if (transport?.isOpen !== true) return;
    if (this.#reports.countDue(nowMs) > 0) this.#report(transport);
    if (this.#feedbacks.countDue(nowMs) > 0) this.#sendFeedback(transport);
  }

  #look(
    packet: Buffer,
    reception: Reception,
    { rollover, isAwaited, atMs }: { readonly rollover: number; readonly isAwaited: boolean; readonly atMs: number },
  ): void {
    const headerBytes = headerBytesOf(packet);
    const keys = this.#transport()?.remoteKeys;
    if (headerBytes === undefined || keys === undefined) return;
    const index = { ssrc: reception.ssrc, sequence: packet.readUInt16BE(2), rollover };
    const payload = openRtp(keys.rtp, packet, { headerBytes, index });
    if (payload === undefined) this.forgedCount += 1;
    else if (isAwaited && beginsKeyFrame(payload)) reception.firstKeyFrameAtMs = atMs;
  }

  #noteArrival(packet: Buffer, atMs: number): void {
    const { feedback, transportSequenceId } = this.#options;
    if (feedback !== 'transport-cc' || transportSequenceId === undefined) return;
    const at = findElement(packet, transportSequenceId);
    if (at === undefined) return;
    const wrapped = packet.readUInt16BE(at);
    const sequence = unwrapped(wrapped, this.#highestSequence ?? wrapped);
    this.#highestSequence = Math.max(sequence, this.#highestSequence ?? sequence);
    this.#arrivals.push({ sequence, atMs });
  }

  #report(transport: Transport): void {
    const blocks = [...this.#streams.values()].flatMap(({ reception }) => reception.report() ?? []);
    if (blocks.length > 0) transport.sendRtcp(receiverReports(this.#ownSsrc, blocks));
    const ssrcs = [...this.#streams.values()].filter(({ kind }) => kind === 'video').map(({ ssrc }) => ssrc);
    if (this.#options.feedback !== 'remb' || ssrcs.length === 0) return;
    transport.sendRtcp(receiverEstimate(this.#ownSsrc, ESTIMATE_BPS, ssrcs.slice(0, 255)));
  }

  #sendFeedback(transport: Transport): void {
    let rest = inOrder(this.#arrivals, this.#nextSequence);
    this.#arrivals = [];
    for (let [first] = rest; first !== undefined; [first] = rest) {
      const since = this.#nextSequence ?? first.sequence;
      // A hole that fills a packet of feedback by itself is not spelled out.
      const baseSequence = first.sequence - since < STATUSES_MAX_COUNT ? since : first.sequence;
      const part = rest.filter(({ sequence }) => sequence < baseSequence + STATUSES_MAX_COUNT);
      rest = rest.slice(part.length);
      this.#sendPart(transport, baseSequence, part);
    }
  }

  #sendPart(transport: Transport, baseSequence: number, arrivals: readonly Arrival[]): void {
    const [mediaSsrc = 0] = this.#streams.keys();
    const fields = { ownSsrc: this.#ownSsrc, mediaSsrc, feedbackCount: this.#feedbackCount };
    transport.sendRtcp(transportFeedback({ ...fields, baseSequence, arrivals }));
    this.#feedbackCount += 1;
    this.#nextSequence = (arrivals.at(-1)?.sequence ?? baseSequence) + 1;
  }
}

/** By sequence number, each once, without those that were spoken of already. */
function inOrder(arrivals: readonly Arrival[], from: number | undefined): Arrival[] {
  const sorted = arrivals.toSorted((a, b) => a.sequence - b.sequence);
  return sorted.filter(
    ({ sequence }, index) => sequence !== sorted[index - 1]?.sequence && (from === undefined || sequence >= from),
  );
}
