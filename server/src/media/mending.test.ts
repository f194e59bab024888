import { expect, it } from '@jest/globals';
import { mendingStepFor } from './mending.js';

it.each([
  ['transport-down', undefined, 'speaker-reconnects'],
  ['no-packets', 'not-ready', 'speaker-reconnects'],
  ['muted', undefined, 'nothing'],
  [undefined, 'transport-down', 'listener-reconnects'],
  [undefined, 'not-forwarded', 'reopened'],
  [undefined, 'not-ready', 'reopened'],
  [undefined, 'no-packets', 'reopened'],
  [undefined, 'playout-blocked', 'asked'],
  ['muted', 'playout-muted', 'asked'],
  [undefined, 'not-loudest', 'nothing'],
  [undefined, 'away', 'nothing'],
  [undefined, undefined, 'nothing'],
] as const)('with the speaker %s and the listener %s: %s', (speakerFault, listenerFault, step) => {
  expect(mendingStepFor(speakerFault, listenerFault)).toBe(step);
});
