/*
 * A host control in a meeting of a thousand signalling participants: how long after the server received it the media host is
 * told, and until it stands on the last screen, beside a plain Socket.IO broadcast to as many from the same process. Turn by
 * turn in one run, so that a busy machine slows both alike. Prints figures and their ratio, asserts none.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParticipantId, RoomId } from '#contracts';
import { built, median, script } from '../built.js';
import { next, startChild, told } from '../children.js';
import { HOST_MARK, Member, newRoom } from './member.js';

const ROUND_COUNT = 30;
const WARM_UP_COUNT = 5;
/** Before either is measured, until what was told to everyone before is over. */
const REST_MS = 300;
const SECRET = 'm'.repeat(48);

interface StandIn {
  before: (name: string) => void;
  dial(url: string): Promise<Error | undefined>;
  hangUp(): void;
}

interface Round {
  readonly enforcedMs: number;
  readonly answeredMs: number;
  readonly shownMs: number;
  readonly plainMs: number;
}

const { startDatabase } = await script<{
  readonly startDatabase: (of: object) => Promise<{ readonly url: string; stop(): Promise<void> }>;
}>('database.ts');
const { FakeHost } = await built<{ readonly FakeHost: new (of: object) => StandIn }>('../test/support/fake-host.js');
const folder = mkdtempSync(join(tmpdir(), 'parley-bench-host-control-'));
const database = await startDatabase({ dataDir: folder, log: () => undefined });
const served = startChild(join(import.meta.dirname, 'served.js'), [], {
  DATABASE_URL: database.url,
  MEDIA_CONTROL_SECRET: SECRET,
});
const { url, plainUrl } = await next<{ url: string; plainUrl: string }>(served);
const media = new FakeHost({ credential: SECRET });
let screens: ChildProcess | undefined;
try {
  const refused = await media.dial(url);
  if (refused !== undefined) throw refused;
  await measure();
} finally {
  screens?.kill();
  media.hangUp();
  served.kill();
  await once(served, 'exit');
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const owner = await Member.prepare(url, { [HOST_MARK]: 'yes' });
  const roomId = await newRoom(url, owner.token);
  await owner.join(roomId, 'Host');
  const speaker = await Member.prepare(url);
  const speakerId = await speaker.join(roomId, 'Speaker');
  await speaker.publishMicrophone();
  screens = startChild(join(import.meta.dirname, 'screens.js'), [], {
    URL: url,
    PLAIN_URL: plainUrl,
    ROOM: roomId satisfies RoomId,
  });
  await next(screens);
  const rounds: Round[] = [];
  for (let at = 0; at < WARM_UP_COUNT + ROUND_COUNT; at += 1) {
    await speaker.unmute();
    // Whoever is second finds everything warm, so they take turns.
    const first = at % 2 === 0 ? await plain(screens) : undefined;
    const muted = await mute(owner, speakerId, screens);
    const plainMs = first ?? (await plain(screens));
    if (at >= WARM_UP_COUNT) rounds.push({ ...muted, plainMs });
  }
  report(rounds);
}

async function mute(owner: Member, speakerId: ParticipantId, watching: ChildProcess): Promise<Omit<Round, 'plainMs'>> {
  await sleep(REST_MS);
  await told(watching, { expect: 'sources.paused' });
  await told(served, { do: 'arm' });
  const received = next<{ readonly atMs: number }>(served);
  const shown = next<{ readonly atMs: number }>(watching);
  let enforcedAtMs = Number.NaN;
  media.before = (name) => {
    if (name === 'producer.setPaused') enforcedAtMs = nowMs();
  };
  await owner.mute(speakerId);
  const answeredAtMs = nowMs();
  const { atMs } = await received;
  return { enforcedMs: enforcedAtMs - atMs, answeredMs: answeredAtMs - atMs, shownMs: (await shown).atMs - atMs };
}

async function plain(watching: ChildProcess): Promise<number> {
  await sleep(REST_MS);
  await told(watching, { expect: 'plain' });
  const shown = next<{ readonly atMs: number }>(watching);
  const { atMs } = await told<{ readonly atMs: number }>(served, { do: 'tell' });
  return (await shown).atMs - atMs;
}

function report(rounds: readonly Round[]): void {
  const line = (name: string, of: (round: Round) => number) => {
    const values = rounds.map(of).toSorted((a, b) => a - b);
    const p95 = values[Math.floor(values.length * 0.95)] ?? Number.NaN;
    console.log(`${name}: ${median(values).toFixed(1)} ms (median), ${p95.toFixed(1)} ms (p95)`);
  };
  line('a mute at the media host, after the server received it', ({ enforcedMs }) => enforcedMs);
  line('its answer, after the media host has done it         ', ({ answeredMs }) => answeredMs);
  line('on the last screen of a thousand                     ', ({ shownMs }) => shownMs);
  line('a plain broadcast on the last screen of as many      ', ({ plainMs }) => plainMs);
  const ratio = median(rounds.map(({ shownMs }) => shownMs)) / median(rounds.map(({ plainMs }) => plainMs));
  console.log(`ratio of the medians: ${ratio.toFixed(2)}`);
}

/** The same on every process of a machine. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
