import { describe, expect, it } from '@jest/globals';
import { RING_MS, type CallId, type ConversationId, type IdentityId, type RoomId } from '#contracts';
import { accept, decline, dial, durationMsOf, endWithMeeting, expire, hangUp, type KeptCall } from './call.js';

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
    calleeIds,
    busyIds: new Set(busyIds),
    atMs: 1_000,
  });
}

const at = (identityId: IdentityId, socketId = 'laptop', atMs = 2_000) => ({ identityId, socketId, atMs });

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
