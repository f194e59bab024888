import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ParticipantId, TimerId, type GuestIssued, type MeetingSnapshot, type Refusal, type RoomId } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { publication } from './support/media.js';
import { eventually, World, type Person } from './support/world.js';

/*
 * Somebody is removed while they do everything they can think of, in every tab they have. What they send once the host was
 * answered comes to nothing, and nothing of what they sent before is left.
 */

const RUNS_COUNT = Number(process.env['REMOVAL_RUNS'] ?? 15);
const SEED = Number(process.env['REMOVAL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const MANY = { maxCount: 1_000_000, windowMs: 60_000 };
const GENEROUS = {
  addressGuests: MANY,
  addressConnections: MANY,
  identityViolations: MANY,
  socketRequests: MANY,
  identityRequests: MANY,
};

let world: World;
let media: FakeHost;
let owner: GuestIssued;
let host: Tab;
let roomId: RoomId;

beforeAll(async () => {
  world = await World.open({}, GENEROUS);
  media = new FakeHost();
  await media.dial(world.url);
  owner = await world.guest();
  await eventually(() => media.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  media.hangUp();
  await world.close();
});
beforeEach(async () => {
  roomId = await world.room(owner);
  host = await world.joined(roomId, owner);
});

const TRICKS = [
  'publish',
  'unmute',
  'raise-hand',
  'rename',
  'react',
  'sync',
  'restart-ice',
  'remove-host',
  'join-again',
  'knock',
  'resume',
] as const;
type Trick = (typeof TRICKS)[number];

const tricks = fc.array(fc.constantFrom(...TRICKS), { maxLength: 8 });

type Tab = Person & { readonly joined: Awaited<ReturnType<Person['join']>> };

async function play(tab: Tab, trick: Trick): Promise<unknown> {
  const { snapshot } = tab.joined;
  switch (trick) {
    case 'publish':
      return tab.ask('media.publish', publication('microphone'));
    case 'unmute':
      return tab.ask('media.setPaused', { source: 'microphone', isPaused: false });
    case 'raise-hand':
      return tab.ask('hand.raise', {});
    case 'rename':
      return tab.ask('participant.rename', { name: 'Somebody else' });
    case 'react':
      return tab.ask('reaction.send', { reaction: 'clap' });
    case 'sync':
      return tab.ask('meeting.sync', {});
    case 'restart-ice':
      return tab.ask('media.restartIce', { direction: 'send' });
    case 'remove-host':
      return tab.ask('host.remove', { participantId: snapshot.participants[0]!.participantId });
    case 'join-again':
      return tab.join(roomId, 'Somebody else');
    case 'knock':
      return tab.ask('lobby.knock', { roomId, name: 'Somebody else', joinKey: randomUUID() });
    case 'resume':
      return tab.resume(roomId, tab.joined);
  }
}

/** What became of it: its answer, or that the connection ended first. */
async function outcomeOf(tab: Tab, trick: Trick): Promise<string> {
  if (!tab.browser.connected) return 'no answer';
  const ended = new Promise<string>((resolve) => void tab.browser.once('disconnect', () => resolve('no answer')));
  const answered = play(tab, trick).then(
    () => 'done',
    (thrown: Refusal) => thrown.code,
  );
  return Promise.race([answered, ended]);
}

/** What may become of anything that they send once the host was answered. */
const CLOSED = ['removed', 'seat-lost', 'no answer'];

it(
  `is over at the host’s answer, whatever they were at (${RUNS_COUNT} races, seed ${SEED})`,
  async () => {
    const races = fc.record({
      before: tricks,
      during: tricks,
      after: tricks,
      tabCount: fc.integer({ min: 1, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(races, async ({ before, during, after, tabCount }) => {
        const guest = await world.guest();
        const tabs: Tab[] = [];
        for (let at = 0; at < tabCount; at += 1) tabs.push(await world.joined(roomId, guest));
        const ids = tabs.map(({ joined }) => joined.participantId);
        const send = (trick: Trick, at: number) => outcomeOf(tabs[at % tabCount]!, trick);
        const early = before.map(send);
        const removed = host.ask('host.remove', { participantId: ids[0]! });
        early.push(...during.map(send));
        await removed;
        const late = await Promise.all(after.map(send));
        const fresh = Object.assign(await world.person(guest), { joined: tabs[0]!.joined });
        for (const trick of TRICKS) late.push(await outcomeOf(fresh, trick));
        expect(late.filter((outcome) => !CLOSED.includes(outcome))).toEqual([]);
        await Promise.all(early);
        fresh.browser.disconnect();
        expectNothingLeft(await host.ask('meeting.sync', {}));
      }),
      { numRuns: RUNS_COUNT, seed: SEED, endOnFailure: true },
    );
  },
  60_000 + RUNS_COUNT * 2_000,
);

const POWERS = ['mute-all', 'lock', 'lobby', 'timer', 'remove', 'role'] as const;
type Power = (typeof POWERS)[number];

/** What only hosts and co-hosts may do, and what does the other no harm that the next race would feel. */
async function command(tab: Tab, power: Power): Promise<unknown> {
  const participantId = ParticipantId.parse(randomUUID());
  switch (power) {
    case 'mute-all':
      return tab.ask('host.muteAll', { mayUnmute: true });
    case 'lock':
      return tab.ask('host.setAccess', { isLocked: true });
    case 'lobby':
      return tab.ask('lobby.admitAll', {});
    case 'timer':
      return tab.ask('timer.cancel', { timerId: TimerId.parse(randomUUID()) });
    case 'remove':
      return tab.ask('host.remove', { participantId });
    case 'role':
      return tab.ask('host.setRole', { participantId, role: 'cohost' });
  }
}

const powers = fc.array(fc.constantFrom(...POWERS), { maxLength: 4 });

it(
  `who is no co-host any more acts as none from the host’s answer on (${RUNS_COUNT} races, seed ${SEED})`,
  async () => {
    const cora = await world.joined(roomId);
    const { participantId } = cora.joined;
    const outcome = (power: Power) =>
      command(cora, power).then(
        () => 'done',
        (thrown: Refusal) => thrown.code,
      );
    await fc.assert(
      fc.asyncProperty(fc.record({ before: powers, during: powers, after: powers }), async (race) => {
        await host.ask('host.setRole', { participantId, role: 'cohost' });
        const early = race.before.map(outcome);
        const demoted = host.ask('host.setRole', { participantId, role: 'participant' });
        early.push(...race.during.map(outcome));
        await demoted;
        const late = await Promise.all([...race.after, ...POWERS].map(outcome));
        expect(new Set(late)).toEqual(new Set(['forbidden']));
        await Promise.all(early);
      }),
      { numRuns: RUNS_COUNT, seed: SEED, endOnFailure: true },
    );
  },
  60_000 + RUNS_COUNT * 2_000,
);

function expectNothingLeft({ participants, controls }: MeetingSnapshot): void {
  expect(participants).toHaveLength(1);
  expect(controls.hands.queue).toEqual([]);
  const meetingId = host.joined.snapshot.meetingId;
  const sessions = [...media.sessions.values()].filter(({ wish }) => wish.meetingId === meetingId);
  expect(sessions.map(({ wish }) => wish.participantId)).toEqual([host.joined.participantId]);
}
