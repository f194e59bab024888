import { describe, expect, it } from '@jest/globals';
import { RING_MS, type CallId, type ConversationId, type IdentityId, type RoomId } from '#contracts';
import { add, settledAdditions } from './additions.js';
import {
  accept,
  comeBack,
  decline,
  dial,
  durationMsOf,
  endWithMeeting,
  expire,
  hangUp,
  leave,
  nextMissMs,
  type KeptCall,
} from './call.js';

const HANA = '00000000-0000-4000-8000-000000000001' as IdentityId;
const GUS = '00000000-0000-4000-8000-000000000002' as IdentityId;
const IDA = '00000000-0000-4000-8000-000000000003' as IdentityId;

function call(calleeIds: readonly IdentityId[] = [GUS], busyIds: readonly IdentityId[] = []): KeptCall {
  return dial({
    callId: '00000000-0000-4000-8000-00000000000a' as CallId,
    conversationId: '00000000-0000-4000-8000-00000000000b' as ConversationId,
    roomId: '00000000-0000-4000-8000-00000000000c' as RoomId,
    media: 'video',
    callerId: HANA,
    callerName: 'Hana',
    others: calleeIds.map((identityId) => ({ identityId, name: 'Somebody' })),
    busyIds: new Set(busyIds),
    atMs: 1_000,
  });
}

const at = (identityId: IdentityId, socketId = 'laptop', atMs = 2_000) => ({ identityId, socketId, atMs });

/** Gus brings Ida into his call with Hana. */
function withIda(running: KeptCall, { isMember = false, isBusy = false, atMs = 3_000 } = {}): KeptCall {
  return add(running, {
    by: { identityId: GUS, name: 'Gus' },
    people: [{ identityId: IDA, name: 'Ida', isMember }],
    busyIds: new Set(isBusy ? [IDA] : []),
    newEntryId: () => `entry at ${atMs}`,
    atMs,
  });
}

describe('a call', () => {
  it('runs from the first acceptance on, and is the first device’s', () => {
    const running = accept(call(), at(GUS));
    expect(running).toMatchObject({ state: 'running', callees: [{ identityId: GUS, state: 'accepted' }] });
    expect(accept(running, at(GUS))).toBe(running);
    expect(() => accept(running, at(GUS, 'phone'))).toThrow(expect.objectContaining({ code: 'conflict' }));
    const over = endWithMeeting(running, 9_000);
    expect(over).toMatchObject({ state: 'ended', outcome: 'answered' });
    expect(durationMsOf(over)).toBe(7_000);
  });

  it('is for those who are called only, and by who calls given up only', () => {
    expect(() => accept(call(), at(IDA))).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => decline(call(), at(IDA))).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => hangUp(call(), at(GUS))).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });

  it('that is turned down by the only one called is over, with what they said', () => {
    const over = decline(call(), { ...at(GUS), message: 'In ten minutes' });
    expect(over).toMatchObject({ state: 'ended', outcome: 'declined', callees: [{ message: 'In ten minutes' }] });
    expect(() => accept(over, at(GUS))).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(durationMsOf(over)).toBe(0);
  });

  it('of several goes on ringing for the others, and who declined may still come while it runs', () => {
    const one = decline(call([GUS, IDA]), at(GUS));
    expect(one.state).toBe('ringing');
    const running = accept(one, at(IDA));
    expect(accept(running, at(GUS)).callees.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  });

  it('is missed after its time, and not before', () => {
    const ringing = call();
    expect(expire(ringing, 1_000 + RING_MS - 1)).toBe(ringing);
    expect(expire(ringing, 1_000 + RING_MS)).toMatchObject({ state: 'ended', outcome: 'missed' });
  });

  it('is over at once when everybody is busy, and rings for the rest', () => {
    expect(call([GUS], [GUS])).toMatchObject({ state: 'ended', outcome: 'busy' });
    expect(call([GUS, IDA], [GUS])).toMatchObject({ state: 'ringing' });
  });

  it('that is given up is cancelled, unless somebody was quicker', () => {
    expect(hangUp(call(), at(HANA))).toMatchObject({
      state: 'ended',
      outcome: 'cancelled',
      callees: [{ identityId: GUS, state: 'missed' }],
    });
    const running = accept(call(), at(GUS));
    expect(hangUp(running, at(HANA))).toBe(running);
  });
});

describe('somebody who is added to a call', () => {
  const running = accept(call(), at(GUS));

  it('rings for a time of their own, and the others are not disturbed by that', () => {
    const more = withIda(running);
    expect(more.callees).toMatchObject([
      { identityId: GUS, state: 'accepted' },
      { identityId: IDA, state: 'ringing', addedBy: { identityId: GUS, name: 'Gus' } },
    ]);
    expect(withIda(more, { atMs: 9_000 })).toBe(more);
    expect(nextMissMs(more)).toBe(3_000 + RING_MS);
    expect(expire(more, 1_000 + RING_MS)).toBe(more);
    expect(expire(more, 3_000 + RING_MS)).toMatchObject({ state: 'running', callees: [{}, { state: 'missed' }] });
  });

  it('can be added by who is in it only, and while it runs', () => {
    for (const one of [call(), endWithMeeting(running, 9_000), leave(running, GUS, 2_500)])
      expect(() => withIda(one)).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(withIda(comeBack(leave(running, GUS, 2_500), GUS)).callees).toHaveLength(2);
  });

  it('makes no call too large', () => {
    const many = Array.from({ length: 99 }, (_, at) => `00000000-0000-4000-9000-0000000000${at + 10}` as IdentityId);
    const large = accept(call([GUS, ...many.slice(1)]), at(GUS));
    expect(() => withIda(large)).toThrow(expect.objectContaining({ code: 'limit-reached' }));
  });

  it.each([
    ['declined', (one: KeptCall) => decline(one, { ...at(IDA), message: 'No' }), 0],
    ['missed', (one: KeptCall) => expire(one, 3_000 + RING_MS), 0],
    ['answered', (one: KeptCall) => endWithMeeting(accept(one, at(IDA, 'phone', 5_000)), 9_000), 4_000],
    [
      'answered',
      (one: KeptCall) => endWithMeeting(leave(accept(one, at(IDA, 'phone', 5_000)), IDA, 6_000), 9_000),
      1_000,
    ],
  ] as const)('has an entry that it was %s, once', (outcome, change, durationMs) => {
    const more = withIda(running);
    expect(settledAdditions(running, more)).toEqual([]);
    const after = change(more);
    expect(settledAdditions(more, after)).toMatchObject([
      { key: 'entry at 3000', from: { name: 'Gus' }, to: { name: 'Ida' }, call: { outcome, durationMs } },
    ]);
    expect(settledAdditions(after, endWithMeeting(after, 10_000))).toEqual([]);
  });

  it('has one at once when they are busy, another when they are tried again, and none as a member', () => {
    const busy = withIda(running, { isBusy: true });
    expect(settledAdditions(running, busy)).toMatchObject([{ call: { outcome: 'busy' } }]);
    const again = withIda(busy, { atMs: 4_000 });
    expect(settledAdditions(busy, again)).toEqual([]);
    expect(settledAdditions(again, decline(again, at(IDA)))).toMatchObject([{ key: 'entry at 4000' }]);
    expect(settledAdditions(running, withIda(running, { isBusy: true, isMember: true }))).toEqual([]);
  });

  it('can be called back who has left, the one who called included', () => {
    const alone = leave(withIda(running), HANA, 4_000);
    const back = add(alone, {
      by: { identityId: GUS, name: 'Gus' },
      people: [{ identityId: HANA, name: 'Hana', isMember: true }],
      busyIds: new Set(),
      newEntryId: () => 'entry',
      atMs: 5_000,
    });
    expect(back.callees).toMatchObject([{}, {}, { identityId: HANA, state: 'ringing' }]);
    expect(accept(back, at(HANA)).leftAtMs).toEqual({});
  });
});
