import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { MediaSource, ParticipantId, Refusal, RoomId } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { publication } from './support/media.js';
import { eventually, World, type Person } from './support/world.js';

/* Whatever is muted by whomever, and whatever breaks meanwhile: what everybody is shown is what the media host does. */

const RUNS_COUNT = Number(process.env['MUTE_RUNS'] ?? 20);
/** Said, so that a failure can be had again. */
const SEED = Number(process.env['MUTE_SEED'] ?? Date.now() % 1_000_000_000);
const MICROPHONE: MediaSource = 'microphone';

let world: World;
let media: FakeHost;

beforeAll(async () => {
  world = await World.open();
  media = new FakeHost();
  await media.dial(world.url);
  await eventually(() => media.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  media.hangUp();
  await world.close();
});

type Step =
  | {
      readonly do: 'publish' | 'mute' | 'unmute' | 'reconnect' | 'lose' | 'host-mute' | 'withhold' | 'allow';
      readonly who: number;
    }
  | { readonly do: 'mute-all'; readonly mayUnmute: boolean };

const who = fc.integer({ min: 1, max: 3 });
const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom('publish', 'mute', 'unmute', 'unmute', 'reconnect', 'lose', 'host-mute', 'withhold', 'allow'),
      who,
    }),
    fc.record({ do: fc.constant('mute-all'), mayUnmute: fc.boolean() }),
  ) as fc.Arbitrary<Step>,
  { minLength: 10, maxLength: 30 },
);

interface Seated {
  person: Person;
  readonly participantId: ParticipantId;
  resumeToken: string;
}

/** Does not wait for an outcome: the next step is on its way at the same time. */
async function take(roomId: RoomId, seats: readonly Seated[], step: Step): Promise<void> {
  const [host] = seats as [Seated];
  if (step.do === 'mute-all') return void (await host.person.ask('host.muteAll', { mayUnmute: step.mayUnmute }));
  const seat = seats[step.who]!;
  const { participantId, person } = seat;
  switch (step.do) {
    case 'publish':
      return void (await person.ask('media.publish', publication(MICROPHONE)));
    case 'mute':
    case 'unmute':
      return void (await person.ask('media.setPaused', { source: MICROPHONE, isPaused: step.do === 'mute' }));
    case 'host-mute':
      return void (await host.person.ask('host.mute', { participantId }));
    case 'withhold':
    case 'allow':
      return void (await host.person.ask('host.setPermission', {
        permission: 'speak',
        isAllowed: step.do === 'allow',
        participantId,
      }));
    case 'lose': {
      const session = media.sessionOf(participantId);
      if (session !== undefined) media.lose(session);
      return;
    }
    case 'reconnect': {
      seat.person = await world.person(person.guest);
      const back = await seat.person.resume(roomId, seat);
      seat.resumeToken = back.resumeToken;
      person.browser.disconnect();
    }
  }
}

/** Refusals are part of the game: a source that is off, a session that is being made anew. */
async function allowed(step: Promise<void>): Promise<void> {
  await step.catch((thrown: Refusal) => expect(thrown.name).toBe('Refusal'));
}

it(
  `agrees at every quiet moment, and nothing opens against a host’s word (${RUNS_COUNT} runs, seed ${SEED})`,
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        // One person may open only so many rooms in a minute.
        const owner = await world.guest();
        const roomId = await world.room(owner);
        const seats: Seated[] = [];
        for (const guest of [owner, undefined, undefined, undefined]) {
          const person = await world.joined(roomId, guest);
          seats.push({ person, participantId: person.joined.participantId, resumeToken: person.joined.resumeToken });
        }
        for (let at = 0; at < all.length; at += 3) {
          await Promise.all(all.slice(at, at + 3).map((step) => allowed(take(roomId, seats, step))));
        }
        await expectAgreement(seats);
        // The last word is the host's: nobody is heard, whatever was on its way.
        await seats[0]!.person.ask('host.muteAll', { mayUnmute: false });
        await Promise.all(
          seats.slice(1).map((_, index) => allowed(take(roomId, seats, { do: 'unmute', who: index + 1 }))),
        );
        await Promise.all(
          seats.slice(1).map((_, index) => allowed(take(roomId, seats, { do: 'publish', who: index + 1 }))),
        );
        for (const { participantId } of seats.slice(1)) expect(flowing(participantId)).toEqual([]);
        await expectAgreement(seats);
        await seats[0]!.person.ask('meeting.end', {});
      }),
      { numRuns: RUNS_COUNT, seed: SEED, endOnFailure: true },
    );
  },
  120_000 + RUNS_COUNT * 2_000,
);

function producersOf(participantId: ParticipantId) {
  return [...(media.sessionOf(participantId)?.producers.values() ?? [])];
}

function flowing(participantId: ParticipantId) {
  return producersOf(participantId).filter(({ isPaused }) => !isPaused);
}

/** What the server says, what each page was told, and what the media host does. */
async function expectAgreement(seats: readonly Seated[]): Promise<void> {
  const host = seats[0]!.person;
  const { participants } = await host.ask('meeting.sync', {});
  for (const { participantId } of seats) {
    const shown = participants
      .find((one) => one.participantId === participantId)
      ?.sources.find(({ source }) => source === MICROPHONE);
    for (const { isPaused } of producersOf(participantId))
      expect({ participantId, isPaused }).toEqual({ participantId, isPaused: shown?.isPaused });
  }
}
