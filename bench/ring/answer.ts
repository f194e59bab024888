import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '../../e2e/rig/accounts.js';
import { bringStopwatch, joinAndTimeFirstFrame, readStopwatch, type Press } from '../../e2e/rig/first-frame.js';
import { Person } from '../../e2e/rig/person.js';
import { PostOffice } from '../../e2e/rig/post-office.js';
import { Stack } from '../../e2e/rig/stack.js';
import { median } from '../built.js';

const ROUND_COUNT = 9;
const PRESSES: readonly Press[] = ['after-a-look', 'at-once'];
const RINGS_FOR_MS = 2_000;
/** As in the bench of joining: what the other one's page costs is not the time of who waits for the picture. */
const SMALL_PAGE = { width: 320, height: 240 };

interface Talk {
  readonly stack: Stack;
  readonly caller: Person;
  readonly callee: Person;
  readonly href: string;
}

/**
 * From pressing "Accept" to the caller's first picture, in two real browsers, and beside it, turn by turn, from joining a
 * meeting to the first picture there. Pressed after two seconds of ringing, as people do, and at once, when what a call costs
 * more is that the caller has only begun to join too.
 */
export async function measureAnswers(): Promise<void> {
  const postOffice = await PostOffice.open();
  const stack = await Stack.start({ SMTP_URL: postOffice.url, MAIL_FROM: 'parley@example.org' });
  const caller = await Person.arrive({ name: 'Ada', size: SMALL_PAGE });
  const callee = await Person.arrive({ name: 'Ben' });
  const publisher = await Person.arrive({ name: 'Publisher', size: SMALL_PAGE });
  const times: Record<Press, { answers: number[]; joins: number[] }> = {
    'after-a-look': { answers: [], joins: [] },
    'at-once': { answers: [], joins: [] },
  };
  try {
    for (const person of [caller, callee]) await signIn(person, { stack, postOffice });
    await bringStopwatch(callee, { button: 'Accept', personName: 'Ada' });
    const talk = { stack, caller, callee, href: await introduce(caller, callee, stack) };
    for (let round = 0; round < ROUND_COUNT; round += 1) {
      for (const press of PRESSES) times[press].answers.push(await answer(talk, press));
      const link = await publisher.openMeeting(stack.url);
      await publisher.join();
      for (const press of PRESSES) times[press].joins.push(await join(link, press));
      await leave(publisher);
    }
  } finally {
    for (const person of [caller, callee, publisher]) await person.depart();
    await stack.stop();
    await postOffice.close();
  }
  for (const press of PRESSES) {
    const [answerMs, joinMs] = [times[press].answers, times[press].joins].map(median) as [number, number];
    console.log(
      `pressed ${press}: accept to first frame ${answerMs.toFixed(0)} ms, join to first frame ${joinMs.toFixed(0)} ms, ` +
        `ratio ${(answerMs / joinMs).toFixed(2)} (goal 2; medians of ${ROUND_COUNT})`,
    );
  }
}

/** Two who have been in a meeting; returns the address of their conversation. */
async function introduce(caller: Person, callee: Person, stack: Stack): Promise<string> {
  const link = await caller.openMeeting(stack.url);
  await caller.join();
  await callee.join(link);
  for (const person of [caller, callee]) await leave(person);
  await caller.page.goto(`${stack.url}/conversations?lang=en`);
  await caller.page.getByRole('button', { name: 'New conversation' }).click();
  await caller.page.getByRole('dialog').getByRole('button', { name: callee.name }).click();
  await caller.page.getByRole('button', { name: 'Start conversation' }).click();
  await caller.page.waitForURL(/\/c\/[0-9a-f-]{36}/);
  return `${caller.page.url().split('?')[0]}?lang=en`;
}

async function answer({ caller, callee, href }: Talk, press: Press): Promise<number> {
  await Promise.all([caller, callee].map(({ page }) => page.goto(href)));
  await caller.page.getByRole('button', { name: 'Video call' }).click();
  const accept = callee.page.getByRole('button', { name: 'Accept', exact: true });
  await accept.waitFor();
  if (press === 'after-a-look') await sleep(RINGS_FOR_MS);
  await accept.click();
  const timeMs = await readStopwatch(callee);
  await callee.press('Leave');
  // The other one of two is not left alone.
  await caller.page.getByRole('heading', { name: 'Meeting ended' }).waitFor();
  return timeMs;
}

async function join(link: string, press: Press): Promise<number> {
  const viewer = await Person.arrive({ name: 'Viewer' });
  const timeMs = await joinAndTimeFirstFrame(viewer, link, press);
  await viewer.depart();
  return timeMs;
}

async function leave(person: Person): Promise<void> {
  await person.press('Leave');
  await person.page.getByRole('heading', { name: 'You left the meeting' }).waitFor();
}
