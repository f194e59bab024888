/* People who sign in, fifty a second, each with the right password. Started by run.ts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PASSWORD } from '../measured.js';
import { ACCOUNT_COUNT, SIGN_INS_PER_S } from './load.js';

/** What came of the sign-ins of one turn. */
export interface SignedIn {
  readonly inCount: number;
  /** The line before the passwords was full. */
  readonly laterCount: number;
  readonly p50Ms: number;
}

const url = `${process.argv[2]}/api/v1/sessions`;

process.on('message', ({ forMs }: { readonly forMs: number }) => void signInFor(forMs));
process.send?.({ isReady: true });

async function signInFor(forMs: number): Promise<void> {
  const beganMs = performance.now();
  const answers: Promise<{ readonly status: number; readonly tookMs: number }>[] = [];
  for (let index = 0; performance.now() - beganMs < forMs; index += 1) {
    answers.push(signIn(index));
    // By the clock and not by the last one, so that a late timer is made up for.
    await sleep(Math.max(0, beganMs + ((index + 1) * 1_000) / SIGN_INS_PER_S - performance.now()));
  }
  const all = await Promise.all(answers);
  const tookMs = all.filter(({ status }) => status === 201).map((one) => one.tookMs);
  process.send?.({
    inCount: tookMs.length,
    laterCount: all.filter(({ status }) => status === 503).length,
    p50Ms: tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length / 2)] ?? Number.NaN,
  } satisfies SignedIn);
}

async function signIn(index: number): Promise<{ readonly status: number; readonly tookMs: number }> {
  const beganMs = performance.now();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `person-${index % ACCOUNT_COUNT}@example.org`, password: PASSWORD }),
  });
  await answer.arrayBuffer();
  return { status: answer.status, tookMs: performance.now() - beganMs };
}
