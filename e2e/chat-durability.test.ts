import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { GuestIssued, RoomCreated, type RoomId } from '#contracts';
import { diceOf } from '#kernel';
import type { MessageView } from '../client/src/engine/chat/model.js';
import { Cable } from './durability/cable.js';
import { FAULTS } from './durability/faults.js';
import { Page } from './durability/page.js';
import { startFaultyServices, type FaultyServices } from './durability/services.js';
import { Writing } from './durability/writing.js';
import { eventually } from './rig/eventually.js';
import { Stack } from './rig/stack.js';

/** `npm run test:faults -- chat-durability` asks for more. */
const MESSAGES_EACH = Number(process.env['CHAT_FAULT_MESSAGES'] ?? '25');
const FAULT_COUNT = Number(process.env['CHAT_FAULTS'] ?? '10');
const SEED = Number(process.env['CHAT_FAULT_SEED'] ?? '20261121');
const PAGE_COUNT = 20;
const MISSED_COUNT = 500;
/** Bounds against hanging: what is waited for is there long before. */
const STEP_MAX_MS = 120_000;
const ALL_MAX_MS = 1_800_000;

let services: FaultyServices;
let stack: Stack;
let cable: Cable;
/** What was started, also when the rest could not be. */
const ends: (() => Promise<void>)[] = [];
let pages: readonly Page[] = [];

beforeAll(async () => {
  services = await startFaultyServices();
  ends.unshift(() => services.close());
  const { databaseUrl, redisUrl } = services;
  const redis = redisUrl === undefined ? undefined : { REDIS_URL: redisUrl };
  stack = await Stack.start({ DATABASE_URL: databaseUrl, MEDIA_WORKERS: '1', ...redis }, 'as-started');
  ends.unshift(() => stack.stop());
  cable = await Cable.lay(stack.port);
  ends.unshift(() => cable.remove());
});
afterAll(async () => {
  for (const page of pages) page.close();
  for (const end of ends) await end();
});

it(
  `loses, doubles and reorders nothing of what ${PAGE_COUNT} people write through ${FAULT_COUNT} faults (seed ${SEED})`,
  async () => {
    const roomId = await newRoom();
    for (const page of pages) page.close();
    pages = Array.from(
      { length: PAGE_COUNT },
      (_, index) => new Page({ url: cable.url, roomId, name: `W${index + 1}` }),
    );
    await eventually(() => pages.find((page) => !page.isIn)?.describe(), STEP_MAX_MS);
    const writing = new Writing({ pages, eachCount: MESSAGES_EACH });
    try {
      await writeThroughFaults(writing);
    } finally {
      writing.stop();
    }
    expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
    const rows = await storedIn(roomId);
    judgeStored(rows);
    await Promise.all(pages.map((page) => judgeShown(page, rows)));
  },
  ALL_MAX_MS,
);

it(
  `shows who was away for ${MISSED_COUNT} messages just these, in order, and nothing again after the next absence`,
  async () => {
    const roomId = await newRoom();
    const ownCable = await Cable.lay(stack.port);
    const away = new Page({ url: ownCable.url, roomId, name: 'Away' });
    const writers = writersIn(roomId);
    await seat([away, ...writers]);
    ownCable.swallow();
    const writing = new Writing({ pages: writers, eachCount: MISSED_COUNT / PAGE_COUNT });
    writing.allow(1);
    await eventually(() => writing.missing, STEP_MAX_MS).finally(() => writing.stop());
    expect(away.messages).toEqual([]);

    const backAtMs = performance.now();
    ownCable.mend();
    await eventually(() => (away.messages.length < MISSED_COUNT ? away.describe() : undefined), STEP_MAX_MS);
    say(
      `${MISSED_COUNT} missed messages were there ${Math.round(performance.now() - backAtMs)} ms after the network was`,
    );
    const rows = await storedIn(roomId);
    expect(rows).toHaveLength(MISSED_COUNT);
    expect(away.messages.map(({ seq, text }) => ({ seq, text }))).toEqual(rows);

    const [shown, arrivalCount] = [away.messages, away.arrivalCount];
    ownCable.cut();
    await eventually(() => (away.arrivalCount > arrivalCount && away.isIn ? undefined : away.describe()), STEP_MAX_MS);
    expect(away.messages.map(({ key }) => key)).toEqual(shown.map(({ key }) => key));
    expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
    await ownCable.remove();
  },
  ALL_MAX_MS,
);

function writersIn(roomId: RoomId): readonly Page[] {
  return Array.from({ length: PAGE_COUNT }, (_, index) => new Page({ url: cable.url, roomId, name: `W${index + 1}` }));
}

/** Nobody else is there any more. */
async function seat(newcomers: readonly Page[]): Promise<void> {
  for (const page of pages) page.close();
  pages = newcomers;
  await eventually(() => pages.find((page) => !page.isIn)?.describe(), STEP_MAX_MS);
}

async function writeThroughFaults(writing: Writing): Promise<void> {
  const dice = diceOf(SEED);
  const names = Object.keys(FAULTS);
  for (let fault = 1; fault <= FAULT_COUNT; fault += 1) {
    writing.allow(fault / FAULT_COUNT);
    const dueCount = Math.floor((PAGE_COUNT * MESSAGES_EACH * (fault - 1 + 0.9 * dice())) / FAULT_COUNT);
    const beganMs = performance.now();
    await eventually(() => missingOf(writing, dueCount), STEP_MAX_MS);
    const waitedS = ((performance.now() - beganMs) / 1_000).toFixed(1);
    // Each kind comes up, and beyond that the dice decide.
    const name = names[fault <= names.length ? fault - 1 : Math.floor(dice() * names.length)] ?? '';
    const remark = await FAULTS[name]?.({ stack, services, cable, pages, dice });
    say(`fault ${fault}, ${waitedS} s later, after ${writing.acknowledgedCount} messages: ${remark ?? name}`);
  }
  writing.allow(1);
  await eventually(() => writing.missing, STEP_MAX_MS);
  say(
    `${writing.acknowledgedCount} messages of ${PAGE_COUNT} people went through ${FAULT_COUNT} faults (seed ${SEED})`,
  );
}

function missingOf(writing: Writing, dueCount: number): string | undefined {
  const missingCount = dueCount - writing.acknowledgedCount;
  if (missingCount <= 0) return undefined;
  return `${missingCount} acknowledgements; ${pages.map((page) => page.describe()).join('\n')}`;
}

interface Row {
  readonly seq: number;
  readonly text: string;
}

/** Stored once each, all of it and nothing else, without a gap, and under the numbers that their writers were shown. */
function judgeStored(rows: readonly Row[]): void {
  const written = pages.flatMap((page) => [...page.written.keys()]);
  expect(rows.map(({ text }) => text).toSorted()).toEqual(written.toSorted());
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
  const seqs = new Map(pages.flatMap(({ acknowledged }) => [...acknowledged]));
  expect(rows.filter(({ text, seq }) => (seqs.get(text) ?? seq) !== seq)).toEqual([]);
}

/** Every page shows the same, in the same order, and nothing as still to be sent. */
async function judgeShown(page: Page, rows: readonly Row[]): Promise<void> {
  let shown: readonly MessageView[] = [];
  await eventually(async () => {
    shown = await page.readAll();
    return shown.length === rows.length ? undefined : `${page.describe()}; shows ${shown.length}`;
  }, STEP_MAX_MS);
  expect(shown.map(({ seq, text }) => ({ seq, text }))).toEqual(rows);
  expect(page.messages.filter(({ seq }) => seq === undefined)).toEqual([]);
}

async function newRoom(): Promise<RoomId> {
  const guest = GuestIssued.parse(await (await fetch(`${stack.url}/api/v1/guests`, { method: 'POST' })).json());
  const headers = { authorization: `Bearer ${guest.token}` };
  const answer = await fetch(`${stack.url}/api/v1/rooms`, { method: 'POST', headers });
  return RoomCreated.parse(await answer.json()).roomId;
}

async function storedIn(roomId: RoomId): Promise<readonly Row[]> {
  const url = services.databaseUrl;
  const database = await new DataSource({ type: 'postgres', url, installExtensions: false }).initialize();
  try {
    return await database.query<Row[]>(
      `SELECT seq, text FROM messages JOIN conversations USING (conversation_id) WHERE room_id = $1 ORDER BY seq`,
      [roomId],
    );
  } finally {
    await database.destroy();
  }
}

function say(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
