import { randomInt } from 'node:crypto';
import { total } from '../statistics.js';
import { packetise } from '../wire/vp8.js';
import { Pace, type Ticking } from './metronome.js';
import type { Outgoing } from './outgoing.js';

/** One layer of a simulcast as an encoder is told to make it. */
export interface LayerProfile {
  readonly rid: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitrateBps: number;
}

/** As our client sends a camera, with the bitrate of the top layer as GOALS.md measures it. */
export const CAMERA_LAYERS: readonly LayerProfile[] = [
  { rid: 'r0', widthPx: 320, heightPx: 180, bitrateBps: 150_000 },
  { rid: 'r1', widthPx: 640, heightPx: 360, bitrateBps: 500_000 },
  { rid: 'r2', widthPx: 1_280, heightPx: 720, bitrateBps: 1_200_000 },
];

/** A key frame is so many times as large as other frames. */
const KEY_FRAME_SIZE_RATIO = 5;
/** Three temporal layers in a simulcast: full rate, half, quarter. A picture sent in one size has none. */
const TEMPORAL_LAYERS = [0, 2, 1, 2];
const NO_TEMPORAL_LAYERS = [0];
/** Chrome answers no request for a key frame that comes sooner after the last one answered (libwebrtc, EncoderRtcpFeedback). */
const KEY_FRAME_INTERVAL_MIN_MS = 300;
const REPORT_EVERY_MS = 1_000;
/** A browser spreads what it sends: so much above its bitrate and no more (libwebrtc, PacingController). */
const PACING_RATIO = 2.5;
/** What a browser may send at once after a pause. */
const BURST_MAX_MS = 40;

export interface Layer {
  readonly profile: LayerProfile;
  readonly outgoing: Outgoing;
}

export interface LayerCount {
  readonly rid: string;
  readonly requestedCount: number;
  readonly keyFrameCount: number;
  readonly sentBytes: number;
}

interface LayerState extends Layer {
  isKeyFrameDue: boolean;
  answeredAtMs: number;
  requestedCount: number;
  keyFrameCount: number;
  pictureId: number;
  lowestLayerCount: number;
}

interface Queued {
  readonly outgoing: Outgoing;
  readonly payload: Buffer;
  readonly mediaMs: number;
  readonly isMarked: boolean;
}

/** How many bytes may go out by now. */
export class Budget {
  readonly #bytesPerMs: number;
  #filledAtMs: number | undefined;
  #leftBytes = 0;

  constructor(rateBps: number) {
    this.#bytesPerMs = rateBps / 8 / 1_000;
  }

  fill(nowMs: number): void {
    const sinceMs = nowMs - (this.#filledAtMs ?? nowMs - 1);
    this.#filledAtMs = nowMs;
    this.#leftBytes = Math.min(this.#leftBytes + sinceMs * this.#bytesPerMs, BURST_MAX_MS * this.#bytesPerMs);
  }

  /** Whether it may go; one packet may overdraw, since packets are not cut. */
  take(sizeBytes: number): boolean {
    if (this.#leftBytes <= 0) return false;
    this.#leftBytes -= sizeBytes;
    return true;
  }
}

/** A camera: synthetic frames in several sizes at once, key frames when asked for them. */
export class VideoSource implements Ticking {
  readonly #layers: readonly LayerState[];
  readonly #framesPerSecond: number;
  readonly #frames: Pace;
  readonly #reports = new Pace(REPORT_EVERY_MS);
  readonly #budget: Budget;
  #queue: Queued[] = [];
  #frameCount = 0;
  #layersCount = Number.POSITIVE_INFINITY;

  constructor(layers: readonly Layer[], framesPerSecond: number) {
    this.#framesPerSecond = framesPerSecond;
    this.#frames = new Pace(1_000 / framesPerSecond, Math.random());
    this.#budget = new Budget(total(layers.map(({ profile }) => profile.bitrateBps)) * PACING_RATIO);
    this.#layers = layers.map((layer) => ({
      ...layer,
      isKeyFrameDue: true,
      answeredAtMs: Number.NEGATIVE_INFINITY,
      requestedCount: 0,
      keyFrameCount: 0,
      pictureId: randomInt(2 ** 15),
      lowestLayerCount: randomInt(2 ** 8),
    }));
  }

  tick(nowMs: number): void {
    for (let due = this.#frames.countDue(nowMs); due > 0; due -= 1) this.#makeFrame(nowMs);
    this.#sendQueued(nowMs);
    if (this.#frameCount > 0 && this.#reports.countDue(nowMs) > 0) this.#sendReports(nowMs);
  }

  /** The host asks for a key frame of one stream; returns whether the stream is one of ours. */
  requestKeyFrame(ssrc: number, nowMs: number): boolean {
    const layer = this.#layers.find(({ outgoing }) => outgoing.ssrc === ssrc);
    if (layer === undefined) return false;
    layer.requestedCount += 1;
    if (nowMs - layer.answeredAtMs < KEY_FRAME_INTERVAL_MIN_MS) return true;
    layer.answeredAtMs = nowMs;
    layer.isKeyFrameDue = true;
    return true;
  }

  /** Makes so many layers from the smallest on, as a browser does that is told what is watched. One that returns begins anew. */
  limit(layersCount: number): void {
    for (const layer of this.#layers.slice(this.#layersCount, layersCount)) layer.isKeyFrameDue = true;
    this.#layersCount = layersCount;
  }

  counts(): LayerCount[] {
    return this.#layers.map(({ profile, outgoing, requestedCount, keyFrameCount }) => ({
      rid: profile.rid,
      requestedCount,
      keyFrameCount,
      sentBytes: outgoing.datagramBytes,
    }));
  }

  #makeFrame(nowMs: number): void {
    const pattern = this.#layers.length > 1 ? TEMPORAL_LAYERS : NO_TEMPORAL_LAYERS;
    const temporalLayer = pattern[this.#frameCount % pattern.length] ?? 0;
    for (const layer of this.#layers.slice(0, this.#layersCount)) this.#makeLayer(layer, temporalLayer, nowMs);
    this.#frameCount += 1;
  }

  #makeLayer(layer: LayerState, temporalLayer: number, nowMs: number): void {
    const { profile, outgoing } = layer;
    const isKeyFrame = layer.isKeyFrameDue;
    layer.isKeyFrameDue = false;
    layer.keyFrameCount += isKeyFrame ? 1 : 0;
    layer.pictureId = (layer.pictureId + 1) & 0x7f_ff;
    if (isKeyFrame || temporalLayer === 0) layer.lowestLayerCount = (layer.lowestLayerCount + 1) & 0xff;
    const evenBytes = profile.bitrateBps / 8 / this.#framesPerSecond;
    const payloads = packetise({
      ...profile,
      pictureId: layer.pictureId,
      lowestLayerCount: layer.lowestLayerCount,
      temporalLayer: isKeyFrame ? 0 : temporalLayer,
      isKeyFrame,
      sizeBytes: Math.round(evenBytes * (isKeyFrame ? KEY_FRAME_SIZE_RATIO : 1)),
    });
    for (const [index, payload] of payloads.entries()) {
      this.#queue.push({ outgoing, payload, mediaMs: nowMs, isMarked: index === payloads.length - 1 });
    }
  }

  #sendQueued(nowMs: number): void {
    this.#budget.fill(nowMs);
    let sentCount = 0;
    for (const { outgoing, payload, mediaMs, isMarked } of this.#queue) {
      if (!this.#budget.take(payload.length)) break;
      outgoing.send(payload, { mediaMs, isMarked });
      sentCount += 1;
    }
    this.#queue = this.#queue.slice(sentCount);
  }

  #sendReports(nowMs: number): void {
    for (const { outgoing } of this.#layers) {
      if (outgoing.hasSent) outgoing.sendReport(nowMs);
    }
  }
}
