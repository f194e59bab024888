import { expect, it } from '@jest/globals';
import { Call, CallId } from '#contracts';
import { CONVERSATION, identity, OTHER, SELF } from '../chat/fake-chat.js';
import { takenUp } from './caller.js';

it('offers nobody who is in the call or rung already, and whoever has left', () => {
  const [third, fourth, fifth] = [identity(3), identity(4), identity(5)];
  const call = Call.parse({
    callId: CallId.parse('cccccccc-0000-4000-8000-000000000001'),
    conversationId: CONVERSATION,
    media: 'video',
    callerId: SELF.identityId,
    callerName: SELF.name,
    state: 'running',
    startedAtMs: 0,
    ringsUntilMs: 45_000,
    callees: [
      { identityId: OTHER.identityId, state: 'accepted' },
      { identityId: third, state: 'ringing' },
      { identityId: fourth, state: 'declined' },
      { identityId: fifth, state: 'accepted' },
    ],
    leftIds: [fifth],
  });
  expect([...takenUp(call)]).toEqual([SELF.identityId, OTHER.identityId, third]);
});
