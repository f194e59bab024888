import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Tuning } from '#contracts';
import { ManualClock } from '#kernel';
import { opus, sessionWish } from '../testing/browser.js';
import { publishDirect, viewDirect } from '../testing/direct-flow.js';
import { eventually } from '../testing/eventually.js';
import { openHost, relay, type Host } from '../testing/hosts.js';

/* Which microphones travel between media hosts, with real packets through a real worker on each. */

const LOUDEST_COUNT = 1;
const PINNED: Tuning = { isHeld: false, isAlwaysHeard: true, priority: 1 };

let clock: ManualClock;
let from: Host;
let to: Host;
let timers: ReturnType<typeof setInterval>[];
let phase: number;

beforeEach(async () => {
  clock = new ManualClock();
  timers = [];
  phase = 0;
  [from, to] = [
    await openHost({ loudestCount: LOUDEST_COUNT }),
    await openHost({ loudestCount: LOUDEST_COUNT, clock }),
  ];
});
afterEach(async () => {
  for (const timer of timers) clearInterval(timer);
  await Promise.all([from, to].map((host) => host.close()));
});

/** Open microphones on the first host, all of them relayed to the second, and somebody there who listens to each. */
async function microphones(count: number, tuning?: Tuning) {
  const first = await publishDirect(from, { source: 'microphone', rtpParameters: opus() });
  const { meetingId } = first.wish;
  // Somebody has to be there before anything can be relayed to them.
  await to.ask['session.open'](sessionWish({ meetingId }));
  const speakers = [first];
  while (speakers.length < count)
    speakers.push(await publishDirect(from, { source: 'microphone', rtpParameters: opus(), meetingId }));
  const all = [];
  for (const speaker of speakers) {
    const { at } = await relay(from, to, speaker);
    const { producerId } = speaker.stream;
    const viewer = await viewDirect(to, { meetingId, producerId, ...(tuning === undefined ? {} : { tuning }) });
    await viewer.resume();
    const audience = (host: Host) => host.ask['producer.audience']({ meetingId, producerId });
    all.push({ ...speaker, at, viewer, audience });
  }
  return all;
}

type Microphone = Awaited<ReturnType<typeof microphones>>[number];

/** Sends on and on; what is sent carries the number of the phase that the test is in. */
function sends(microphone: Microphone, levelDbov?: number): void {
  const level = levelDbov === undefined ? {} : { levelDbov };
  timers.push(setInterval(() => microphone.send(Buffer.from([phase, 0, 0]), level), 20));
}

/** The one that the first host leaves out, and one that it does not. */
async function leftOutOf(all: readonly Microphone[]): Promise<readonly [Microphone, Microphone]> {
  const states = await Promise.all(all.map(async (one) => ({ one, ...(await one.audience(from)) })));
  const [out, through] = [states.find(({ isLeftOut }) => isLeftOut), states.find(({ isLeftOut }) => !isLeftOut)];
  if (out === undefined || through === undefined) throw new Error('nobody is left out, or everybody is');
  return [out.one, through.one];
}

const arrivedOf = ({ viewer }: Microphone): number => viewer.packets.filter((packet) => packet.at(-3) === phase).length;

/** Something arrives of what is sent from now on. */
async function arrives(microphone: Microphone): Promise<void> {
  phase += 1;
  await eventually(() => (arrivedOf(microphone) > 10 ? undefined : 'sound from the other host'));
}

/** Nothing arrives of what one sends from now on, while that of another does. */
async function isHeldBack(microphone: Microphone, beside: Microphone): Promise<void> {
  await arrives(beside);
  expect(arrivedOf(microphone)).toBe(0);
}

it('sends on only the loudest few, and a new voice at once', async () => {
  // More than twice the few, so that not all of them can have opened a moment ago. The far host lets all of them pass.
  const all = await microphones(LOUDEST_COUNT * 2 + 1, PINNED);
  for (const one of all) sends(one);
  const [out, through] = await leftOutOf(all);
  await from.ask['relay.setKept']({ ...through.at, isKept: true });
  await isHeldBack(out, through);
  sends(out, -20);
  await arrives(out);
});

it('sends on whom somebody there has pinned, for as long as they have', async () => {
  const all = await microphones(LOUDEST_COUNT * 2 + 1, PINNED);
  for (const one of all) sends(one);
  const [out, through] = await leftOutOf(all);
  for (const one of [out, through]) await from.ask['relay.setKept']({ ...one.at, isKept: true });
  await arrives(out);
  await from.ask['relay.setKept']({ ...out.at, isKept: false });
  await isHeldBack(out, through);
});

it('is let through on the far host with the first packet after a pause, before any level is measured there', async () => {
  const all = await microphones(LOUDEST_COUNT * 2 + 1);
  const [out] = await leftOutOf(all);
  // The far host has heard nobody for long, and forwards the last that opened: another one.
  clock.advance(10_000);
  const states = await Promise.all(all.map(async (one) => ({ one, ...(await one.audience(to)) })));
  const far = states.filter(({ isLeftOut }) => isLeftOut).map(({ one }) => one);
  const speaker = far.find((one) => one === out) ?? far[0]!;
  await from.ask['relay.setKept']({ ...speaker.at, isKept: true });
  // No level is in these packets, so that only their coming can tell.
  sends(speaker);
  await arrives(speaker);
});

it('is not let through for packets alone that never ceased', async () => {
  const all = await microphones(LOUDEST_COUNT * 2 + 1, PINNED);
  for (const one of all) {
    await from.ask['relay.setKept']({ ...one.at, isKept: true });
    sends(one);
  }
  for (let step = 0; step < 5; step += 1) {
    for (const one of all) await arrives(one);
    clock.advance(900);
  }
  for (const one of all) await arrives(one);
  const states = await Promise.all(all.map((one) => one.audience(to)));
  expect(states.filter(({ isLeftOut }) => isLeftOut)).toHaveLength(all.length - LOUDEST_COUNT);
});
