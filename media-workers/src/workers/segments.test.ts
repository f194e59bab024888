import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { createWorker, type types as mediasoup } from 'mediasoup';
import { eventually } from '../testing/eventually.js';
import { rtpPacket } from '../testing/rtp-packet.js';

/* Packets that the worker sends in one call of the system arrive as they would one by one. */

const PAYLOAD_TYPE = 100;
const SSRC = 4_321;
const HEADER_BYTES = 12;
/** More than the sockets of a usual system hold when nobody reads is of no use here. */
const IN_FLIGHT_MAX_COUNT = 60;

let worker: mediasoup.Worker;
let router: mediasoup.Router;
const sockets: Socket[] = [];

beforeAll(async () => {
  const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
  worker = await createWorker({ logLevel: 'error', ...(workerBin === undefined ? {} : { workerBin }) });
  router = await worker.createRouter({
    mediaCodecs: [
      { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, preferredPayloadType: PAYLOAD_TYPE },
    ],
  });
});
afterAll(() => worker.close());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function socketOn(ip: string): Promise<Socket> {
  const socket = createSocket(ip.includes(':') ? 'udp6' : 'udp4');
  sockets.push(socket);
  socket.bind(0, ip);
  await once(socket, 'listening');
  return socket;
}

interface Path {
  /** Sends one packet whose payload has this size and begins with its number. */
  readonly send: (number: number, sizeBytes: number) => void;
  /** For each viewer, what arrived. */
  readonly arrived: { readonly number: number; readonly sizeBytes: number; readonly isWhole: boolean }[][];
  /** The worker's, one for each viewer, with a socket of its own. */
  readonly transports: readonly mediasoup.PlainTransport[];
}

/** A sender, the worker, and so many viewers, each at a port of its own. */
async function path(ip: string, viewerCount: number): Promise<Path> {
  const incoming = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip },
    comedia: true,
    rtcpMux: true,
  });
  const codec = { mimeType: 'audio/opus', payloadType: PAYLOAD_TYPE, clockRate: 48_000, channels: 2 };
  const producer = await incoming.produce({
    kind: 'audio',
    rtpParameters: { codecs: [codec], encodings: [{ ssrc: SSRC }], rtcp: { cname: 'one' } },
  });
  const viewers = await Promise.all(
    Array.from({ length: viewerCount }, async () => {
      const socket = await socketOn(ip);
      const seen: Path['arrived'][number] = [];
      socket.on('message', (packet) => {
        if (packet[1] === PAYLOAD_TYPE) seen.push(contentOf(packet));
      });
      const outgoing = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip }, rtcpMux: true });
      await outgoing.connect({ ip, port: socket.address().port });
      await outgoing.consume({ producerId: producer.id, rtpCapabilities: router.rtpCapabilities });
      return { seen, outgoing };
    }),
  );
  const sender = await socketOn(ip);
  const send: Path['send'] = (sequence, sizeBytes) => {
    const payload = Buffer.alloc(sizeBytes, sequence);
    payload.writeUInt32BE(sequence, 0);
    const fields = { ssrc: SSRC, payloadType: PAYLOAD_TYPE, sequence, timestamp: sequence * 960, payload };
    sender.send(rtpPacket(fields), incoming.tuple.localPort, ip);
  };
  return { send, arrived: viewers.map(({ seen }) => seen), transports: viewers.map(({ outgoing }) => outgoing) };
}

/** Past the header, with the extension that the worker puts there. Source: RFC 3550 section 5.1. */
function contentOf(packet: Buffer): Path['arrived'][number][number] {
  const isExtended = ((packet[0] ?? 0) & 0x10) !== 0;
  const extensionBytes = isExtended ? 4 + 4 * packet.readUInt16BE(HEADER_BYTES + 2) : 0;
  const payload = packet.subarray(HEADER_BYTES + extensionBytes);
  const number = payload.readUInt32BE(0);
  const isWhole = payload.subarray(4).every((byte) => byte === (number & 0xff));
  return { number, sizeBytes: payload.length, isWhole };
}

const sizes: Record<string, readonly number[]> = {
  'all of one size': Array.from({ length: 8 }, () => 1_000),
  'the last one smaller': [1_000, 1_000, 1_000, 600],
  'the last one as small as sound': [1_000, 1_000, 90],
  'the later ones larger by a byte, as browsers cut pictures': [1_000, 1_000, 1_001, 1_001, 1_001],
  'larger and smaller ones by turns': [500, 1_100, 400, 1_100, 1_100, 450, 90, 1_000, 90, 90],
  'sound only': [90, 120, 90, 80],
  'more than one call takes': Array.from({ length: IN_FLIGHT_MAX_COUNT }, (_, at) => (at % 7 === 0 ? 1_150 : 1_160)),
};

it.each(Object.keys(sizes))('brings packets in their order and whole: %s', async (name) => {
  await expectAllFrom('127.0.0.1', sizes[name]!);
});

it('does so over IPv6 too', async () => {
  await expectAllFrom('::1', sizes['the later ones larger by a byte, as browsers cut pictures']!);
});

async function expectAllFrom(ip: string, sent: readonly number[]): Promise<void> {
  const { send, arrived } = await path(ip, 3);
  const expected = sent.map((sizeBytes, at) => ({ number: at + 1, sizeBytes, isWhole: true }));
  for (const { number, sizeBytes } of expected) send(number, sizeBytes);
  await eventually(() => {
    const missing = arrived.findIndex((seen) => seen.length < expected.length);
    return missing < 0 ? undefined : `viewer ${missing} has ${arrived[missing]?.length} of ${expected.length}`;
  });
  for (const seen of arrived) expect(seen).toEqual(expected);
}

it('goes on for the others when the socket of one is closed', async () => {
  const { send, arrived, transports } = await path('127.0.0.1', 2);
  send(1, 1_000);
  await eventually(() => (arrived.every((seen) => seen.length === 1) ? undefined : 'the first packet'));
  for (const number of [2, 3, 4]) send(number, 1_000);
  transports[0]?.close();
  for (const number of [5, 6]) send(number, 1_000);
  await eventually(() => (arrived[1]?.length === 6 ? undefined : `${arrived[1]?.length} of 6 packets`));
  expect(arrived[1]?.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(worker.closed).toBe(false);
});
