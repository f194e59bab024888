/*
 * VP8 as a media host sees it: payload descriptors that it can follow and rewrite, and just enough of a frame's first
 * bytes to tell key frames. What follows is noise. Sources: RFC 7741 section 4.2, RFC 6386 section 9.1.
 */

const DESCRIPTOR_BYTES = 6;
const KEY_FRAME_HEAD_BYTES = 10;
const INTER_FRAME_HEAD_BYTES = 3;
/** The most of a frame that one packet carries; browsers send packets of about 1200 bytes. */
export const PAYLOAD_MAX_BYTES = 1_100;

export interface FrameFields {
  /** Wraps at 32768. */
  readonly pictureId: number;
  /** Counts frames of the lowest temporal layer; wraps at 256. */
  readonly lowestLayerCount: number;
  readonly temporalLayer: number;
  readonly isKeyFrame: boolean;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly sizeBytes: number;
}

/** What a frame is filled with. */
const NOISE = Buffer.from(Array.from({ length: PAYLOAD_MAX_BYTES }, (_, index) => (index * 31 + 7) & 0xff));

/**
 * One frame as the payloads of its packets, in order. As browsers do it, all are about as large: the later ones have a
 * byte more where they cannot all have the same.
 */
export function packetise(frame: FrameFields): Buffer[] {
  const head = frameHead(frame);
  const sizeBytes = Math.max(frame.sizeBytes, head.length);
  const count = Math.ceil(sizeBytes / PAYLOAD_MAX_BYTES);
  const smallerCount = count - (sizeBytes % count);
  return Array.from({ length: count }, (_, at) => {
    const content = NOISE.subarray(0, Math.floor(sizeBytes / count) + (at < smallerCount ? 0 : 1));
    const payload = Buffer.concat([descriptor(frame, at === 0), content]);
    if (at === 0) head.copy(payload, DESCRIPTOR_BYTES);
    return payload;
  });
}

function descriptor({ pictureId, lowestLayerCount, temporalLayer, isKeyFrame }: FrameFields, isFirst: boolean): Buffer {
  const isReferenced = isKeyFrame || temporalLayer < 2;
  return Buffer.from([
    0x80 | (isReferenced ? 0 : 0x20) | (isFirst ? 0x10 : 0),
    0xe0,
    0x80 | ((pictureId >> 8) & 0x7f),
    pictureId & 0xff,
    lowestLayerCount & 0xff,
    // A frame above the lowest layer refers to that only, so a receiver may switch up at it.
    (temporalLayer << 6) | (temporalLayer > 0 ? 0x20 : 0),
  ]);
}

function frameHead({ isKeyFrame, widthPx, heightPx, sizeBytes }: FrameFields): Buffer {
  const head = Buffer.alloc(isKeyFrame ? KEY_FRAME_HEAD_BYTES : INTER_FRAME_HEAD_BYTES);
  const firstPartitionBytes = Math.min(0x7_ff_ff, Math.max(0, sizeBytes - head.length));
  const tag = (isKeyFrame ? 0 : 1) | 0x10 | (firstPartitionBytes << 5);
  head.writeUIntLE(tag, 0, 3);
  if (!isKeyFrame) return head;
  head.set([0x9d, 0x01, 0x2a], 3);
  head.writeUInt16LE(widthPx, 6);
  head.writeUInt16LE(heightPx, 8);
  return head;
}

/** Whether a payload is the first of a key frame. */
export function beginsKeyFrame(payload: Buffer): boolean {
  const first = payload[0] ?? 0;
  const isFirst = (first & 0x10) !== 0 && (first & 0x07) === 0;
  const head = payload[descriptorBytes(payload)];
  return isFirst && head !== undefined && (head & 1) === 0;
}

function descriptorBytes(payload: Buffer): number {
  if (((payload[0] ?? 0) & 0x80) === 0) return 1;
  const present = payload[1] ?? 0;
  const pictureIdBytes = (present & 0x80) === 0 ? 0 : ((payload[2] ?? 0) & 0x80) === 0 ? 1 : 2;
  return 2 + pictureIdBytes + ((present & 0x40) === 0 ? 0 : 1) + ((present & 0x30) === 0 ? 0 : 1);
}
