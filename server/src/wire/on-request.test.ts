import { describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import {
  Refusal,
  signalling,
  type Input,
  type MeetingId,
  type ParticipantId,
  type IdentityId,
  type SignallingRequests,
} from '#contracts';
import { ManualClock, silentLog } from '#kernel';
import { PromTally } from '../operations/prom-tally.js';
import { bindSeat, newCaller, seatOf, unbindSeat, type Caller } from './caller.js';
import { Gate } from './gate.js';
import { OnRequest } from './on-request.js';
import { DEFAULT_LIMITS } from './limits.js';
import { RateLimits } from './rate-limits.js';

const SEAT = { meetingId: 'm' as MeetingId, participantId: 'p' as ParticipantId };

class Mutes {
  readonly seen: unknown[] = [];
  fault: Error | undefined;

  @OnRequest('media.setPaused')
  async setPaused(caller: Caller, input: Input<SignallingRequests, 'media.setPaused'>) {
    this.seen.push([caller.identityId, input]);
    if (this.fault !== undefined) throw this.fault;
    return {};
  }
}

function setUp() {
  const notes: unknown[] = [];
  const served: string[] = [];
  const gate = {
    serving: (name: string) => () => void served.push(name),
    inTime: (_name: string, begun: Promise<unknown>) => begun,
    refused: (code: string) => void notes.push(['refused', code]),
    violated: (kind: string) => void notes.push(['violated', kind]),
    failed: (name: string, fault: unknown) => void notes.push(['failed', name, fault]),
  };
  const caller = newCaller('i' as IdentityId, 's');
  const mutes = new Mutes();
  const answer = mutes.setPaused.bind(mutes) as unknown as (socket: unknown, raw: unknown) => Promise<unknown>;
  return { mutes, notes, served, caller, ask: (raw: unknown) => answer({ data: { caller, gate } }, raw) };
}

describe('a request at the door', () => {
  it('reaches the method parsed, with the proven caller', async () => {
    const { mutes, ask, notes, served } = setUp();
    expect(await ask({ source: 'camera', isPaused: true })).toEqual({ ok: true, data: {} });
    expect(mutes.seen).toEqual([['i', { source: 'camera', isPaused: true }]]);
    expect(notes).toEqual([]);
    expect(served).toEqual(['media.setPaused']);
  });

  it.each([
    [undefined],
    [null],
    [[{ source: 'camera', isPaused: true }]],
    [{ source: 'camera' }],
    [{ source: 'camera', isPaused: 'yes' }],
    [{ source: 'camera', isPaused: true, identityId: 'other' }],
    [JSON.parse('{"source":"camera","isPaused":true,"__proto__":{"x":1}}')],
  ])('is a violation when it does not fit the contract: %j', async (raw) => {
    const { mutes, ask, notes } = setUp();
    expect(await ask(raw)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(mutes.seen).toEqual([]);
    expect(notes).toEqual([
      ['refused', 'invalid-input'],
      ['violated', 'invalid-input'],
    ]);
  });

  it('is answered with a refusal, which is no violation', async () => {
    const { mutes, ask, notes } = setUp();
    mutes.fault = new Refusal('forbidden', 'Not yours.');
    expect(await ask({ source: 'camera', isPaused: true })).toEqual({
      ok: false,
      error: { code: 'forbidden', message: 'Not yours.' },
    });
    expect(notes).toEqual([['refused', 'forbidden']]);
  });

  it('learns nothing of a fault of ours, which is logged whole', async () => {
    const { mutes, ask, notes } = setUp();
    mutes.fault = new Error('at /srv/secret.ts');
    const reply = await ask({ source: 'camera', isPaused: true });
    expect(reply).toEqual({ ok: false, error: { code: 'internal', message: 'Something went wrong on our side.' } });
    expect(notes).toEqual([
      ['failed', 'media.setPaused', mutes.fault],
      ['refused', 'internal'],
    ]);
  });
});

class Hangs {
  readonly waiting = Promise.withResolvers<Record<string, never>>();

  @OnRequest('host.setAccess')
  setAccess() {
    return this.waiting.promise;
  }
}

describe('a request whose answer does not come', () => {
  function setUpHanging() {
    const clock = new ManualClock();
    const faults: unknown[] = [];
    const log = { ...silentLog, error: (entry: object) => void faults.push(entry) };
    const caller = newCaller('i' as IdentityId, 's');
    const limits = new RateLimits(DEFAULT_LIMITS, undefined);
    const gate = new Gate(caller, { limits, tally: new PromTally(), log, clock, cutOff: () => undefined });
    const hangs = new Hangs();
    const answer = hangs.setAccess.bind(hangs) as unknown as (socket: unknown, raw: unknown) => Promise<unknown>;
    const reply = answer({ data: { caller, gate } }, { isLocked: true });
    return { clock, hangs, reply, faults };
  }

  it('is answered while the caller still waits, as the contract promises', async () => {
    const { clock, hangs, reply, faults } = setUpHanging();
    clock.advance(signalling.requests['host.setAccess'].deadlineMs - 1);
    expect(await reply).toMatchObject({ ok: false, error: { code: 'timeout' } });
    hangs.waiting.resolve({});
    await hangs.waiting.promise;
    expect(faults).toEqual([]);
  });

  it('is heard of in the log when it fails after that', async () => {
    const { clock, hangs, reply, faults } = setUpHanging();
    clock.advance(signalling.requests['host.setAccess'].deadlineMs - 1);
    await reply;
    const fault = new Error('broken');
    hangs.waiting.reject(fault);
    await expect(hangs.waiting.promise).rejects.toBe(fault);
    expect(faults).toMatchObject([{ request: 'host.setAccess', fault }]);
  });
});

it('a caller speaks for the seat that was bound last, until it is unbound', () => {
  const caller = newCaller('i' as IdentityId, 's');
  expect(seatOf(caller)).toBeUndefined();
  bindSeat(caller, SEAT);
  expect(seatOf(caller)).toEqual(SEAT);
  unbindSeat(caller);
  unbindSeat(caller);
  expect(caller.seat).toBeUndefined();
});
