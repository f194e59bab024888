import type { Call, IdentityId } from '#contracts';

interface Named {
  readonly identityId: IdentityId;
  readonly name: string;
}

/** Who calls somebody: who made the call, or who brings them into one that goes on. */
export function callerFor(call: Call, selfId: IdentityId | undefined): Named {
  const mine = call.callees.find(({ identityId }) => identityId === selfId);
  return mine?.addedBy ?? { identityId: call.callerId, name: call.callerName };
}

/** The names of those who have made or taken a call, but for some. */
export function namesIn(call: Call, exceptIds: readonly (IdentityId | undefined)[]): readonly string[] {
  const taken = call.callees.filter(({ state }) => state === 'accepted');
  const names = new Map([[call.callerId, call.callerName]]);
  for (const { identityId, name } of taken) if (name !== undefined) names.set(identityId, name);
  for (const id of exceptIds) if (id !== undefined) names.delete(id);
  return [...names.values()];
}

/** Whom calling would change nothing for: it rings for them, or they are in the call. */
export function takenUp({ callerId, callees, leftIds = [] }: Call): ReadonlySet<IdentityId> {
  const taken = callees.filter(({ state }) => state === 'ringing' || state === 'accepted');
  const ids = new Set([callerId, ...taken.map(({ identityId }) => identityId)]);
  for (const { identityId, state } of callees)
    if (state !== 'ringing' && leftIds.includes(identityId)) ids.delete(identityId);
  if (leftIds.includes(callerId)) ids.delete(callerId);
  return ids;
}
