import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { replySchema, signalling, type SignallingRequests } from '#contracts';
import { askRaw } from './support/browser.js';
import { FakeHost } from './support/fake-host.js';
import { mutantsOf } from './support/mutants.js';
import { ROLE_TABLE } from './support/role-table.js';
import { setStage, type Stage } from './support/stage.js';
import { eventually, World, type Person } from './support/world.js';

type Name = keyof SignallingRequests;

/** Cases for each request. `npm run test:faults` asks for more. */
const CASES_COUNT = Number(process.env['FUZZ_CASES'] ?? 75);
/** Said, so that a failure can be had again. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_000);
const BATCH_COUNT = 25;
const MANY = { maxCount: 10_000_000, windowMs: 1_000 };

let world: World;
let media: FakeHost;
let stage: Stage;

beforeAll(async () => {
  process.stdout.write(`fuzz: ${CASES_COUNT} cases for each request, seed ${SEED}\n`);
  // Ten thousand cases of what ends a seat take people by the thousand.
  world = await World.open({}, { identityViolations: MANY, addressGuests: MANY, addressConnections: MANY });
  media = new FakeHost();
  await media.dial(world.url);
  await eventually(() => media.askedFor('host.describe').length === 0 && 'the question what the host is');
  stage = await setStage(world);
});
afterAll(async () => {
  media.hangUp();
  await world.close();
});

/** The host has most power, and so the longest way into the code. A mutant may have cost them their seat. */
async function actor(): Promise<Person> {
  const { host } = stage.people;
  const isSeated = host.browser.connected && ((await askRaw(host.browser, 'meeting.sync', {})) as { ok: boolean }).ok;
  if (!isSeated) {
    for (const { browser } of [...Object.values(stage.people), stage.victim]) browser.disconnect();
    stage = await setStage(world);
  }
  return stage.people.host;
}

function expectTyped(name: Name, input: unknown, reply: unknown): void {
  const parsed = replySchema(signalling.requests[name].output).safeParse(reply);
  const code = parsed.data?.ok === false ? parsed.data.error.code : undefined;
  if (parsed.success && code !== 'internal' && code !== 'timeout') return;
  throw new Error(
    `seed ${SEED}: ${name} with ${JSON.stringify(input)?.slice(0, 500)} gave ${JSON.stringify(reply).slice(0, 300)}`,
  );
}

/** Whatever was relayed fits its schema, to whomever. */
function expectCleanNews(): void {
  for (const person of [...Object.values(stage.people), stage.victim]) {
    for (const { name, payload } of person.heard.splice(0)) {
      const spec = signalling.events[name as keyof typeof signalling.events];
      expect({ name, isKnown: spec !== undefined }).toEqual({ name, isKnown: true });
      const parsed = spec.payload.safeParse(payload);
      if (!parsed.success)
        throw new Error(`seed ${SEED}: ${name} was ${JSON.stringify(payload).slice(0, 500)}: ${parsed.error.message}`);
    }
  }
}

it.each(Object.keys(ROLE_TABLE) as Name[])(
  '%s takes whatever is sent and answers in kind',
  async (name) => {
    const inputs = fc.sample(mutantsOf(stage.inputs[name]), { numRuns: CASES_COUNT, seed: SEED });
    let answeredCount = 0;
    for (let from = 0; from < inputs.length; from += BATCH_COUNT) {
      const { browser } = await actor();
      const batch = inputs.slice(from, from + BATCH_COUNT);
      const replies = await Promise.all(
        batch.map((input) =>
          askRaw(browser, name, input).catch((thrown: unknown) => (browser.connected ? thrown : undefined)),
        ),
      );
      // Who has just been thrown out by their own request hears no more.
      for (const [index, reply] of replies.entries()) if (reply !== undefined) expectTyped(name, batch[index], reply);
      answeredCount += replies.filter((reply) => reply !== undefined).length;
      expectCleanNews();
    }
    expect(answeredCount).toBeGreaterThan(CASES_COUNT / 2);
    expect(media.faults).toEqual([]);
  },
  60_000 + CASES_COUNT * 100,
);

it('leaves a server behind that works as before', async () => {
  const fresh = await setStage(world);
  expect((await fresh.people.host.ask('meeting.sync', {})).participants.length).toBeGreaterThan(3);
});
