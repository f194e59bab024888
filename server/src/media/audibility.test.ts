import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { ParticipantId, type FlowState } from '#contracts';
import { listenerFaultOf, speakerFaultOf, type Listener } from './audibility.js';

const participantId = ParticipantId.parse(randomUUID());
const audience = { isConnected: true, isArriving: true, isLeftOut: false, listeners: [] };
const stream = (state: FlowState = 'flowing') => ({ participantId, state, isConnected: true, isSent: true });
const hears: Listener = { isConnected: true, hasSession: true, playout: 'playing', stream: stream() };

it.each([
  { isPaused: undefined, audience: undefined, fault: 'off' },
  { isPaused: true, audience, fault: 'muted' },
  { isPaused: false, audience: undefined, fault: 'transport-down' },
  { isPaused: false, audience: { ...audience, isConnected: false }, fault: 'transport-down' },
  { isPaused: false, audience: { ...audience, isArriving: false }, fault: 'no-packets' },
  { isPaused: false, audience, fault: undefined },
])('a speaker’s own fault: $fault', (given) => {
  expect(speakerFaultOf(given.isPaused, given.audience)).toBe(given.fault);
});

it.each([
  { listener: hears, fault: undefined },
  { listener: { ...hears, isConnected: false }, fault: 'away' },
  { listener: { ...hears, hasSession: false }, fault: 'transport-down' },
  { listener: { ...hears, stream: { ...stream(), isConnected: false } }, fault: 'transport-down' },
  { listener: { ...hears, playout: 'muted' as const }, fault: 'playout-muted' },
  { listener: { ...hears, playout: 'blocked' as const }, fault: 'playout-blocked' },
  { listener: { ...hears, stream: undefined }, fault: 'not-forwarded' },
  { listener: { ...hears, stream: stream('waiting') }, fault: 'not-ready' },
  { listener: { ...hears, stream: stream('not-loudest') }, fault: 'not-loudest' },
  { listener: { ...hears, stream: { ...stream(), isSent: false } }, fault: 'no-packets' },
])('a listener’s fault: $fault', ({ listener, fault }) => {
  expect(listenerFaultOf(listener, undefined)).toBe(fault);
});

it('what the speaker does not send is not held against who would hear it', () => {
  const unsent = { ...hears, stream: { ...stream('source-paused'), isSent: false } };
  expect(listenerFaultOf(unsent, 'muted')).toBeUndefined();
  expect(listenerFaultOf({ ...hears, stream: undefined }, 'off')).toBeUndefined();
  expect(listenerFaultOf({ ...unsent, playout: 'muted' }, 'muted')).toBe('playout-muted');
  expect(listenerFaultOf({ ...hears, stream: stream('not-loudest') }, 'muted')).toBeUndefined();
});
