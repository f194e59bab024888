/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { ConsumerId, ConsumerOffer } from '#contracts';
import { FakeTransport } from '../fakes/fake-rtc.js';
import { consumerId, offer, session } from '../fakes/samples.js';
import { turns } from '../fakes/turns.js';
import { Receivers } from './receivers.js';

let transport: FakeTransport;
let shown: Map<string, MediaStreamTrack>;
let readied: ConsumerId[];
let faults: unknown[];
let stuckCount: number;

beforeEach(() => {
  transport = new FakeTransport('recv', session(1).recv);
  shown = new Map();
  readied = [];
  faults = [];
  stuckCount = 0;
});

function receivers(): Receivers {
  return new Receivers({
    show: (participantId, source, track) => {
      if (track === undefined) shown.delete(`${participantId}/${source}`);
      else shown.set(`${participantId}/${source}`, track);
    },
    ready: async (ids) => void readied.push(...ids),
    onStuck: () => (stuckCount += 1),
    onFault: (fault) => faults.push(fault),
  });
}

it('asks for what was opened later to flow, in one message, and not for what a join brought', async () => {
  const tried = receivers();
  await tried.rebuild(transport, [offer(1), offer(2, 3)]);
  expect(readied).toEqual([]);
  await tried.open([offer(3, 4), offer(4, 5)]);
  expect(readied).toEqual([consumerId(3), consumerId(4)]);
  expect(shown.size).toBe(4);
});

it('closes what ended while it was being set up, and what ended before it was offered', async () => {
  const tried = receivers();
  await tried.rebuild(transport, []);
  let go = (): void => undefined;
  transport.receiving = () => new Promise((resolve) => (go = resolve));

  const opening = tried.open([offer(1)]);
  tried.close([consumerId(1), consumerId(2)]);
  go();
  await opening;
  await tried.open([offer(2)]);

  expect(transport.receivers.map(({ isClosed }) => isClosed)).toEqual([true]);
  expect(tried.consumerIds).toEqual([]);
  expect(shown.size).toBe(0);
  expect(readied).toEqual([]);
});

it('keeps showing the last picture over a rebuild, until there is a new one, its sender stops, or for a while', async () => {
  const tried = receivers();
  const [first, second, third] = [offer(1, 2, 'camera'), offer(2, 3, 'camera'), offer(3, 4, 'camera')];
  await tried.rebuild(transport, [first, second, third]);
  const next = new FakeTransport('recv', session(2).recv);
  const rebuilding = tried.rebuild(next, [offer(11, 2, 'camera')]);
  expect(shown.size).toBe(3);
  await rebuilding;
  expect([...shown.values()]).toContain(next.receivers[0]?.track);
  const isOn = ({ participantId }: Pick<ConsumerOffer, 'participantId'>): boolean =>
    participantId !== third.participantId;
  await tried.check(20_000, isOn);
  expect([...shown.keys()]).toEqual([first, second].map(({ participantId }) => `${participantId}/camera`));
  await tried.check(29_999, isOn);
  expect(shown.size).toBe(2);
  await tried.check(30_000, isOn);
  expect([...shown.values()]).toEqual([next.receivers[0]?.track]);
});

it('shows nothing any more once the call is over', async () => {
  const tried = receivers();
  await tried.rebuild(transport, [offer(1, 2, 'camera'), offer(2, 3)]);
  await tried.rebuild(undefined, []);
  expect(shown.size).toBe(0);
});

type Step = readonly ['open' | 'close' | 'list' | 'turn', number];

it('holds exactly what the server offers, whatever the order of the news', async () => {
  const step = fc.tuple(fc.constantFrom<Step[0]>('open', 'close', 'list', 'turn'), fc.integer({ min: 1, max: 6 }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const tried = receivers();
      transport = new FakeTransport('recv', session(1).recv);
      shown.clear();
      await tried.rebuild(transport, []);
      const model = new Set<number>();
      let nextId = 10;
      const idOf = new Map<number, number>();
      for (const [what, owner] of steps) {
        const id = idOf.get(owner);
        if (what === 'open' && id === undefined) {
          idOf.set(owner, (nextId += 1));
          model.add(owner);
          void tried.open([offer(nextId, owner)]);
        } else if (what === 'close' && id !== undefined) {
          idOf.delete(owner);
          model.delete(owner);
          tried.close([consumerId(id)]);
        } else if (what === 'list') {
          void tried.reconcile([...idOf].map(([whose, count]) => offer(count, whose)));
        } else {
          await Promise.resolve();
        }
      }
      await turns();
      expect(tried.consumerIds.toSorted()).toEqual([...idOf.values()].map(consumerId).toSorted());
      expect(shown.size).toBe(model.size);
      expect(transport.receivers.filter(({ isClosed }) => !isClosed)).toHaveLength(model.size);
      expect(faults).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('asks again for a stream that stays silent, then for new transports, once', async () => {
  const tried = receivers();
  await tried.rebuild(transport, [offer(1)]);
  const look = async (...timesMs: readonly number[]): Promise<void> => {
    for (const nowMs of timesMs) await tried.check(nowMs, () => true);
  };
  await look(1_000, 5_999);
  expect(readied).toEqual([]);
  await look(6_000);
  expect(readied).toEqual([consumerId(1)]);
  await look(10_999);
  expect(stuckCount).toBe(0);
  await look(11_000, 17_000, 30_000);
  expect(stuckCount).toBe(1);
});

it('does not mind the silence of who is muted, nor looks again at what has flowed', async () => {
  const tried = receivers();
  await tried.rebuild(transport, [offer(1), offer(2, 3)]);
  for (const receiver of transport.receivers) receiver.isReceiving = receiver.offer.consumerId === consumerId(1);
  for (const nowMs of [0, 6_000, 12_000, 18_000]) await tried.check(nowMs, (one) => one.consumerId === consumerId(1));
  for (const receiver of transport.receivers) receiver.isReceiving = false;
  for (const nowMs of [30_000, 40_000]) await tried.check(nowMs, (one) => one.consumerId === consumerId(1));
  expect(readied).toEqual([]);
  expect(stuckCount).toBe(0);
});

it('does not mind a silence that the server has a reason for, and does mind it once that is over', async () => {
  const tried = receivers();
  await tried.rebuild(transport, [offer(1, 2, 'camera')]);
  tried.flowing([{ consumerId: consumerId(1), state: 'hidden' }]);
  for (const nowMs of [0, 6_000, 12_000]) await tried.check(nowMs, () => true);
  expect(readied).toEqual([]);
  expect(tried.hasVideo(() => true)).toBe(false);
  tried.flowing([{ consumerId: consumerId(1), state: 'flowing' }]);
  for (const nowMs of [13_000, 17_100]) await tried.check(nowMs, () => true);
  expect(readied).toEqual([consumerId(1)]);
});
