import { expect, it } from '@jest/globals';

import { hopelessness } from './crew.ts';

const end = { how: 'code 1', exitCode: 1, failureCount: 1, nextStartMs: 200 };

it('gives up at once on a part that says it is set up wrongly', () => {
  expect(hopelessness('media host', { ...end, exitCode: 78 })).toContain('media host cannot run with these settings');
});

it('tries again what ended otherwise, but not for ever', () => {
  expect(hopelessness('server', end)).toBeUndefined();
  expect(hopelessness('server', { ...end, exitCode: undefined, failureCount: 3 })).toBeUndefined();
  expect(hopelessness('server', { ...end, failureCount: 4 })).toContain('ended 4 times');
});
