import type { ReceptionBlock } from '../wire/rtcp.js';

/** What one stream has brought so far. Times are on the clock of `performance.now()`. */
export interface ReceptionFigures {
  readonly packetCount: number;
  readonly byteCount: number;
  /** Expected by sequence numbers and not come. */
  readonly lostCount: number;
  readonly firstPacketAtMs: number | undefined;
  readonly firstKeyFrameAtMs: number | undefined;
}

/** Counts one incoming stream by its sequence numbers. Source: RFC 3550 appendix A. */
export class Reception {
  readonly ssrc: number;
  packetCount = 0;
  byteCount = 0;
  firstPacketAtMs: number | undefined;
  firstKeyFrameAtMs: number | undefined;
  #baseSequence: number | undefined;
  /** With its laps in the upper bits. */
  #highest = 0;
  #reported = { expectedCount: 0, packetCount: 0 };

  constructor(ssrc: number) {
    this.ssrc = ssrc;
  }

  /** Counts a packet; returns how often the sequence had wrapped when it was sent. */
  take(packet: Buffer, atMs: number): number {
    const sequence = packet.readUInt16BE(2);
    this.packetCount += 1;
    this.byteCount += packet.length;
    if (this.#baseSequence === undefined) {
      this.#baseSequence = sequence;
      this.#highest = sequence;
      this.firstPacketAtMs = atMs;
      return 0;
    }
    const full = unwrapped(sequence, this.#highest);
    if (full > this.#highest) this.#highest = full;
    else if (full < this.#baseSequence) this.#baseSequence = full;
    return Math.max(0, Math.floor(full / 0x1_00_00));
  }

  get lostCount(): number {
    return Math.max(0, this.#expectedCount - this.packetCount);
  }

  figures(): ReceptionFigures {
    const { packetCount, byteCount, lostCount, firstPacketAtMs, firstKeyFrameAtMs } = this;
    return { packetCount, byteCount, lostCount, firstPacketAtMs, firstKeyFrameAtMs };
  }

  /** What a receiver report says; the loss is that since the last one. Undefined before the first packet. */
  report(): ReceptionBlock | undefined {
    if (this.#baseSequence === undefined) return undefined;
    const { ssrc, lostCount } = this;
    const expectedCount = this.#expectedCount - this.#reported.expectedCount;
    const lostNowCount = expectedCount - (this.packetCount - this.#reported.packetCount);
    this.#reported = { expectedCount: this.#expectedCount, packetCount: this.packetCount };
    const lostRatio = expectedCount <= 0 ? 0 : Math.max(0, lostNowCount / expectedCount);
    return { ssrc, lostRatio, lostCount, highestSequence: this.#highest };
  }

  get #expectedCount(): number {
    return this.#baseSequence === undefined ? 0 : this.#highest - this.#baseSequence + 1;
  }
}

/** The full number that is nearest to `near` and ends in these 16 bits. */
export function unwrapped(sequence: number, near: number): number {
  const difference = (sequence - near) & 0xff_ff;
  return near + (difference < 0x80_00 ? difference : difference - 0x1_00_00);
}
