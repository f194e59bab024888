import { describe, expect, it } from '@jest/globals';
import { HOST, identity, person, presetId, TestMeeting, timerId, topicId, uuid } from './testing-meeting.js';

const [SECOND, THIRD] = [2, 3];

/** The host, and two others. */
function threesome(options: ConstructorParameters<typeof TestMeeting>[0] = {}): TestMeeting {
  const meeting = new TestMeeting(options);
  for (const count of [HOST, SECOND, THIRD]) meeting.seated(count);
  return meeting;
}

function speaks(meeting: TestMeeting, count: number, forMs: number): void {
  meeting.heard([person(count)], meeting.nowMs);
  meeting.nowMs += forMs;
  meeting.heard([], meeting.nowMs);
}

function publishes(meeting: TestMeeting, count: number): void {
  const started = meeting.sources.start(person(count), { source: 'microphone', isPaused: false });
  meeting.sources.finish(person(count), started);
}

describe('a timer', () => {
  const wish = { timerId: timerId(1), presetId: presetId(30_000), mutesAtEnd: true };

  it('ends at its deadline and not before, and mutes whom it was for', () => {
    const meeting = threesome();
    publishes(meeting, SECOND);
    publishes(meeting, THIRD);
    meeting.give(HOST, 'timer.start', { ...wish, targetId: person(SECOND) });
    expect(meeting.nextDueMs()).toBe(meeting.nowMs + 30_000);
    meeting.nowMs += 29_999;
    expect(meeting.elapse(meeting.nowMs)).toEqual([]);
    meeting.nowMs += 1;
    expect(meeting.elapse(meeting.nowMs)).toMatchObject([
      { kind: 'timer.ended', reason: 'elapsed' },
      { kind: 'sources.paused', source: 'microphone', participantIds: [person(SECOND)] },
    ]);
    expect(meeting.nextDueMs()).toBeUndefined();
  });

  it('for everybody mutes everybody but the hosts, who may open again by themselves', () => {
    const meeting = threesome();
    for (const count of [HOST, SECOND, THIRD]) publishes(meeting, count);
    meeting.give(HOST, 'timer.start', wish);
    meeting.nowMs += 30_000;
    expect(meeting.elapse(meeting.nowMs)[1]).toMatchObject({ participantIds: [person(SECOND), person(THIRD)] });
    meeting.setSource(person(SECOND), { source: 'microphone', isPaused: false });
    expect(meeting.isSourcePaused(person(SECOND), 'microphone')).toBe(false);
  });

  it('keeps what is left while paused, and runs longer by a preset', () => {
    const meeting = threesome();
    meeting.give(HOST, 'timer.start', wish);
    meeting.nowMs += 10_000;
    meeting.give(HOST, 'timer.pause', { timerId: timerId(1) });
    meeting.nowMs += 1_000_000;
    expect(meeting.elapse(meeting.nowMs)).toEqual([]);
    meeting.give(HOST, 'timer.extend', { timerId: timerId(1), presetId: presetId(15_000) });
    meeting.give(HOST, 'timer.resume', { timerId: timerId(1) });
    expect(meeting.nextDueMs()).toBe(meeting.nowMs + 35_000);
  });

  it('takes the place of the one before for the same person, and goes with them', () => {
    const meeting = threesome();
    meeting.give(HOST, 'timer.start', { ...wish, targetId: person(SECOND) });
    const facts = meeting.give(HOST, 'timer.start', { ...wish, timerId: timerId(2), targetId: person(SECOND) });
    expect(facts[0]).toMatchObject({ kind: 'timer.ended', timerId: timerId(1), reason: 'replaced' });
    expect(meeting.give(HOST, 'timer.start', { ...wish, timerId: timerId(2), targetId: person(SECOND) })).toEqual([]);
    expect(meeting.kinds(meeting.leave(person(SECOND), 'left'))).toEqual(['participant.left', 'timer.ended']);
  });
});

it('the log says of each act upon a timer or the stage whom it was about, and what of it', () => {
  const meeting = threesome();
  const wish = { timerId: timerId(1), presetId: presetId(30_000), mutesAtEnd: true, targetId: person(SECOND) };
  const about = { timerId: timerId(1) };
  const facts = [
    ...meeting.give(HOST, 'timer.start', wish),
    ...meeting.give(HOST, 'timer.pause', about),
    ...meeting.give(HOST, 'timer.extend', { ...about, presetId: presetId(15_000) }),
    ...meeting.give(HOST, 'timer.cancel', about),
    ...meeting.give(HOST, 'host.setStage', { spotlightIds: [person(SECOND)] }),
    ...meeting.give(HOST, 'host.setStage', { spotlightIds: [], layout: 'grid' }),
  ];
  const lines = facts.flatMap((fact) =>
    fact.kind === 'host.acted' ? [[fact.act, fact.targetId === person(SECOND), fact.detail]] : [],
  );
  expect(lines).toEqual([
    ['timer-started', true, '30 s, muting at its end'],
    ['timer-paused', true, '30 s'],
    ['timer-extended', true, '45 s'],
    ['timer-cancelled', true, undefined],
    ['stage-set', true, 'spotlight'],
    ['stage-set', false, 'no spotlight, layout: grid'],
  ]);
});

describe('raised hands', () => {
  it('stand in order, or by least time spoken, and who has their turn is lowered', () => {
    const meeting = threesome();
    speaks(meeting, SECOND, 2_500);
    meeting.give(SECOND, 'hand.raise', {});
    meeting.give(THIRD, 'hand.raise', {});
    expect(() => meeting.give(HOST, 'hands.callNext', { expectedId: person(THIRD) })).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
    meeting.give(HOST, 'hands.setOrder', { order: 'least-spoken' });
    meeting.give(HOST, 'hands.callNext', { expectedId: person(THIRD) });
    const { hands } = meeting.view(0).controls;
    expect(hands).toMatchObject({ calledId: person(THIRD), queue: [{ participantId: person(SECOND) }] });
    // Asked again because the answer was lost, it skips nobody.
    expect(meeting.give(HOST, 'hands.callNext', { expectedId: person(THIRD) })).toEqual([]);
  });

  it('are put in another order as speaking times move on', () => {
    const meeting = threesome();
    meeting.give(HOST, 'hands.setOrder', { order: 'least-spoken' });
    meeting.give(SECOND, 'hand.raise', {});
    meeting.give(THIRD, 'hand.raise', {});
    expect(meeting.resortHands()).toEqual([]);
    speaks(meeting, SECOND, 1_000);
    expect(meeting.resortHands()).toMatchObject([{ hands: { queue: [{ participantId: person(THIRD) }, {}] } }]);
  });

  it('are lowered by their owner or by a host', () => {
    const meeting = threesome();
    meeting.give(SECOND, 'hand.raise', {});
    expect(() => meeting.give(THIRD, 'hand.lower', { participantId: person(SECOND) })).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    );
    expect(meeting.kinds(meeting.give(HOST, 'hand.lower', { participantId: person(SECOND) }))).toEqual([
      'hands.changed',
      'host.acted',
    ]);
  });
});

describe('the agenda', () => {
  const topics = [1, 2].map((n) => ({ topicId: topicId(n), title: `T${n}`, plannedMs: n * 10_000 }));

  it('goes on by itself when it may, keeps the time spent, and lets the last topic overrun', () => {
    const meeting = threesome();
    meeting.give(HOST, 'agenda.set', { topics, isAutoAdvancing: true });
    meeting.give(HOST, 'agenda.go', { topicId: topicId(1) });
    meeting.nowMs += 10_000;
    expect(meeting.elapse(meeting.nowMs)).toMatchObject([
      {
        agenda: {
          current: { topicId: topicId(2), sinceMs: meeting.nowMs },
          topics: [{ spentMs: 10_000 }, { spentMs: 0 }],
        },
      },
    ]);
    meeting.nowMs += 50_000;
    expect(meeting.elapse(meeting.nowMs)).toEqual([]);
    meeting.give(HOST, 'agenda.go', { topicId: topicId(1) });
    expect(meeting.view(0).controls.agenda.topics[1]).toMatchObject({ spentMs: 50_000 });
  });

  it('waits for a host when it may not', () => {
    const meeting = threesome();
    meeting.give(HOST, 'agenda.set', { topics, isAutoAdvancing: false });
    meeting.give(HOST, 'agenda.go', { topicId: topicId(1) });
    expect(meeting.nextDueMs()).toBeUndefined();
  });
});

describe('succession', () => {
  it('prefers a co-host, else who has been there longest, and nobody before a host was there', () => {
    const meeting = threesome();
    meeting.give(HOST, 'host.setRole', { participantId: person(THIRD), role: 'cohost' });
    meeting.lose(person(HOST));
    expect(meeting.view(0).participants.map(({ role }) => role)).toEqual(['host', 'participant', 'cohost']);
    meeting.leave(person(HOST), 'lost');
    expect(meeting.view(0).participants.map(({ role }) => role)).toEqual(['participant', 'host']);
    meeting.leave(person(THIRD), 'left');
    expect(meeting.view(0).participants).toMatchObject([{ participantId: person(SECOND), role: 'host' }]);

    const hostless = new TestMeeting();
    hostless.seated(SECOND);
    expect(hostless.view(0).participants).toMatchObject([{ role: 'participant' }]);
  });

  it('by the room’s word is for co-hosts only', () => {
    const meeting = threesome({ rules: { succession: 'cohost' } });
    meeting.leave(person(HOST), 'left');
    expect(meeting.stewardIds()).toEqual([]);
  });

  it('binds who hands back by what is withheld from everybody', () => {
    const meeting = threesome();
    meeting.leave(person(HOST), 'left');
    meeting.give(SECOND, 'host.setPermission', { permission: 'speak', isAllowed: false });
    publishes(meeting, SECOND);
    meeting.seated(9, { who: HOST });
    expect(meeting.isSourcePaused(person(SECOND), 'microphone')).toBe(true);
  });
});

describe('the door', () => {
  const knock = (n: number) => ({
    waitingId: uuid('9', n) as never,
    identityId: identity(n),
    name: `W${n}`,
    isGuest: true,
    joinKey: uuid('8', n),
    atMs: 1,
  });

  it('lets hosts of the room through lock and lobby', () => {
    const meeting = threesome();
    meeting.give(HOST, 'host.setAccess', { isLocked: true, isLobbyOn: true });
    expect(meeting.seated(8, { standing: { role: 'cohost', isGuest: false } })).toBe(person(8));
    expect(() => meeting.seated(7)).toThrow(expect.objectContaining({ code: 'lobby' }));
    meeting.give(HOST, 'host.setAccess', { isLobbyOn: false });
    expect(() => meeting.seated(7)).toThrow(expect.objectContaining({ code: 'locked' }));
    expect(() => meeting.knock(knock(7))).toThrow(expect.objectContaining({ code: 'locked' }));
  });

  it('once locked holds for who was let in before and has gone', () => {
    const meeting = threesome();
    meeting.give(HOST, 'host.setAccess', { isLobbyOn: true });
    meeting.knock(knock(7));
    meeting.give(HOST, 'lobby.admitAll', {});
    meeting.seated(7);
    meeting.leave(person(7), 'left');
    meeting.give(HOST, 'host.setAccess', { isLocked: true, isLobbyOn: false });
    expect(() => meeting.seated(7)).toThrow(expect.objectContaining({ code: 'locked' }));
  });

  it('spares in an emergency whom a host let in', () => {
    const meeting = threesome();
    meeting.give(HOST, 'host.setAccess', { isLobbyOn: true });
    meeting.knock(knock(7));
    meeting.give(HOST, 'lobby.admitAll', {});
    meeting.seated(7);
    meeting.give(HOST, 'host.emergency', {});
    expect(meeting.view(0).participants.map(({ participantId }) => participantId)).toEqual([person(HOST), person(7)]);
  });

  it('removes a person with all of their tabs', () => {
    const meeting = threesome();
    meeting.seated(6, { who: SECOND });
    const facts = meeting.give(HOST, 'host.remove', { participantId: person(SECOND), isBanned: false });
    expect(facts.filter(({ kind }) => kind === 'participant.left')).toHaveLength(2);
    expect(() => meeting.seated(5, { who: SECOND })).toThrow(expect.objectContaining({ code: 'removed' }));
  });
});

it('everybody but hosts comes in silent where the room says so', () => {
  const meeting = threesome({ rules: { isMutedOnEntry: true } });
  for (const count of [HOST, SECOND]) publishes(meeting, count);
  expect(meeting.isSourcePaused(person(HOST), 'microphone')).toBe(false);
  expect(meeting.isSourcePaused(person(SECOND), 'microphone')).toBe(true);
});
