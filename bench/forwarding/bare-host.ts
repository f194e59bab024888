/*
 * A bare mediasoup script: one worker, one router, and what it takes to let participants in. It is what the cost of Parley's
 * media host is measured against, so it does the same forwarding with the same settings and nothing else. Its parent
 * asks it over the pipe that Node gives a forked child.
 */
import { createWorker, type types } from 'mediasoup';
import type { MediaCapabilities } from '#contracts';
import type { Publication } from '../load/seat.js';

/** The settings of Parley's media host, so that both forward the same. */
const CODECS: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1 } },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
];
const INITIAL_OUTGOING_BPS = 1_000_000;
const INCOMING_MAX_BPS = 4_500_000;
const KEY_FRAME_INTERVAL_MS = 350;

export interface BareRequest {
  readonly id: number;
  readonly seat: number;
  readonly ask: 'capabilities' | 'join' | 'publish' | 'leave';
  readonly media?: MediaCapabilities;
  readonly publication?: Publication;
}

export type BareMessage =
  | { readonly id: number; readonly data: unknown }
  | { readonly id: number; readonly fault: string }
  | { readonly seat: number; readonly opened: unknown };

interface Member {
  readonly send: types.WebRtcTransport;
  readonly recv: types.WebRtcTransport;
  readonly rtpCapabilities: types.RtpCapabilities;
}

const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
const worker = await createWorker({ logLevel: 'error', ...(workerBin === undefined ? {} : { workerBin }) });
const webRtcServer = await worker.createWebRtcServer({ listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }] });
const router = await worker.createRouter({ mediaCodecs: CODECS });
const members = new Map<number, Member>();
const producers = new Map<string, { readonly seat: number; readonly source: Publication['source'] }>();

process.on('message', (request: BareRequest) => {
  answer(request).then(
    (data) => tell({ id: request.id, data: data ?? {} }),
    (fault: unknown) => tell({ id: request.id, fault: String(fault) }),
  );
});
process.on('disconnect', () => process.exit(0));

async function answer({ ask, seat, media, publication }: BareRequest): Promise<unknown> {
  if (ask === 'capabilities') return router.rtpCapabilities;
  if (ask === 'join' && media !== undefined) return join(seat, media);
  if (ask === 'publish' && publication !== undefined) return publish(seat, publication);
  return leave(seat);
}

async function join(seat: number, { rtpCapabilities, dtlsParameters }: MediaCapabilities): Promise<unknown> {
  const make = () =>
    router.createWebRtcTransport({ webRtcServer, initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BPS });
  const [send, recv] = await Promise.all([make(), make()]);
  const member = { send, recv, rtpCapabilities };
  members.set(seat, member);
  const existing = [...producers.keys()];
  const [consumers] = await Promise.all([
    Promise.all(existing.map((producerId) => consume(member, producerId))),
    send.connect({ dtlsParameters }),
    recv.connect({ dtlsParameters }),
    send.setMaxIncomingBitrate(INCOMING_MAX_BPS),
  ]);
  return { sessionId: send.id, send: offer(send), recv: offer(recv), consumers };
}

async function publish(seat: number, { producerId, source, rtpParameters }: Publication): Promise<void> {
  const kind = source === 'camera' ? 'video' : 'audio';
  const transport = members.get(seat)?.send;
  await transport?.produce({ id: producerId, kind, rtpParameters, keyFrameRequestDelay: KEY_FRAME_INTERVAL_MS });
  producers.set(producerId, { seat, source });
  for (const [other, member] of members) {
    if (other === seat) continue;
    const opened = await consume(member, producerId);
    tell({ seat: other, opened });
  }
}

async function consume({ recv, rtpCapabilities }: Member, producerId: string) {
  const consumer = await recv.consume({ producerId, rtpCapabilities });
  return {
    consumerId: consumer.id,
    producerId,
    participantId: producerId,
    source: producers.get(producerId)?.source,
    rtpParameters: consumer.rtpParameters,
  };
}

function leave(seat: number): void {
  members.get(seat)?.send.close();
  members.get(seat)?.recv.close();
  members.delete(seat);
  for (const [producerId, producer] of producers) if (producer.seat === seat) producers.delete(producerId);
}

function offer({ id, iceParameters, iceCandidates, dtlsParameters }: types.WebRtcTransport) {
  return { transportId: id, iceParameters, iceCandidates, dtlsParameters };
}

function tell(message: BareMessage): void {
  process.send?.(message);
}
