import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Person, type PersonOptions } from './rig/person.js';
import { Stack } from './rig/stack.js';

let stack: Stack;
const present = new Set<Person>();

beforeAll(async () => {
  stack = await Stack.start({ ROOM_CAPACITY: '2' });
});
afterEach(async () => {
  await Promise.all([...present].map((person) => person.depart()));
  present.clear();
});
afterAll(() => stack.stop());

async function arrive(options: PersonOptions): Promise<Person> {
  const person = await Person.arrive(options);
  present.add(person);
  return person;
}

it('says of an unknown link that it does not work', async () => {
  const ada = await arrive({ name: 'Ada' });
  await ada.page.goto(`${stack.url}/m/${randomUUID()}?lang=en`);
  await ada.page.getByRole('heading', { name: /link doesn.t work/i }).waitFor();
});

it('takes a full link, a path or a bare id on the home page, and explains anything else', async () => {
  const ada = await arrive({ name: 'Ada' });
  const link = await ada.openMeeting(stack.url);
  await ada.page.goto(`${stack.url}/?lang=en`);
  const field = ada.page.getByRole('textbox', { name: 'Meeting link or code' });

  await field.fill('not a link');
  await ada.page.getByRole('button', { name: 'Join', exact: true }).click();
  await ada.page.locator('input[aria-invalid="true"]').waitFor();
  expect(await field.inputValue()).toBe('not a link');

  await field.fill(link.split('/m/')[1] ?? '');
  await ada.page.getByRole('button', { name: 'Join', exact: true }).click();
  await ada.page.getByRole('textbox', { name: 'Your name' }).waitFor();
});

it('tells a third person that a meeting for two is full', async () => {
  const [ada, ben, cem] = await Promise.all([
    arrive({ name: 'Ada' }),
    arrive({ name: 'Ben' }),
    arrive({ name: 'Cem' }),
  ]);
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await ben.join(link);
  await cem.page.goto(`${link}?lang=en`);
  await cem.page.getByRole('textbox', { name: 'Your name' }).fill('Cem');
  await cem.page.getByRole('button', { name: 'Join now' }).click();
  await cem.page.getByRole('heading', { name: /full/i }).waitFor();
});

it('lets somebody in who refuses camera and microphone, and says how to change that', async () => {
  const [ada, ben] = await Promise.all([arrive({ name: 'Ada' }), arrive({ name: 'Ben', grantsDevices: false })]);
  const link = await ada.openMeeting(stack.url);
  await ada.join();

  await ben.page.goto(`${link}?lang=en`);
  await ben.page.getByText('Your browser blocks the camera').waitFor();
  await ben.page.getByRole('textbox', { name: 'Your name' }).fill('Ben');
  await ben.page.getByRole('button', { name: 'Join now' }).click();
  await ben.toolbar().waitFor();
  await ben.seesMoving(['Ada']);
  await ada.tileOf('Ben').and(ada.page.locator('[data-audio="off"][data-video="off"]')).waitFor();
});

it('explains itself in a browser without WebRTC', async () => {
  const ada = await arrive({ name: 'Ada' });
  const link = await ada.openMeeting(stack.url);
  await ada.page.addInitScript(() => {
    Object.defineProperty(globalThis, 'RTCPeerConnection', { value: undefined });
  });
  await ada.page.goto(`${link}?lang=en`);
  await ada.page.getByRole('heading', { name: /browser can.t join/i }).waitFor();
});

it('refuses a second start on the same port and says who holds it', async () => {
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    env: {
      ...process.env,
      PORT: String(stack.port),
      DATA_DIR: mkdtempSync(join(tmpdir(), 'parley-second-')),
      DATABASE_URL: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => void (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (printed += chunk.toString()));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(1);
  expect(printed).toMatch(new RegExp(`already running.*${stack.port}|${stack.port}.*already running`, 's'));
});
