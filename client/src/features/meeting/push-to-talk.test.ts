import { expect, it } from '@jest/globals';
import { FakeMicrophone } from './fake-call.js';
import { PushToTalk } from './push-to-talk.js';

const kindOf = (microphone: FakeMicrophone) => microphone.state.get().kind;

it('opens a muted microphone for as long as the key is held', () => {
  const microphone = new FakeMicrophone();
  const talk = new PushToTalk(microphone);
  talk.press();
  talk.press();
  expect(kindOf(microphone)).toBe('live');
  talk.release();
  talk.release();
  expect(kindOf(microphone)).toBe('off');
});

it('leaves an open microphone open', () => {
  const microphone = new FakeMicrophone();
  microphone.show({ kind: 'live' });
  const talk = new PushToTalk(microphone);
  talk.press();
  talk.release();
  expect(kindOf(microphone)).toBe('live');
});

it('closes a microphone that was still opening when the key was let go', () => {
  const microphone = new FakeMicrophone();
  microphone.outcome = { kind: 'opening' };
  const talk = new PushToTalk(microphone);
  talk.press();
  talk.release();
  expect(kindOf(microphone)).toBe('opening');
  microphone.show({ kind: 'live' });
  expect(kindOf(microphone)).toBe('off');
});

it('stays open when the key is pressed again before it had opened', () => {
  const microphone = new FakeMicrophone();
  microphone.outcome = { kind: 'opening' };
  const talk = new PushToTalk(microphone);
  talk.press();
  talk.release();
  talk.press();
  microphone.show({ kind: 'live' });
  expect(kindOf(microphone)).toBe('live');
  talk.release();
  expect(kindOf(microphone)).toBe('off');
});
