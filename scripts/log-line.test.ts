import { expect, it } from '@jest/globals';

import { readableLine } from './log-line.ts';

it('shows the message first, then what belongs to it', () => {
  const line = JSON.stringify({
    level: 30,
    time: 1,
    pid: 2,
    hostname: 'x',
    room: 'a-1',
    reason: 'left by itself',
    msg: 'peer left',
  });
  expect(readableLine(line)).toBe('peer left room=a-1 reason="left by itself"');
});

it('marks what is not merely information', () => {
  expect(readableLine('{"level":50,"msg":"broken"}')).toBe('error: broken');
  expect(readableLine('{"level":"warn","msg":"coped"}')).toBe('warn: coped');
});

it('shows the stack of an error', () => {
  expect(readableLine('{"level":50,"msg":"broken","err":{"message":"m","stack":"Error: m\\n  at x"}}')).toBe(
    'error: broken err=Error: m\n  at x',
  );
});

it.each(['plain', '{not json', '{"a":1}', ''])('leaves %j alone', (line) => {
  expect(readableLine(line)).toBe(line);
});
