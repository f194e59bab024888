import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { answer, HostId, mediaControl, type Reply, type RtpParameters } from '#contracts';
import { ManualClock, silentLog } from '#kernel';
import { startTestWorker } from '../testing/bench-worker.js';
import { FINGERPRINT, opus, publishWish, sessionWish, vp8 } from '../testing/browser.js';
import { directPlacement } from '../testing/direct.js';
import { eventually } from '../testing/eventually.js';
import { newId } from '../testing/ids.js';
import { rtpPacket, VP8_KEY_FRAME } from '../testing/rtp-packet.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { roomHandlers } from './handlers.js';
import { Rooms } from './rooms.js';

/* Nothing that a client sends may kill a worker, leave anything behind in it, or come out as a fault of ours. */

/** A thousand cases by itself; `npm run test:faults` asks for more. */
const RUNS_FACTOR = Number(process.env['HOSTILE_RUNS_FACTOR'] ?? 1);
jest.setTimeout(60_000 * RUNS_FACTOR);

let worker: MediaWorker;
let rooms: Rooms;
let faults: unknown[];

beforeAll(async () => {
  worker = await startTestWorker();
});
afterAll(() => worker.close());
beforeEach(() => {
  faults = [];
});
afterEach(async () => {
  rooms.close();
  expect(worker.isAlive).toBe(true);
  expect(faults).toEqual([]);
  await eventually(async () => {
    const { webRtcTransportIds } = await worker.webRtcServer.dump();
    return webRtcTransportIds.length === 0 ? undefined : `${webRtcTransportIds.length} transports to end`;
  });
});

function useRooms(placement: ConstructorParameters<typeof Rooms>[0]['placement']) {
  rooms = new Rooms({ placement, loudestCount: 8, clock: new ManualClock(), log: silentLog });
  const handlers = roomHandlers(rooms, {
    hostId: HostId.parse(newId.meeting()),
    bootId: newId.meeting(),
    workerCount: 1,
  });
  const onFault = (fault: unknown) => faults.push(fault);
  return (name: string, raw: unknown): Promise<Reply<unknown>> =>
    answer(mediaControl.requests, handlers, { name, raw, onFault });
}

const REFUSED = ['invalid-input', 'conflict', 'not-found', 'limit-reached'];
const codeOf = (reply: Reply<unknown>) => (reply.ok ? 'ok' : reply.error.code);

/** Values that have broken such parsers before, and some that are merely wrong. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    [],
    {},
    '',
    'audio/opus',
    'video/rtx',
    'video/VP9',
    'video/H264',
    'audio/PCMU',
    true,
    -1,
    0,
    1,
    96,
    97,
    111,
    127,
    128,
  ),
  fc.constantFrom<unknown>(
    255,
    256,
    65_536,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 53,
    0.5,
    -0.5,
    1e308,
    'L3T3',
    'S3T3',
    'L9T9',
    'x'.repeat(70_000),
  ),
  fc.string(),
  fc.integer(),
  fc.array(fc.integer(), { maxLength: 40 }),
);

interface Change {
  readonly at: number;
  readonly kind: 'set' | 'drop' | 'double' | 'swap';
  readonly value: unknown;
}
const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({ at: fc.nat(), kind: fc.constantFrom('set', 'drop', 'double', 'swap'), value: odd }),
  { minLength: 1, maxLength: 4 },
);

/** Changes a few places of a well-formed message, wherever they lie. */
function mutate(message: unknown, all: readonly Change[]): unknown {
  const copy: unknown = structuredClone(message);
  for (const { at, kind, value } of all) {
    const places: [Record<string, unknown> | unknown[], string][] = [];
    const walk = (node: unknown) => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, child] of Object.entries(node)) {
        places.push([node as Record<string, unknown>, key]);
        walk(child);
      }
    };
    walk(copy);
    const place = places[at % Math.max(1, places.length)];
    if (place === undefined) continue;
    const [node, key] = place as [Record<string, unknown>, string];
    const other = places[(at * 7 + 3) % places.length];
    if (kind === 'set') node[key] = value;
    else if (kind === 'drop') delete node[key];
    else if (kind === 'double' && Array.isArray(node))
      node.push(...Array.from({ length: 3 }, () => structuredClone(node[Number(key)])));
    else if (kind === 'swap' && other !== undefined)
      node[key] = structuredClone((other[0] as Record<string, unknown>)[other[1]]);
  }
  return copy;
}

function simulcast(): RtpParameters {
  const given = vp8();
  return {
    ...given,
    mid: '0',
    headerExtensions: [...given.headerExtensions!, { uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 2 }],
    encodings: ['a', 'b', 'c'].map((rid) => ({ rid, scalabilityMode: 'L1T3', maxBitrate: 500_000 })),
  };
}

const wellFormed = fc.constantFrom(
  { source: 'microphone' as const, make: opus },
  { source: 'camera' as const, make: vp8 },
  { source: 'camera' as const, make: simulcast },
  { source: 'screen' as const, make: vp8 },
);

it('refuses or takes any RTP parameters, and still takes good ones afterwards', async () => {
  const ask = useRooms({ place: () => worker });
  const wish = sessionWish();
  await ask('session.open', wish);
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(wellFormed, changes, async ({ source, make }, all) => {
      const stream = publishWish(wish, { source, rtpParameters: mutate(make(), all) as RtpParameters });
      const code = codeOf(await ask('producer.open', stream));
      seen.set(code, (seen.get(code) ?? 0) + 1);
      expect(['ok', ...REFUSED]).toContain(code);
      if (code === 'ok') {
        const viewer = sessionWish({
          ...wish,
          sessionId: newId.session(),
          consumers: [{ consumerId: newId.consumer(), producerId: stream.producerId }],
        });
        const reply = await ask('session.open', viewer);
        expect(codeOf(reply)).toBe('ok');
        mediaControl.requests['session.open'].output.parse(
          JSON.parse(JSON.stringify((reply as { data: unknown }).data)),
        );
        expect(codeOf(await ask('session.close', pick(viewer)))).toBe('ok');
      }
      expect(codeOf(await ask('producer.close', { ...pick(wish), producerId: stream.producerId }))).toBe('ok');
      expect(codeOf(await ask('producer.open', publishWish(wish, { source: 'camera' })))).toBe('ok');
    }),
    { numRuns: 400 * RUNS_FACTOR },
  );
  // The test would prove nothing if all were turned down at the door, or none.
  expect(seen.get('ok')).toBeGreaterThan(20);
  expect(seen.get('invalid-input')).toBeGreaterThan(20);
});

it('refuses or takes any session, and leaves nothing of those it refuses', async () => {
  const ask = useRooms({ place: () => worker });
  const meetingId = newId.meeting();
  await fc.assert(
    fc.asyncProperty(changes, fc.boolean(), async (all, isDtls) => {
      const wish = sessionWish({ meetingId });
      const raw = isDtls
        ? { ...wish, dtlsParameters: mutate(FINGERPRINT, all) }
        : { ...wish, rtpCapabilities: mutate(wish.rtpCapabilities, all) };
      const code = codeOf(await ask('session.open', raw));
      expect(['ok', ...REFUSED]).toContain(code);
      expect(codeOf(await ask('session.close', pick(wish)))).toBe('ok');
      const { webRtcTransportIds } = await worker.webRtcServer.dump();
      expect(webRtcTransportIds).toEqual([]);
    }),
    { numRuns: 300 * RUNS_FACTOR },
  );
});

it('outlives the packets of streams whose parameters were odd but taken', async () => {
  const direct = directPlacement(worker);
  const ask = useRooms(direct);
  const viewer = sessionWish();
  const owner = sessionWish({ meetingId: viewer.meetingId });
  await ask('session.open', viewer);
  await ask('session.open', owner);
  const made: Parameters<Parameters<(typeof direct.transports)[0]['observer']['on']>[1]>[0][] = [];
  direct.transports.at(-2)!.observer.on('newproducer', (producer) => made.push(producer));
  await fc.assert(
    fc.asyncProperty(wellFormed, changes, fc.uint8Array({ maxLength: 40 }), async ({ source, make }, all, noise) => {
      const rtpParameters = mutate(make(), all) as RtpParameters;
      const stream = publishWish(owner, { source, rtpParameters });
      if (codeOf(await ask('producer.open', stream)) !== 'ok') return;
      const consumers = [{ consumerId: newId.consumer(), producerId: stream.producerId }];
      expect(codeOf(await ask('consumer.open', { ...pick(viewer), consumers }))).toBe('ok');
      await ask('consumer.resume', { ...pick(viewer), consumerIds: consumers.map(({ consumerId }) => consumerId) });
      const producer = made.at(-1) as unknown as { send(packet: Buffer): void; dump(): Promise<unknown> };
      for (const { payloadType } of rtpParameters.codecs) {
        for (const { ssrc = 5, rtx } of rtpParameters.encodings) {
          for (const payload of [VP8_KEY_FRAME, Buffer.from(noise), Buffer.alloc(0)]) {
            producer.send(rtpPacket({ ssrc, payloadType, sequence: 9, timestamp: 9, payload, levelDbov: -20 }));
            producer.send(rtpPacket({ ssrc: rtx?.ssrc ?? 6, payloadType, sequence: 10, timestamp: 9, payload }));
          }
        }
      }
      await producer.dump();
      expect(codeOf(await ask('producer.close', { ...pick(owner), producerId: stream.producerId }))).toBe('ok');
    }),
    { numRuns: 300 * RUNS_FACTOR },
  );
});

function pick({ meetingId, sessionId }: ReturnType<typeof sessionWish>) {
  return { meetingId, sessionId };
}

it.each<[string, (good: RtpParameters) => RtpParameters]>([
  ['a video codec in a microphone', () => vp8()],
  [
    'a codec that is not forwarded',
    (good) => ({ ...good, codecs: [{ mimeType: 'audio/PCMU', payloadType: 0, clockRate: 8_000 }] }),
  ],
  [
    'only a retransmission codec',
    (good) => ({
      ...good,
      codecs: [{ mimeType: 'audio/rtx', payloadType: 97, clockRate: 48_000, parameters: { apt: 96 } }],
    }),
  ],
  ['a retransmission without a codec for it', (good) => ({ ...good, encodings: [{ ssrc: 5, rtx: { ssrc: 6 } }] })],
  [
    'an encoding of an undeclared payload type',
    (good) => ({ ...good, encodings: [{ ssrc: 5, codecPayloadType: 99 }] }),
  ],
  ['two encodings of sound', (good) => ({ ...good, encodings: [{ ssrc: 5 }, { ssrc: 6 }] })],
  [
    'a header extension id twice',
    (good) => ({
      ...good,
      headerExtensions: [
        { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 },
        { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1 },
      ],
    }),
  ],
])('refuses %s as invalid', async (_, spoil) => {
  const ask = useRooms({ place: () => worker });
  const wish = sessionWish();
  await ask('session.open', wish);
  expect(codeOf(await ask('producer.open', publishWish(wish, { rtpParameters: spoil(opus()) })))).toBe('invalid-input');
});
