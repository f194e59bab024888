import { randomInt } from 'node:crypto';
import type { Transport } from '../transport.js';
import { senderReport } from '../wire/rtcp.js';
import { findElement, writeHeader, type Element } from '../wire/rtp.js';

/** What goes out over one transport, and the number that congestion control counts it by. */
export class Uplink {
  /** Undefined before there is one. */
  readonly transport: () => Transport | undefined;
  packetCount = 0;
  byteCount = 0;
  #transportSequence = 0;

  constructor(transport: () => Transport | undefined) {
    this.transport = transport;
  }

  nextTransportSequence(): number {
    const sequence = this.#transportSequence;
    this.#transportSequence = (sequence + 1) & 0xff_ff;
    return sequence;
  }
}

export interface OutgoingOptions {
  readonly uplink: Uplink;
  readonly ssrc: number;
  readonly payloadType: number;
  readonly clockRateHz: number;
  /** Carried by every packet. */
  readonly elements: readonly Element[];
  /** The extension that holds the transport's own count; undefined for streams without it. */
  readonly transportSequenceId: number | undefined;
}

/** So many packets can be asked for again: what a top layer sends in about two seconds. */
const KEPT_COUNT = 256;

/** One RTP stream going out. Its header is written once; each packet changes the few bytes that differ. */
export class Outgoing {
  readonly #options: OutgoingOptions;
  readonly #header: Buffer;
  readonly #transportSequenceAt: number | undefined;
  readonly #timestampOffset = randomInt(2 ** 31);
  /** Below half of its range, so that the first wrap is not at once. */
  #sequence = randomInt(2 ** 15);
  #rollover = 0;
  #packetCount = 0;
  #byteCount = 0;
  /** The last packets with their numbers, each at the place that its number gives it. */
  readonly #kept: ({ readonly sequence: number; readonly datagram: Buffer } | undefined)[] = [];

  constructor(options: OutgoingOptions) {
    const { payloadType, ssrc, elements, transportSequenceId } = options;
    this.#options = options;
    const counted = transportSequenceId === undefined ? [] : [{ id: transportSequenceId, value: Buffer.alloc(2) }];
    const fields = { payloadType, ssrc, sequence: 0, timestamp: 0, isMarked: false };
    this.#header = writeHeader({ ...fields, elements: [...elements, ...counted] });
    if (transportSequenceId !== undefined) this.#transportSequenceAt = findElement(this.#header, transportSequenceId);
  }

  get ssrc(): number {
    return this.#options.ssrc;
  }

  /** With headers and everything that protects them. */
  datagramBytes = 0;

  get hasSent(): boolean {
    return this.#packetCount > 0;
  }

  /** The header of all packets to come, for what changes from packet to packet. */
  get header(): Buffer {
    return this.#header;
  }

  send(payload: Buffer, { mediaMs, isMarked }: { readonly mediaMs: number; readonly isMarked: boolean }): void {
    const { uplink, ssrc, payloadType } = this.#options;
    const headerBytes = this.#header.length;
    const packet = Buffer.allocUnsafe(headerBytes + payload.length);
    this.#header.copy(packet);
    payload.copy(packet, headerBytes);
    packet.writeUInt8((isMarked ? 0x80 : 0) | payloadType, 1);
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(this.#timestampOf(mediaMs), 4);
    if (this.#transportSequenceAt !== undefined)
      packet.writeUInt16BE(uplink.nextTransportSequence(), this.#transportSequenceAt);
    const index = { ssrc, sequence: this.#sequence, rollover: this.#rollover };
    const datagram = uplink.transport()?.sendRtp(packet, { headerBytes, index });
    if (datagram === undefined) return;
    this.#kept[this.#sequence % KEPT_COUNT] = { sequence: this.#sequence, datagram };
    uplink.packetCount += 1;
    uplink.byteCount += datagram.length;
    this.datagramBytes += datagram.length;
    this.#packetCount += 1;
    this.#byteCount += payload.length;
    this.#sequence = (this.#sequence + 1) & 0xff_ff;
    if (this.#sequence === 0) this.#rollover += 1;
  }

  /** Sends a packet once more, as it was, unless it is too old; it never came, so it is no replay. */
  resend(sequence: number): void {
    const kept = this.#kept[sequence % KEPT_COUNT];
    if (kept?.sequence === sequence) this.#options.uplink.transport()?.sendDatagram(kept.datagram);
  }

  /** Tells where this stream is in time; without it a media host cannot switch between the layers of one picture. */
  sendReport(mediaMs: number): void {
    const report = senderReport({
      ssrc: this.ssrc,
      nowMs: performance.timeOrigin + mediaMs,
      timestamp: this.#timestampOf(mediaMs),
      packetCount: this.#packetCount,
      byteCount: this.#byteCount,
    });
    this.#options.uplink.transport()?.sendRtcp(report);
  }

  #timestampOf(mediaMs: number): number {
    return (this.#timestampOffset + Math.round((mediaMs * this.#options.clockRateHz) / 1_000)) >>> 0;
  }
}
