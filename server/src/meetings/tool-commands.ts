import type { HostAct, TimerId } from '#contracts';
import { requireMay, withAct, type ActWords, type Commands, type Outcome, type Scene } from './command.js';

/** Hands, timers and the agenda. */
export type ToolCommandName =
  | 'hand.raise'
  | 'hand.lower'
  | 'hands.lowerAll'
  | 'hands.callNext'
  | 'hands.move'
  | 'hands.setOrder'
  | 'timer.start'
  | 'timer.pause'
  | 'timer.resume'
  | 'timer.extend'
  | 'timer.cancel'
  | 'agenda.set'
  | 'agenda.go';

export const TOOL_COMMANDS: Commands<ToolCommandName> = {
  'hand.raise': {
    may: 'everyone',
    run: ({ parts, by, atMs }) => parts.hands.raise(by.participantId, atMs),
  },
  'hand.lower': {
    may: 'everyone',
    run: (scene, { participantId = scene.by.participantId }) => {
      if (participantId === scene.by.participantId) return scene.parts.hands.lower(participantId);
      requireMay(scene.by, 'stewards');
      const seat = scene.parts.seats.target(participantId);
      return withAct(scene, scene.parts.hands.lower(participantId), { act: 'hand-lowered', target: seat });
    },
  },
  'hands.lowerAll': {
    may: 'stewards',
    run: (scene) => withAct(scene, scene.parts.hands.lowerAll(), { act: 'hands-lowered' }),
  },
  'hands.callNext': {
    may: 'stewards',
    run: (scene, { expectedId }) => {
      const seat = scene.parts.seats.target(expectedId);
      return withAct(scene, scene.parts.hands.callNext(expectedId), { act: 'hand-called', target: seat });
    },
  },
  'hands.move': {
    may: 'stewards',
    run: (scene, { participantId, toIndex }) => {
      const seat = scene.parts.seats.target(participantId);
      return withAct(scene, scene.parts.hands.move(participantId, toIndex), { act: 'hands-ordered', target: seat });
    },
  },
  'hands.setOrder': {
    may: 'stewards',
    run: (scene, { order }) => withAct(scene, scene.parts.hands.setOrder(order), { act: 'hands-ordered' }),
  },
  'timer.start': {
    may: 'stewards',
    run: (scene, wish) => {
      const target = wish.targetId === undefined ? undefined : scene.parts.seats.target(wish.targetId);
      const changes = scene.parts.timers.start(wish, scene.atMs);
      const detail = `${lengthOf(scene, wish.timerId)}${wish.mutesAtEnd ? ', muting at its end' : ''}`;
      return withAct(scene, changes, { act: 'timer-started', target, detail });
    },
  },
  'timer.pause': {
    may: 'stewards',
    run: (scene, { timerId }) =>
      onTimer(scene, { timerId, act: 'timer-paused' }, () => scene.parts.timers.pause(timerId, scene.atMs)),
  },
  'timer.resume': {
    may: 'stewards',
    run: (scene, { timerId }) =>
      onTimer(scene, { timerId, act: 'timer-resumed' }, () => scene.parts.timers.resume(timerId, scene.atMs)),
  },
  'timer.extend': {
    may: 'stewards',
    run: (scene, { timerId, presetId }) =>
      onTimer(scene, { timerId, act: 'timer-extended' }, () => scene.parts.timers.extend(timerId, presetId)),
  },
  'timer.cancel': {
    may: 'stewards',
    run: (scene, { timerId }) =>
      onTimer(scene, { timerId, act: 'timer-cancelled' }, () => scene.parts.timers.cancel(timerId)),
  },
  'agenda.set': {
    may: 'stewards',
    run: (scene, { topics, isAutoAdvancing }) =>
      withAct(scene, scene.parts.agenda.set(topics, isAutoAdvancing, scene.atMs), { act: 'agenda-set' }),
  },
  'agenda.go': {
    may: 'stewards',
    run: (scene, { topicId }) => {
      const title = topicId === undefined ? undefined : scene.parts.agenda.require(topicId).title;
      const changes = scene.parts.agenda.go(topicId, scene.atMs);
      return withAct(scene, changes, { act: 'topic-taken-up', detail: title });
    },
  },
};

interface TimerAct {
  readonly timerId: TimerId;
  readonly act: HostAct;
}

/** Whose timer it is goes into the log, and how long it is from now on, while it is there. */
function onTimer(scene: Scene, { timerId, act }: TimerAct, run: () => Outcome): Outcome {
  const targetId = scene.parts.timers.find(timerId)?.targetId;
  const target = targetId === undefined ? undefined : scene.parts.seats.get(targetId);
  const changes = run();
  const words: ActWords = { act, target, detail: lengthOf(scene, timerId) };
  return withAct(scene, changes, words);
}

function lengthOf({ parts }: Scene, timerId: TimerId): string | undefined {
  const timer = parts.timers.find(timerId);
  return timer && `${timer.durationMs / 1_000} s`;
}
