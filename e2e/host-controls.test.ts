import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { eventually } from './rig/eventually.js';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

const TONES_HZ = { Ada: 500, Ben: 900, Cem: 1_400, Dia: 2_000 } as const;
type Name = keyof typeof TONES_HZ;

let stack: Stack;
const present = new Set<Person>();

beforeAll(async () => {
  // A seat whose browser died is given up soon, so that the succession does not take the whole test's time.
  stack = await Stack.start({ SEAT_GRACE_MS: '3000' });
});
afterEach(async () => {
  await Promise.all([...present].map((person) => person.depart()));
  present.clear();
});
afterAll(() => stack.stop());

async function arrive(name: Name): Promise<Person> {
  const person = await Person.arrive({ name, toneHz: TONES_HZ[name], showsCamera: false });
  present.add(person);
  return person;
}

interface Meeting {
  readonly ada: Person;
  readonly ben: Person;
  readonly cem: Person;
  readonly dia: Person;
  readonly link: string;
}

/** Four people, Ada their host. */
async function fourInAMeeting(): Promise<Meeting> {
  const [ada, ben, cem, dia] = await Promise.all([arrive('Ada'), arrive('Ben'), arrive('Cem'), arrive('Dia')]);
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await Promise.all([ben, cem, dia].map((guest) => guest.join(link)));
  for (const name of ['Ben', 'Cem', 'Dia']) await ada.tileOf(name).waitFor();
  return { ada, ben, cem, dia, link };
}

async function hostChooses(host: Person, item: string): Promise<void> {
  await host.press('Host controls');
  await host.page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Opens the people panel if need be, and presses one of a person's actions. */
async function choosesFor(host: Person, name: string, item: string): Promise<void> {
  const actions = host.page.getByRole('button', { name: `Actions for ${name}` });
  if (!(await actions.isVisible())) await host.press('People');
  await actions.click();
  await host.page.getByRole('menuitem', { name: item, exact: true }).click();
}

/**
 * What somebody does who does not care for being muted: whatever the page asks of its browser to fall silent, the browser does not
 * do. Tracks stay enabled, senders keep them, and a stream that is to rest in the next description goes on.
 */
async function disobeyMuting(person: Person): Promise<void> {
  await person.page.evaluate(() => {
    type Method = (...args: readonly unknown[]) => unknown;
    /** Puts `around` in the place of a method, or of what sets a property. */
    function override(
      prototype: object,
      name: string,
      around: (own: Method, args: readonly unknown[]) => unknown,
    ): void {
      // The rig's own connections inherit from the browser's.
      const owner: object = Object.hasOwn(prototype, name) ? prototype : Object.getPrototypeOf(prototype);
      const known = Object.getOwnPropertyDescriptor(owner, name);
      const part = known?.set === undefined ? 'value' : 'set';
      const native = known?.[part] as Method | undefined;
      if (known === undefined || native === undefined) throw new Error(`This browser has no ${name}.`);
      function instead(this: object, ...args: readonly unknown[]): unknown {
        return around((...changed) => Reflect.apply(native as Method, this, changed), args);
      }
      Object.defineProperty(owner, name, { ...known, [part]: instead });
    }
    const unless = (ignored: unknown) => (own: Method, args: readonly unknown[]) =>
      args[0] === ignored ? Promise.resolve() : own(...args);

    override(MediaStreamTrack.prototype, 'enabled', unless(false));
    override(RTCRtpTransceiver.prototype, 'direction', unless('inactive'));
    override(RTCRtpSender.prototype, 'replaceTrack', unless(null));
    override(RTCPeerConnection.prototype, 'setRemoteDescription', (own, [description]) => {
      const { type, sdp = '' } = description as RTCSessionDescriptionInit;
      return own({ type, sdp: type === 'answer' ? sdp.replaceAll('a=inactive', 'a=recvonly') : sdp });
    });
  });
}

async function soundSent(person: Person): Promise<number> {
  return (await person.streams())
    .filter(({ kind, direction }) => kind === 'audio' && direction === 'out')
    .reduce((sum, { packetCount }) => sum + packetCount, 0);
}

/** The seconds that a timer shows. */
async function secondsOn(person: Person): Promise<number> {
  const [minutes = '0', seconds = '0'] = ((await person.page.getByRole('timer').textContent()) ?? '').split(':');
  return 60 * Number(minutes) + Number(seconds);
}

it('mutes everyone, and a browser that goes on sending is silent all the same', async () => {
  const { ada, ben, cem, dia } = await fourInAMeeting();
  await ada.hears([TONES_HZ.Ben, TONES_HZ.Cem, TONES_HZ.Dia]);
  await disobeyMuting(ben);

  await hostChooses(ada, 'Mute everyone');
  for (const name of ['Ben', 'Cem', 'Dia'])
    await ada.tileOf(name).and(ada.page.locator('[data-audio="off"]')).waitFor();
  for (const guest of [ben, cem, dia]) {
    await guest.toolbar().getByRole('button', { name: 'Unmute microphone' }).waitFor();
    await guest.page.getByText('Ada muted everyone').first().waitFor();
  }
  await ada.hears([]);

  const before = await soundSent(ben);
  await eventually(async () => {
    const more = (await soundSent(ben)) - before;
    return more > 50 ? undefined : `Ben’s browser has sent only ${more} packets, so nothing would be proven`;
  });
  await ada.hears([]);
  await cem.hears([TONES_HZ.Ada]);
  expect(await ada.tileOf('Ben').getAttribute('data-audio')).toBe('off');
});

it('asks somebody to unmute, and only their own press does it', async () => {
  const { ada, ben } = await fourInAMeeting();
  await choosesFor(ada, 'Ben', 'Mute');
  await ben.page.getByText('Ada muted you').first().waitFor();
  await choosesFor(ada, 'Ben', 'Ask to unmute');
  const accept = ben.page.getByRole('button', { name: 'Unmute now' });
  await accept.waitFor();
  expect(await ada.tileOf('Ben').getAttribute('data-audio')).toBe('off');
  await accept.click();
  await ada.tileOf('Ben').and(ada.page.locator('[data-audio="on"]')).waitFor();
});

it('lets people wait in the lobby, admits one and turns another away', async () => {
  const [ada, ben, cem] = await Promise.all([arrive('Ada'), arrive('Ben'), arrive('Cem')]);
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await ada.press('Host controls');
  await ada.page.getByRole('menuitemcheckbox', { name: /lobby/i }).click();

  for (const guest of [ben, cem]) {
    await guest.page.goto(`${link}?lang=en`);
    await guest.page.getByRole('textbox', { name: 'Your name' }).fill(guest.name);
    // Before the press the page knows the room's own setting; a lobby that began with the meeting is met at the door.
    await guest.page.getByRole('button', { name: /Ask to join|Join now/ }).click();
    await guest.page.getByRole('heading', { name: 'You are in the lobby' }).waitFor();
    expect(await guest.page.getByText('Ada').count()).toBe(0);
  }
  await ada.press('People');
  const waiting = (name: string) => ada.page.getByRole('listitem', { name, exact: true });
  await waiting('Ben').getByRole('button', { name: 'Admit' }).click();
  await ben.toolbar().waitFor();
  await ada.seesMoving(['Ben']);
  await waiting('Cem').getByRole('button', { name: 'Deny' }).click();
  await cem.page.getByRole('heading', { name: 'You were not let in' }).waitFor();
});

it('removes somebody for good: neither a reload nor another name brings them back', async () => {
  const { ada, ben, cem, link } = await fourInAMeeting();
  await choosesFor(ada, 'Cem', 'Remove');
  await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  const removed = cem.page.getByRole('heading', { name: 'You were removed from the meeting' });
  await removed.waitFor();
  for (const viewer of [ada, ben]) await viewer.tileOf('Cem').waitFor({ state: 'detached' });

  await cem.page.goto(`${link}?lang=en`);
  const name = cem.page.getByRole('textbox', { name: 'Your name' });
  await removed.or(name).first().waitFor();
  if (await name.isVisible()) {
    await name.fill('Somebody else');
    await cem.page.getByRole('button', { name: /join/i }).last().click();
    await removed.waitFor();
  }
  expect(await ada.page.getByTestId('tile').count()).toBe(3);
});

it('is taken over by the co-host when the host’s browser dies', async () => {
  const { ada, ben, cem } = await fourInAMeeting();
  await choosesFor(ada, 'Ben', 'Make co-host');
  await ben.toolbar().getByRole('button', { name: 'Host controls' }).waitFor();
  expect(await cem.toolbar().getByRole('button', { name: 'Host controls' }).count()).toBe(0);

  present.delete(ada);
  await ada.vanish();
  await ben.page.getByText('You are the host now').first().waitFor();
  await choosesFor(ben, 'Cem', 'Mute');
  await cem.page.getByText('Ben muted you').first().waitFor();
});

it('counts thirty seconds down on every screen alike', async () => {
  const { ada, ben, cem, dia } = await fourInAMeeting();
  await hostChooses(ada, 'Start timer');
  await ada.page.getByRole('radio', { name: '30 seconds' }).click();
  await ada.page.getByRole('button', { name: 'Start', exact: true }).click();
  const everyone = [ada, ben, cem, dia];
  for (const person of everyone) await person.page.getByRole('timer').waitFor();

  await eventually(async () => {
    const shown = await Promise.all(everyone.map(secondsOn));
    // They are read one after another, so a second may pass between the first and the last.
    return Math.max(...shown) - Math.min(...shown) <= 1 && Math.max(...shown) <= 28
      ? undefined
      : `the screens show ${shown.join(', ')} seconds`;
  });
  // It is said for a moment only, so all are watched at once.
  await Promise.all(everyone.map(({ page }) => page.getByText('Time is up').first().waitFor({ timeout: 60_000 })));
  for (const person of everyone) expect(await person.page.getByRole('timer').count()).toBe(0);
});

it('ends for all, and says so to all', async () => {
  const { ada, ben, cem, dia } = await fourInAMeeting();
  await hostChooses(ada, 'End meeting for all');
  await ada.page.getByRole('alertdialog').getByRole('button', { name: /end/i }).click();
  for (const person of [ada, ben, cem, dia])
    await person.page.getByRole('heading', { name: 'Meeting ended' }).waitFor();
});
