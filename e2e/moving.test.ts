import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

const TONES_HZ = { Ada: 500, laptop: 900, phone: 1_400 } as const;

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

async function arrive(name: string, toneHz: number, size?: { width: number; height: number }): Promise<Person> {
  const person = await Person.arrive({ name, toneHz, framesPerSecond: 10, ...(size !== undefined && { size }) });
  present.add(person);
  return person;
}

it('brings a guest’s running meeting from the laptop to the phone, and nobody sees them leave', async () => {
  const [ada, laptop, phone] = await Promise.all([
    arrive('Ada', TONES_HZ.Ada),
    arrive('Ben', TONES_HZ.laptop),
    arrive('Ben', TONES_HZ.phone, { width: 390, height: 844 }),
  ]);
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await laptop.join(link);
  await ada.seesMoving(['Ben']);
  await laptop.press('Mute microphone');
  await laptop.press('Raise hand');
  await ada.tileOf('Ben').and(ada.page.locator('[data-audio="off"]')).waitFor();
  // The very same tile is to be there at the end.
  await ada.tileOf('Ben').evaluate((tile) => tile.setAttribute('data-seen-before', 'yes'));

  await laptop.press('More');
  await laptop.page.getByRole('menuitem', { name: 'Switch device' }).click();
  const dialog = laptop.page.getByRole('dialog', { name: 'Go on with another device' });
  const moveLink = await dialog.getByText('#move=').textContent();
  await phone.page.goto(moveLink!.replace('#', '?lang=en#'));
  await phone.page.getByRole('button', { name: 'Move to this device' }).click();
  await phone.toolbar().waitFor();

  await laptop.page.getByRole('heading', { name: 'You joined from another window' }).waitFor();
  await phone.seesMoving(['Ada']);
  await phone.hears([TONES_HZ.Ada]);
  await ada.seesMoving(['Ben']);
  expect(await ada.page.locator('[data-seen-before]').count()).toBe(1);
  // Muted and with a raised hand, as on the laptop; and nothing of the code is left in the address.
  await phone.toolbar().getByRole('button', { name: 'Unmute microphone' }).waitFor();
  await phone.toolbar().getByRole('button', { name: 'Lower hand' }).waitFor();
  expect(new URL(phone.page.url()).hash).toBe('');
  await phone.press('Unmute microphone');
  await ada.hears([TONES_HZ.phone]);

  // The laptop is the same guest, and is offered the way back.
  await laptop.page.goto(`${link}?lang=en`);
  await laptop.page.getByRole('button', { name: 'Move to this device' }).waitFor();
  expect([...ada.faults, ...laptop.faults, ...phone.faults]).toEqual([]);
});
