import { describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import {
  Refusal,
  type Input,
  type MeetingId,
  type ParticipantId,
  type IdentityId,
  type SignallingRequests,
} from '#contracts';
import { bindSeat, newCaller, seatOf, unbindSeat, type Caller } from './caller.js';
import { OnRequest } from './on-request.js';

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

it('a caller speaks for the seat that was bound last, until it is unbound', () => {
  const caller = newCaller('i' as IdentityId, 's');
  expect(seatOf(caller)).toBeUndefined();
  bindSeat(caller, SEAT);
  expect(seatOf(caller)).toEqual(SEAT);
  unbindSeat(caller);
  unbindSeat(caller);
  expect(caller.seat).toBeUndefined();
});
