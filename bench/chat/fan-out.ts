import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { median } from '../built.js';
import { next, startChild } from '../children.js';

const ROUND_COUNT = 3;
export const MEMBER_COUNT = 1_000;
/** A lively conversation of a thousand; slower ones leave fewer messages to be gathered, and the ratio falls towards one. */
export const MESSAGES_PER_S = 100;
export const MESSAGE_COUNT = 400;

export type Mode = 'plain' | 'gathered';

/** What the process that tells has used, and what those who listen have heard. */
export interface FanOutTurn {
  readonly cpuS: number;
  readonly deliveredCount: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The same in both processes: Linux counts it from the machine's start. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1_000_000;
}

/** One process tells, another one is a thousand listeners. */
export async function compareFanOut(): Promise<void> {
  const teller = startChild(join(import.meta.dirname, 'teller.js'));
  const { port } = await next<{ port: number }>(teller);
  const listeners = startChild(join(import.meta.dirname, 'listeners.js'), [String(port)]);
  await next(listeners);
  const ratios: number[] = [];
  try {
    for (let round = 0; round < ROUND_COUNT; round += 1) {
      const plain = await turn(teller, listeners, 'plain');
      const gathered = await turn(teller, listeners, 'gathered');
      ratios.push(perCpuSecond(gathered) / perCpuSecond(plain));
      console.log(`telling, plain broadcast: ${described(plain)}`);
      console.log(`telling, gathered:        ${described(gathered)}`);
    }
  } finally {
    listeners.kill();
    teller.kill();
  }
  console.log(
    `telling ${MESSAGES_PER_S} messages a second to ${MEMBER_COUNT} members: ` +
      `${median(ratios).toFixed(1)} times the deliveries per CPU-second of a plain broadcast (median of ${ROUND_COUNT})`,
  );
}

async function turn(teller: ChildProcess, listeners: ChildProcess, mode: Mode): Promise<FanOutTurn> {
  const heard = next<Omit<FanOutTurn, 'cpuS'>>(listeners);
  const told = next<{ cpuS: number }>(teller);
  listeners.send({ expectCount: MEMBER_COUNT * MESSAGE_COUNT });
  teller.send({ mode });
  return { ...(await told), ...(await heard) };
}

function perCpuSecond({ deliveredCount, cpuS }: FanOutTurn): number {
  return deliveredCount / cpuS;
}

function described(turn: FanOutTurn): string {
  return (
    `${perCpuSecond(turn).toFixed(0)} deliveries per CPU-second, ` +
    `heard within ${turn.p50Ms.toFixed(0)} ms (p50), ${turn.p99Ms.toFixed(0)} ms (p99), ${turn.deliveredCount} delivered`
  );
}
