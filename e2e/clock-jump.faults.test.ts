import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { eventually } from './rig/eventually.js';
import { watchGaps } from './rig/gaps.js';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

/*
 * The wall clock of the machine that serves is set an hour on, and two hours back, in a meeting. Nobody is thrown out, messages
 * keep their order, and a timer that people wait for goes on as if nothing had happened.
 */

/** It stands between programs and the clock (libfaketime, the system's package of that name). */
const [FAKETIME] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
const maybe = FAKETIME === undefined ? it.skip : it;

const HOUR_S = 3_600;
const JUMPS_S = [HOUR_S, -HOUR_S] as const;
/** How long those programs keep to the last setting. */
const CACHE_S = 1;

let people: Person[] = [];
let stack: Stack;
let folder: string;

afterEach(async () => {
  await Promise.all(people.map((person) => person.depart()));
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

maybe(
  'a wall clock that is set an hour on, and two back',
  async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-clock-'));
    const setting = join(folder, 'setting');
    const setBy = (seconds: number): void => writeFileSync(setting, `${seconds < 0 ? '' : '+'}${seconds}\n`);
    setBy(0);
    stack = await Stack.start({
      LD_PRELOAD: FAKETIME ?? '',
      FAKETIME_TIMESTAMP_FILE: setting,
      FAKETIME_CACHE_DURATION: String(CACHE_S),
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
    const ada = await Person.arrive({ name: 'Ada', toneHz: 500 });
    const ben = await Person.arrive({ name: 'Ben', toneHz: 900 });
    people = [ada, ben];
    const link = await ada.openMeeting(stack.url);
    await ada.join();
    await ben.join(link);
    for (const person of people) await person.press('Chat');
    await startTimer(ada);
    await Promise.all([ada.seesMoving(['Ben']), ben.seesMoving(['Ada'])]);
    let longestGapMs = 0;

    const said = ['said before'];
    await ada.says('said before');
    for (const jumpS of JUMPS_S) {
      const before = await ben.timerSeconds();
      const gaps = [await watchGaps(ada.page, 'Ben'), await watchGaps(ben.page, 'Ada')];
      setBy(jumpS);
      await serverIsSetBy(jumpS);
      const text = `said at ${jumpS}`;
      await (jumpS > 0 ? ben : ada).says(text);
      said.push(text);
      for (const person of people) await person.page.getByTestId('message').filter({ hasText: text }).waitFor();
      await Promise.all([ada.seesMoving(['Ben']), ben.seesMoving(['Ada'])]);
      longestGapMs = Math.max(longestGapMs, ...(await Promise.all(gaps.map((read) => read()))));
      // A page that comes anew learns the time from the server, and what is left of the timer with it.
      await ben.page.reload();
      await ben.page.getByRole('timer').waitFor();
      await ben.press('Chat');
      const after = await ben.timerSeconds();
      expect(after).toBeLessThanOrEqual(before);
      expect(after).toBeGreaterThan(0);
    }
    for (const { page } of people) {
      const shown = await page.getByTestId('message').allTextContents();
      expect(shown.map((text) => said.findIndex((one) => text.includes(one)))).toEqual(said.map((_, at) => at));
      expect(await page.getByText('Reconnecting').count()).toBe(0);
      expect(await page.getByTestId('tile').count()).toBe(2);
    }
    console.info(
      `clock set by ${JUMPS_S.join(' and ')} s: longest time without a new picture ${Math.round(longestGapMs)} ms`,
    );
    expect([...ada.faults, ...ben.faults]).toEqual([]);
  },
  180_000,
);

/** Its answers carry the time at which they were made. */
async function serverIsSetBy(seconds: number): Promise<void> {
  await eventually(async () => {
    const { headers } = await fetch(`${stack.url}/healthz`);
    const offMs = Date.parse(headers.get('date') ?? '') - Date.now() - seconds * 1_000;
    return Math.abs(offMs) < 60_000 ? undefined : `the server’s clock set by ${seconds} s`;
  });
}

async function startTimer(host: Person): Promise<void> {
  await host.choose('Host controls', 'Start timer');
  const dialog = host.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: '10 minutes' }).click();
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}
