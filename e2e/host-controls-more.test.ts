import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './rig/eventually.js';
import { Person, type PersonOptions } from './rig/person.js';
import { Stack } from './rig/stack.js';

const PHONE = { width: 390, height: 844 };
const TONES_HZ = { Ada: 500, Ben: 900, Cem: 1_400, Dia: 2_000 } as const;
type Name = keyof typeof TONES_HZ;

let stack: Stack;
const present = new Set<Person>();

beforeAll(async () => {
  stack = await Stack.start();
});
afterEach(async () => {
  await Promise.all([...present].map((person) => person.depart()));
  present.clear();
});
afterAll(() => stack.stop());

async function arrive(name: Name, options: Partial<PersonOptions> = {}): Promise<Person> {
  const person = await Person.arrive({ name, toneHz: TONES_HZ[name], showsCamera: false, ...options });
  present.add(person);
  return person;
}

/** Ada, host of the room, and Ben on a phone. */
async function twoInAMeeting() {
  const [ada, ben] = await Promise.all([arrive('Ada'), arrive('Ben', { size: PHONE })]);
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await ben.join(link);
  await ada.hears([TONES_HZ.Ben]);
  return { ada, ben, link };
}

/** What somebody's screen says. */
async function reads(person: Person, words: string): Promise<void> {
  await person.page.getByText(words).first().waitFor();
}

const soundOf = (viewer: Person, name: string, state: 'on' | 'off') =>
  viewer
    .tileOf(name)
    .and(viewer.page.locator(`[data-audio="${state}"]`))
    .waitFor();

it('mutes one person until the host allows them to speak', async () => {
  const { ada, ben } = await twoInAMeeting();
  await ada.press('People');
  await ada.chooseFor('Ben', 'Mute until I allow');
  await ada.hears([]);
  await ben.press('Unmute microphone');
  await ben.page.getByText('Hosts do not allow microphones now').first().waitFor();
  await ada.hears([]);
  await ada.chooseFor('Ben', 'Let them unmute');
  await ben.press('Unmute microphone');
  await ada.hears([TONES_HZ.Ben]);
});

it('keeps a phone’s controls in one row, and reactions and the layout behind More', async () => {
  const { ada, ben } = await twoInAMeeting();
  const buttons = await ben.toolbar().getByRole('button').all();
  const tops = await Promise.all(buttons.map(async (button) => (await button.boundingBox())?.y));
  expect(new Set(tops).size).toBe(1);
  await ben.press('More');
  await ben.page.getByRole('menuitemradio', { name: 'Sidebar' }).waitFor();
  await ben.page.getByRole('group', { name: 'Reactions' }).getByRole('menuitem').first().click();
  await ada.page.locator('[data-reaction]').first().waitFor();
});

it('tells who opens the link that people wait here now, and gives the host the attendance as a file', async () => {
  const { ada, link } = await twoInAMeeting();
  await ada.press('Host controls');
  await ada.page.getByRole('menuitemcheckbox', { name: 'New people wait in the lobby' }).click();
  const cem = await arrive('Cem');
  await eventually(async () => {
    await cem.page.goto(`${link}?lang=en`);
    const asks = cem.page.getByRole('button', { name: 'Ask to join' }).waitFor({ timeout: 5_000 });
    return asks.then(
      () => undefined,
      () => 'the lobby on the page before joining',
    );
  });

  await ada.choose('Host controls', 'Attendance and log');
  const coming = ada.page.waitForEvent('download');
  await ada.page.getByRole('button', { name: /^Download attendance of/u }).click();
  const table = await readFile(await (await coming).path(), 'utf8');
  expect(table).toMatch(/"Ada","host"/u);
  expect(table).toMatch(/"Ben","participant"/u);
});

describe('four people in one meeting', () => {
  let ada: Person;
  let ben: Person;
  let cem: Person;
  let dia: Person;
  let link: string;

  it('timers, permissions of one person, what is stopped, who hosts, and the emergency', async () => {
    [ada, ben, cem, dia] = await Promise.all([
      arrive('Ada'),
      arrive('Ben', { showsCamera: true }),
      arrive('Cem'),
      arrive('Dia'),
    ]);
    link = await ada.openMeeting(stack.url);
    await ada.join();
    await Promise.all([ben, cem, dia].map((guest) => guest.join(link)));
    await ada.hears([TONES_HZ.Ben, TONES_HZ.Cem, TONES_HZ.Dia]);

    await startTimer({ by: () => ada.chooseFor('Ben', 'Start timer for them…'), length: '15 seconds', mutes: true });
    await ben.page.getByRole('timer', { name: 'Your time' }).waitFor();
    const bensTime = dia.page.getByRole('timer', { name: 'Timer for Ben' });
    await bensTime.waitFor();
    await withholdEverythingFromCem();
    await stopBensCameraAndShare();
    await bensTime.waitFor({ state: 'detached' });
    await soundOf(dia, 'Ben', 'off');
    await ben.toolbar().getByRole('button', { name: 'Unmute microphone' }).waitFor();
    await ada.hears([TONES_HZ.Dia]);

    await allowCemAgain();
    await steerATimer();
    await handTheHostRoleOverAndBack();
    await secure();
  });

  interface TimerWish {
    readonly by: () => Promise<void>;
    readonly length: string;
    readonly mutes?: boolean;
  }

  async function startTimer({ by, length, mutes = false }: TimerWish): Promise<void> {
    await by();
    const dialog = ada.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: length }).click();
    if (mutes) await dialog.getByRole('switch', { name: 'Mute them when the time is up' }).click();
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  const RIGHTS = [
    'Speak',
    'Turn their camera on',
    'Share their screen',
    'Write in the chat',
    'Send reactions',
    'Change their name',
  ];

  async function switchAllOfCem(isOn: boolean): Promise<void> {
    await ada.chooseFor('Cem', 'Permissions…');
    for (const name of RIGHTS) {
      const right = ada.page.getByRole('dialog').getByRole('switch', { name });
      await right.click();
      await right.and(ada.page.locator(`[aria-checked="${isOn}"]`)).waitFor();
    }
    await ada.page.keyboard.press('Escape');
  }

  /** Cem, and nobody else, may do nothing any more. */
  async function withholdEverythingFromCem(): Promise<void> {
    await switchAllOfCem(false);
    await soundOf(ada, 'Cem', 'off');
    const refusals = [
      ['Unmute microphone', 'Hosts do not allow microphones now'],
      ['Turn camera on', 'Hosts do not allow cameras now'],
      ['Share screen', 'Hosts do not allow sharing now'],
      ['Reactions', 'Hosts do not allow reactions now'],
    ] as const;
    for (const [control, words] of refusals) {
      const button = cem.toolbar().getByRole('button', { name: control, exact: true });
      await button.and(cem.page.locator(`[aria-description="${words}"]`)).click();
    }
    await cem.press('Chat');
    await reads(cem, 'A host has turned chat off for you.');
    expect(await cem.page.getByRole('textbox', { name: 'Message' }).count()).toBe(0);
    await cem.press('People');
    await cem.page.getByRole('button', { name: 'Actions for Cem' }).click();
    await cem.page.getByRole('menuitem').first().waitFor();
    expect(await cem.page.getByRole('menuitem', { name: 'Change your name…' }).count()).toBe(0);
    await cem.page.keyboard.press('Escape');
    expect(await ada.page.getByTestId('share-tile').count()).toBe(0);

    await dia.press('Chat');
    await dia.page.getByRole('textbox', { name: 'Message' }).waitFor();
  }

  async function allowCemAgain(): Promise<void> {
    await switchAllOfCem(true);
    await cem.press('Unmute microphone');
    await ada.hears([TONES_HZ.Cem, TONES_HZ.Dia]);
    await cem.chooseFor('Cem', 'Change your name…');
    await cem.page.getByRole('dialog').getByRole('textbox').fill('Cem the second');
    await cem.page.getByRole('button', { name: 'Change name' }).click();
    await ada.tileOf('Cem the second').waitFor();
  }

  async function stopBensCameraAndShare(): Promise<void> {
    await ada.seesMoving(['Ben']);
    await ada.chooseFor('Ben', 'Turn their camera off');
    await ada.tileOf('Ben').locator('video').waitFor({ state: 'detached' });
    await ben.toolbar().getByRole('button', { name: 'Turn camera on' }).waitFor();

    await ben.press('Share screen');
    for (const viewer of [ada, dia]) await viewer.page.getByTestId('share-tile').locator('video').waitFor();
    await ada.chooseFor('Ben', 'Stop their sharing');
    for (const viewer of [ada, dia]) await viewer.page.getByTestId('share-tile').waitFor({ state: 'detached' });
  }

  /** Paused, it stands still on every screen, so that what is added can be read off it. */
  async function steerATimer(): Promise<void> {
    await startTimer({ by: () => ada.choose('Host controls', 'Start timer'), length: '30 seconds' });
    const timer = dia.page.getByRole('timer', { name: 'Timer' });
    await timer.waitFor();
    await ada.page.getByRole('button', { name: 'Pause timer' }).click();
    await reads(dia, 'Paused');
    const before = await dia.timerSeconds();
    await ada.page.getByRole('button', { name: 'More time' }).click();
    await ada.page.getByRole('menuitem', { name: '15 seconds more' }).click();
    await eventually(async () => {
      const more = (await dia.timerSeconds()) - before;
      return more === 15 ? undefined : `15 seconds more on Dia’s screen, where there are ${more}`;
    });
    await ada.page.getByRole('button', { name: 'Go on with timer' }).click();
    await eventually(async () => ((await dia.timerSeconds()) < before + 15 ? undefined : 'the timer going on'));
    await ada.page.getByRole('button', { name: 'Cancel timer' }).click();
    await timer.waitFor({ state: 'detached' });
  }

  /** Ben is there longest of those whom Ada leaves behind. */
  async function handTheHostRoleOverAndBack(): Promise<void> {
    await ada.press('Leave');
    await ada.page.getByRole('heading', { name: 'You left the meeting' }).waitFor();
    const successor = await eventuallyHost([ben, cem, dia]);
    await ada.page.getByRole('button', { name: 'Rejoin' }).click();
    await ada.join();
    await ada.toolbar().getByRole('button', { name: 'Host controls' }).waitFor();
    await successor.toolbar().getByRole('button', { name: 'Host controls' }).waitFor({ state: 'detached' });
  }

  async function eventuallyHost(people: readonly Person[]): Promise<Person> {
    let found: Person | undefined;
    await eventually(async () => {
      for (const person of people)
        if (await person.toolbar().getByRole('button', { name: 'Host controls' }).isVisible()) found = person;
      return found === undefined ? 'somebody who hosts' : undefined;
    });
    return found!;
  }

  async function secure(): Promise<void> {
    await ada.choose('Host controls', 'Secure the meeting');
    await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Secure now' }).click();
    for (const guest of [ben, cem, dia])
      await guest.page.getByRole('heading', { name: 'You were removed from the meeting' }).waitFor();
    await ada.press('People');
    await reads(ada, 'Locked: nobody new can come in');

    const eve = await Person.arrive({ name: 'Eve', showsCamera: false });
    present.add(eve);
    await eve.page.goto(`${link}?lang=en`);
    await eve.page.getByRole('textbox', { name: 'Your name' }).fill('Eve');
    await eve.page.getByRole('button', { name: /Ask to join|Join now/ }).click();
    await eve.page.getByRole('heading', { name: 'You are in the lobby' }).waitFor();
  }
});
