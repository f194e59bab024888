/* Fifty addresses that guess rooms' passwords, as a proxy of ours passes them on. Started by felt.ts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { API_PREFIX } from '#contracts';

const ADDRESS_COUNT = 50;
const GUESSES_PER_S = 100;

/** How many answers there were of each kind. */
export interface Answered {
  readonly countByStatus: Readonly<Record<number, number>>;
}

interface Order {
  readonly forMs: number;
  /** Each round comes from addresses of its own, with tries left. */
  readonly round: number;
  readonly roomIds: readonly string[];
}

const [url = '', token = ''] = process.argv.slice(2);

process.on('message', (order: Order) => void guessFor(order));
process.send?.({ isReady: true });

async function guessFor({ forMs, round, roomIds }: Order): Promise<void> {
  const beganMs = performance.now();
  const answers: Promise<number>[] = [];
  for (let index = 0; performance.now() - beganMs < forMs; index += 1) {
    const who = index % ADDRESS_COUNT;
    const address = `198.51.${round}.${who}`;
    answers.push(guess(roomIds[who % roomIds.length] ?? '', `203.0.113.${index % 250}, ${address}`, `guess ${index}`));
    // By the clock and not by the last one, so that a late timer is made up for.
    await sleep(Math.max(0, beganMs + ((index + 1) * 1_000) / GUESSES_PER_S - performance.now()));
  }
  const countByStatus: Record<number, number> = {};
  for (const status of await Promise.all(answers)) countByStatus[status] = (countByStatus[status] ?? 0) + 1;
  process.send?.({ countByStatus } satisfies Answered);
}

async function guess(roomId: string, forwarded: string, password: string): Promise<number> {
  const answer = await fetch(`${url}${API_PREFIX}/rooms/${roomId}/entry`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-forwarded-for': forwarded,
    },
    body: JSON.stringify({ password }),
  });
  await answer.arrayBuffer();
  return answer.status;
}
