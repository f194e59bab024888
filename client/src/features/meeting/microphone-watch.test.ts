import { expect, it } from '@jest/globals';
import { MicrophoneWatch, SAMPLE_EVERY_MS, type MicrophoneHint } from './microphone-watch.js';

/** Samples at the real pace and returns what was said, and after how long, in ms. */
function listen(
  watch: MicrophoneWatch,
  fromMs: number,
  parts: readonly (readonly [isOn: boolean, levelRatio: number, lastsMs: number])[],
) {
  const hints: { readonly hint: MicrophoneHint; readonly atMs: number }[] = [];
  let nowMs = fromMs;
  for (const [isOn, levelRatio, lastsMs] of parts) {
    for (const untilMs = nowMs + lastsMs; nowMs < untilMs; nowMs += SAMPLE_EVERY_MS) {
      const hint = watch.sample({ isOn, levelRatio, nowMs });
      if (hint !== undefined) hints.push({ hint, atMs: nowMs - fromMs });
    }
  }
  return hints;
}

it('notices talking into a muted microphone within two seconds, and says it once a minute at most', () => {
  const hints = listen(new MicrophoneWatch(), 0, [[false, 0.5, 90_000]]);
  expect(hints.map(({ hint }) => hint)).toEqual(['talking-muted', 'talking-muted']);
  expect(hints[0]!.atMs).toBeLessThan(2_000);
  expect(hints[1]!.atMs - hints[0]!.atMs).toBeGreaterThanOrEqual(60_000);
});

it('takes a cough for a cough', () => {
  expect(
    listen(new MicrophoneWatch(), 0, [
      [false, 0.8, 500],
      [false, 0.01, 2_000],
      [false, 0.8, 500],
    ]),
  ).toEqual([]);
});

it('says once that an open microphone hears nothing at all, after half a minute', () => {
  const hints = listen(new MicrophoneWatch(), 0, [[true, 0, 300_000]]);
  expect(hints).toEqual([{ hint: 'silent', atMs: 30_000 }]);
});

it('takes a quiet listener for a quiet listener', () => {
  expect(
    listen(new MicrophoneWatch(), 0, [
      [true, 0.02, 1_000],
      [true, 0, 300_000],
    ]),
  ).toEqual([]);
});
