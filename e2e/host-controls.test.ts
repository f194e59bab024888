import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
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
afterEach(everybodyDeparts);
afterAll(() => stack.stop());

async function arrive(name: Name): Promise<Person> {
  const person = await Person.arrive({ name, toneHz: TONES_HZ[name], showsCamera: false });
  present.add(person);
  return person;
}

async function everybodyDeparts(): Promise<void> {
  await Promise.all([...present].map((person) => person.depart()));
  present.clear();
}

/** Ada opens a meeting as its host, the others come, in this order, which is that of the tiles. Returns its link. */
async function meet(ada: Person, guests: readonly Person[]): Promise<string> {
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  for (const guest of guests) {
    await guest.join(link);
    await ada.tileOf(guest.name).waitFor();
  }
  return link;
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

/** How the tiles of a screen lie, read once they lie still. */
async function boxOf(viewer: Person, name: string) {
  const box = await viewer.tileOf(name).boundingBox();
  return box ?? { x: 0, y: 0, width: 0, height: 0 };
}

async function isLargest(viewer: Person, name: string): Promise<void> {
  await eventually(async () => {
    const own = (await boxOf(viewer, name)).width;
    const others = await Promise.all(Object.keys(TONES_HZ).map((other) => boxOf(viewer, other)));
    const isLarge = others.filter(({ width }) => width >= own).length === 1 && own > 0;
    return isLarge ? undefined : `${viewer.name} sees ${name} no larger than the others`;
  });
}

/** In the order in which one reads. */
async function isBefore(viewer: Person, first: string, second: string): Promise<void> {
  await eventually(async () => {
    const [a, b] = [await boxOf(viewer, first), await boxOf(viewer, second)];
    const isFirst = a.y < b.y || (a.y === b.y && a.x < b.x);
    return isFirst ? undefined : `${viewer.name} sees ${first} at ${a.x},${a.y} and ${second} at ${b.x},${b.y}`;
  });
}

describe('four people in one meeting', () => {
  let ada: Person;
  let ben: Person;
  let cem: Person;
  let dia: Person;
  let link: string;
  const everyone = () => [ada, ben, cem, dia];

  // One story, so that another try begins with a meeting of its own.
  it('does the host’s will, on every screen and on the wire', async () => {
    [ada, ben, cem, dia] = await Promise.all([arrive('Ada'), arrive('Ben'), arrive('Cem'), arrive('Dia')]);
    link = await meet(ada, [ben, cem, dia]);
    await muteEveryone();
    await askOneToUnmute();
    await runThirtySeconds();
    await removeForGood();
    await endForAll();
  });

  /** A browser that goes on sending is silent all the same. */
  async function muteEveryone(): Promise<void> {
    await ada.hears([TONES_HZ.Ben, TONES_HZ.Cem, TONES_HZ.Dia]);
    await disobeyMuting(ben);

    await ada.choose('Host controls', 'Mute everyone');
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
  }

  /** Only their own press unmutes them. */
  async function askOneToUnmute(): Promise<void> {
    await ada.chooseFor('Cem', 'Ask to unmute');
    const accept = cem.page.getByRole('button', { name: 'Unmute now' });
    await accept.waitFor();
    expect(await ada.tileOf('Cem').getAttribute('data-audio')).toBe('off');
    await accept.click();
    await ada.tileOf('Cem').and(ada.page.locator('[data-audio="on"]')).waitFor();
  }

  /** Alike on every screen, and the meeting goes on meanwhile. */
  async function runThirtySeconds(): Promise<void> {
    await ada.choose('Host controls', 'Start timer');
    await ada.page.getByRole('radio', { name: '30 seconds' }).click();
    await ada.page.getByRole('button', { name: 'Start', exact: true }).click();
    for (const person of everyone()) await person.page.getByRole('timer').waitFor();
    await eventually(async () => {
      const shown = await Promise.all(everyone().map((person) => person.timerSeconds()));
      // They are read one after another, so a second may pass between the first and the last.
      return Math.max(...shown) - Math.min(...shown) <= 1 && Math.max(...shown) <= 28
        ? undefined
        : `the screens show ${shown.join(', ')} seconds`;
    });
    // It is said for a moment only, so all are watched at once.
    const ends = Promise.all(
      everyone().map(({ page }) => page.getByText('Time is up').first().waitFor({ timeout: 90_000 })),
    );
    await Promise.all([ends, setTheStage().then(runTheQueue).then(runTheAgenda)]);
    for (const person of everyone()) expect(await person.page.getByRole('timer').count()).toBe(0);
  }

  async function setTheStage(): Promise<void> {
    await ada.chooseFor('Dia', 'Spotlight for everyone');
    for (const viewer of [ben, cem]) await isLargest(viewer, 'Dia');
    await ada.chooseFor('Dia', 'End spotlight');
    await ada.chooseFor('Dia', 'Show first to everyone');
    await ada.choose('Host controls', 'Order of tiles…');
    const order = ada.page.getByRole('list', { name: 'Order of tiles' }).getByRole('listitem');
    await order
      .first()
      .and(ada.page.getByRole('listitem', { name: 'Dia' }))
      .waitFor();
    await isBefore(ben, 'Dia', 'Cem');
    await ada.page.getByRole('button', { name: 'As they come' }).click();
    await isBefore(ben, 'Cem', 'Dia');
    await ada.page.keyboard.press('Escape');
  }

  /** Ben raises his hand first; Cem is brought forward, and has the floor; Ben is told that he is next. */
  async function runTheQueue(): Promise<void> {
    const queue = ada.page.getByRole('list', { name: 'Raised hands' }).getByRole('listitem');
    for (const person of [ben, cem]) {
      await person.press('Raise hand');
      await queue.and(ada.page.getByRole('listitem', { name: person.name })).waitFor();
    }
    await ada.page.getByRole('button', { name: 'Move Cem forward' }).click();
    await queue
      .first()
      .and(ada.page.getByRole('listitem', { name: 'Cem' }))
      .waitFor();
    await ada.page.getByRole('button', { name: 'Call next' }).click();
    await cem.page.getByText('It is your turn').first().waitFor();
    await ben.page.getByText('You are next to speak').first().waitFor();
    await ada.page.getByRole('button', { name: 'Lower all hands' }).click();
    await ben.toolbar().getByRole('button', { name: 'Raise hand' }).waitFor();
  }

  async function runTheAgenda(): Promise<void> {
    await ada.press('More');
    await ada.page.getByRole('menuitem', { name: 'Agenda' }).click();
    await ada.page.getByRole('textbox', { name: 'Topic' }).fill('Budget');
    await ada.page.getByRole('button', { name: 'Add topic' }).click();
    await ada.page.getByRole('button', { name: 'Start', exact: true }).click();
    await ben.page.getByText('Budget').first().waitFor();
    await ben.press('Chat');
    await ben.page.getByRole('textbox', { name: 'Message' }).fill('Too much');
    await ben.page.keyboard.press('Enter');
    await ben.page.getByRole('heading', { name: 'Topic: Budget' }).waitFor();
  }

  /** Neither a reload nor another name brings them back. */
  async function removeForGood(): Promise<void> {
    await ada.chooseFor('Cem', 'Remove');
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
  }

  async function endForAll(): Promise<void> {
    await ada.choose('Host controls', 'End meeting for all');
    await ada.page.getByRole('alertdialog').getByRole('button', { name: /end/i }).click();
    for (const person of [ada, ben, dia]) await person.page.getByRole('heading', { name: 'Meeting ended' }).waitFor();
  }
});

describe('the door', () => {
  /** Until they stand in the lobby, which tells them nothing. */
  async function knocks(guest: Person, link: string): Promise<void> {
    await guest.page.goto(`${link}?lang=en`);
    await guest.page.getByRole('textbox', { name: 'Your name' }).fill(guest.name);
    // Before the press the page knows the room's own setting; a lobby that began with the meeting is met at the door.
    await guest.page.getByRole('button', { name: /Ask to join|Join now/ }).click();
    await guest.page.getByRole('heading', { name: 'You are in the lobby' }).waitFor();
    expect(await guest.page.getByText('Ada').count()).toBe(0);
  }

  it('lets people wait, be told, come in, go back, and be turned away; and locks', async () => {
    const [ada, ben, cem] = await Promise.all([arrive('Ada'), arrive('Ben'), arrive('Cem')]);
    const link = await meet(ada, []);
    await ada.press('Host controls');
    await ada.page.getByRole('menuitemcheckbox', { name: /lobby/i }).click();
    for (const guest of [ben, cem]) await knocks(guest, link);
    await ada.press('People');
    await ada.page.getByPlaceholder('Write to the lobby').fill('In five minutes');
    await ada.page.keyboard.press('Enter');
    for (const guest of [ben, cem]) await guest.page.getByText('In five minutes').waitFor();

    const waiting = (name: string) => ada.page.getByRole('listitem', { name, exact: true });
    await waiting('Ben').getByRole('button', { name: 'Admit' }).click();
    await ben.toolbar().waitFor();
    await ada.chooseFor('Ben', 'Move to lobby');
    await ben.page.getByRole('heading', { name: 'A host moved you to the lobby' }).waitFor();
    await ada.page.getByRole('button', { name: 'Admit all' }).click();
    for (const guest of [ben, cem]) await guest.toolbar().waitFor();

    await ada.choose('Host controls', 'Lock meeting');
    await ada.page.getByText('Locked: nobody new can come in').waitFor();
    const dia = await arrive('Dia');
    await knocks(dia, link);
    await waiting('Dia').getByRole('button', { name: 'Deny' }).click();
    await dia.page.getByRole('heading', { name: 'You were not let in' }).waitFor();
  });

  it('asks for the password that a host sets in the meeting', async () => {
    const [ada, ben] = await Promise.all([arrive('Ada'), arrive('Ben')]);
    const link = await meet(ada, []);
    await ada.choose('Host controls', 'Password…');
    await ada.page.getByRole('textbox', { name: 'New password' }).fill('open sesame');
    await ada.page.getByRole('button', { name: 'Set password' }).click();
    await ada.page.getByText('The room has this password now').first().waitFor();
    await ben.page.goto(`${link}?lang=en`);
    await ben.page
      .getByLabel(/password/i)
      .first()
      .fill('open sesame');
    await ben.page.getByRole('textbox', { name: 'Your name' }).fill('Ben');
    await ben.page.getByRole('button', { name: 'Join now' }).click();
    await ben.toolbar().waitFor();
  });
});

it('is taken over by the co-host when the host’s browser dies', async () => {
  const [ada, ben, cem] = await Promise.all([arrive('Ada'), arrive('Ben'), arrive('Cem')]);
  await meet(ada, [ben, cem]);
  await ada.chooseFor('Ben', 'Make co-host');
  await ben.toolbar().getByRole('button', { name: 'Host controls' }).waitFor();
  expect(await cem.toolbar().getByRole('button', { name: 'Host controls' }).count()).toBe(0);

  present.delete(ada);
  await ada.vanish();
  await ben.page.getByText('You are the host now').first().waitFor();
  await ben.chooseFor('Cem', 'Mute');
  await cem.page.getByText('Ben muted you').first().waitFor();
});
