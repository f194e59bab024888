import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { SIGNAL_NAMESPACE } from '#contracts';
import { next, startChild } from './children.js';
import { newGuest } from './guest.js';
import { spreadOf, type Spread } from './load/statistics.js';

/** Requests of one who is in a meeting; far below what the server allows. */
const ASK_EVERY_MS = 25;

export const PASSWORD = 'three words together';

export interface MeasuredOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Rate limits that count for nothing, where the work is measured and not the refusals. */
  readonly unlimited?: readonly string[];
  /** `person-0@example.org` and so on, all with `PASSWORD`. */
  readonly accountCount?: number;
}

/** How late timers of the server's event loop came, beyond what they asked for. */
export interface Lag {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** What those who are in meetings feel of what others do. */
export interface Felt {
  readonly roundTripMs: Spread | undefined;
  readonly lag: Lag;
}

/** The server as it is, in a process and on a database of its own, and somebody at a socket of it who has nothing to do with what goes on. */
export class MeasuredServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #bystander: Socket;

  private constructor(child: ChildProcess, url: string, bystander: Socket) {
    this.#child = child;
    this.url = url;
    this.#bystander = bystander;
  }

  static async start(options: MeasuredOptions = {}): Promise<MeasuredServer> {
    const child = startChild(join(import.meta.dirname, 'measured-server.js'), [JSON.stringify(options)]);
    const { url } = await next<{ url: string }>(child);
    return new MeasuredServer(child, url, await connected(url, await newGuest(url)));
  }

  /** Looks for so long. */
  async feel(forMs: number): Promise<Felt> {
    this.#child.send('begin');
    const untilMs = performance.now() + forMs;
    const waitedMs: number[] = [];
    while (performance.now() < untilMs) {
      const askedMs = performance.now();
      await this.#bystander.timeout(10_000).emitWithAck('meeting.leave', {});
      waitedMs.push(performance.now() - askedMs);
      await sleep(ASK_EVERY_MS);
    }
    const lag = next<Lag>(this.#child);
    this.#child.send('end');
    return { roundTripMs: spreadOf(waitedMs), lag: await lag };
  }

  async stop(): Promise<void> {
    this.#bystander.close();
    this.#child.send('stop');
    await once(this.#child, 'exit');
  }
}

export async function connected(url: string, token: string): Promise<Socket> {
  const line = io(`${url}${SIGNAL_NAMESPACE}`, { transports: ['websocket'], auth: { token } });
  await new Promise((resolve, reject) => {
    line.once('connect', () => resolve(undefined));
    line.once('connect_error', reject);
  });
  return line;
}

export function described({ roundTripMs, lag }: Felt): string {
  const { p50 = Number.NaN, p99 = Number.NaN } = roundTripMs ?? {};
  return (
    `round trip p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; ` +
    `event loop late p50 ${lag.p50Ms.toFixed(1)} ms, p99 ${lag.p99Ms.toFixed(1)} ms, max ${lag.maxMs.toFixed(0)} ms`
  );
}
