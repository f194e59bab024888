import { requireMay, withAct, type Commands } from './command.js';

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
      const seat = wish.targetId === undefined ? undefined : scene.parts.seats.target(wish.targetId);
      const changes = scene.parts.timers.start(wish, scene.atMs);
      return withAct(scene, changes, { act: 'timer-started', target: seat, detail: wish.presetId });
    },
  },
  'timer.pause': {
    may: 'stewards',
    run: (scene, { timerId }) => withAct(scene, scene.parts.timers.pause(timerId, scene.atMs), { act: 'timer-paused' }),
  },
  'timer.resume': {
    may: 'stewards',
    run: (scene, { timerId }) =>
      withAct(scene, scene.parts.timers.resume(timerId, scene.atMs), { act: 'timer-resumed' }),
  },
  'timer.extend': {
    may: 'stewards',
    run: (scene, { timerId, presetId }) =>
      withAct(scene, scene.parts.timers.extend(timerId, presetId), { act: 'timer-extended', detail: presetId }),
  },
  'timer.cancel': {
    may: 'stewards',
    run: (scene, { timerId }) => withAct(scene, scene.parts.timers.cancel(timerId), { act: 'timer-cancelled' }),
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
