import { findElement } from '../wire/rtp.js';
import { Pace, type Ticking } from './metronome.js';
import type { Outgoing } from './outgoing.js';

const PACKET_MS = 20;
/** About 32 kbps, as Opus speaks by default. */
const SPEECH_BYTES = 80;
/** In silence Opus sends a few bytes now and then. Source: RFC 6716 section 2.1.9, RFC 7587 section 3.1.3. */
const SILENCE_BYTES = 3;
const SILENCE_EVERY_PACKETS = 20;
/** A voice at a laptop's microphone; the level is written as what is below full scale. Source: RFC 6464. */
const SPEECH_LEVEL_BELOW = 25;
const SILENCE_LEVEL_BELOW = 127;
const VOICE_FLAG = 0x80;
const REPORT_EVERY_MS = 1_000;

export interface AudioSourceOptions {
  readonly outgoing: Outgoing;
  /** The extension that holds the level; undefined when the host does not take it. */
  readonly levelId: number | undefined;
  readonly isTalking: (nowMs: number) => boolean;
}

/** A microphone: speech as long as somebody talks, and else the little that discontinuous transmission leaves. */
export class AudioSource implements Ticking {
  readonly #options: AudioSourceOptions;
  readonly #levelAt: number | undefined;
  readonly #packets = new Pace(PACKET_MS, Math.random());
  readonly #reports = new Pace(REPORT_EVERY_MS);
  readonly #speech = Buffer.alloc(SPEECH_BYTES, 0x78);
  readonly #silence = Buffer.alloc(SILENCE_BYTES, 0x78);
  #packetCount = 0;
  #wasTalking = false;

  constructor(options: AudioSourceOptions) {
    this.#options = options;
    if (options.levelId !== undefined) this.#levelAt = findElement(options.outgoing.header, options.levelId);
  }

  tick(nowMs: number): void {
    const { outgoing, isTalking } = this.#options;
    for (let due = this.#packets.countDue(nowMs); due > 0; due -= 1) this.#send(isTalking(nowMs), nowMs);
    if (outgoing.hasSent && this.#reports.countDue(nowMs) > 0) outgoing.sendReport(nowMs);
  }

  #send(isTalking: boolean, nowMs: number): void {
    this.#packetCount += 1;
    const isSilencePacket = !isTalking && this.#packetCount % SILENCE_EVERY_PACKETS === 0;
    if (!isTalking && !isSilencePacket) return;
    this.#writeLevel(isTalking);
    // The marker begins a talk spurt. Source: RFC 3551 section 4.1.
    const isMarked = isTalking && !this.#wasTalking;
    this.#wasTalking = isTalking;
    this.#options.outgoing.send(isTalking ? this.#speech : this.#silence, { mediaMs: nowMs, isMarked });
  }

  #writeLevel(isTalking: boolean): void {
    if (this.#levelAt === undefined) return;
    const level = isTalking ? VOICE_FLAG | SPEECH_LEVEL_BELOW : SILENCE_LEVEL_BELOW;
    this.#options.outgoing.header.writeUInt8(level, this.#levelAt);
  }
}
