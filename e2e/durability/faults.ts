import type { Stack } from '../rig/stack.js';
import type { Cable } from './cable.js';
import type { Page } from './page.js';
import type { FaultyServices } from './services.js';
import { nextTextOf } from './writing.js';

/** How long what went away stays away, in ms: what is written meanwhile has to do without it. */
const AWAY_MS = 500;
/** Longer than a server lets those wait who send: they are told so, and send again. */
const LONG_AWAY_MS = 4_500;
const RELOADED_RATIO = 0.4;

export interface Scene {
  readonly stack: Stack;
  readonly services: FaultyServices;
  readonly cable: Cable;
  readonly pages: readonly Page[];
  readonly dice: () => number;
}

/** What can go wrong at any moment. Each leaves the world able to go on, and resolves with what there is to say of it. */
export const FAULTS: Readonly<Record<string, (scene: Scene) => Promise<string | void>>> = {
  'all connections cut': async ({ cable }) => cable.cut(),
  'the server killed': async ({ stack }) => {
    for (const pid of stack.pidsOf('server')) process.kill(pid, 'SIGKILL');
  },
  'some pages reloaded, half of them without a goodbye': async ({ pages, dice }) => {
    for (const page of pages) if (dice() < RELOADED_RATIO) page.reload(dice() < 0.5);
  },
  'the database killed, and started again': async ({ services }) => {
    await services.tell('kill database');
    await pass(AWAY_MS);
    await services.tell('start database');
  },
  'everything that is sent lost, then all connections': async ({ cable }) => {
    cable.swallow();
    await pass(AWAY_MS);
    cable.mend();
  },
  'Redis killed, and started again': async ({ services }) => {
    await services.tell('kill redis');
    await pass(AWAY_MS);
    await services.tell('start redis');
  },
  'the database stopped for longer than senders wait': async (scene) => {
    await scene.services.tell('stop database');
    const said = await writtenWithoutDatabase(scene);
    await scene.services.tell('start database');
    return said;
  },
};

/** What is written while nothing can be stored: the page says that it is being sent, and nothing else. */
async function writtenWithoutDatabase({ pages }: Scene): Promise<string> {
  const late = pages.flatMap((page) => {
    const text = nextTextOf(page);
    return page.write(text) ? [{ page, text }] : [];
  });
  await pass(LONG_AWAY_MS);
  const shown = late.map(({ page, text }) => page.messages.find((message) => message.text === text));
  const wrong = shown.filter((one) => one?.status !== 'sending' || one.refusal !== undefined);
  if (late.length === 0) throw new Error('Nobody could write without a database.');
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${late.length} messages were not said to be on their way.`);
  return `the database stopped; ${late.length} messages written meanwhile are said to be on their way`;
}

function pass(durationMs: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, durationMs));
}
