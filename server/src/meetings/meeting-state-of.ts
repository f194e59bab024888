import type { MeetingParts } from './meeting-parts.js';
import type { MeetingState } from './meeting-state.js';

/** What hosts have set in a meeting, for its records. */
export function stateOf(parts: MeetingParts): MeetingState {
  const { door, moderation, stage, hands, timers, agenda, spoken, succession, seats } = parts;
  return {
    version: 1,
    ...door.state(),
    permissions: moderation.forAll,
    stage: stage.view(),
    hands: hands.view(),
    timers: timers.view(),
    agenda: agenda.view(),
    spoken: spoken.view(),
    hadHost: succession.hadHost,
    seats: seats.all().map(({ participantId, name, role, isActing, wasLetIn, permissions, held }) => ({
      participantId,
      name,
      role,
      isActing,
      wasLetIn,
      permissions,
      held: [...held],
    })),
  };
}

/** Takes up a state of before, for the seats that are there already. */
export function restoreState(parts: MeetingParts, state: MeetingState): void {
  const { door, moderation, stage, hands, timers, agenda, spoken, succession, seats } = parts;
  door.restore(state);
  moderation.restore(state.permissions);
  stage.restore(state.stage);
  hands.restore(state.hands);
  timers.restore(state.timers);
  agenda.restore(state.agenda);
  spoken.restore(state.spoken);
  succession.restore(state.hadHost);
  for (const { participantId, held, ...kept } of state.seats) {
    const seat = seats.get(participantId);
    if (seat === undefined) continue;
    Object.assign(seat, kept);
    for (const source of held) seat.held.add(source);
  }
}
