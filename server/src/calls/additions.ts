import {
  CALLEES_MAX_COUNT,
  Refusal,
  RING_MS,
  type Callee,
  type CallEntry,
  type CallOutcome,
  type IdentityId,
} from '#contracts';
import type { CallMember, CallPerson } from './call-people.js';
import { isIn, noCall, type Addition, type KeptCall } from './call.js';

/** What became of an addition, for the conversation between the two. */
export interface AdditionEntry {
  readonly key: string;
  readonly from: CallMember;
  readonly to: CallMember;
  readonly call: CallEntry;
  readonly atMs: number;
}

interface Adding {
  readonly by: CallMember;
  readonly people: readonly CallPerson[];
  readonly busyIds: ReadonlySet<IdentityId>;
  readonly newEntryId: () => string;
  readonly atMs: number;
}

/** True for whom it can ring: who is not in it, and for whom it does not ring yet. */
export function mayBeAdded(call: KeptCall, identityId: IdentityId): boolean {
  const callee = call.callees.find((one) => one.identityId === identityId);
  return !isIn(call, identityId) && callee?.state !== 'ringing';
}

/** @throws {Refusal} `not-found` for who is not in the call, or when it does not run; `limit-reached`. */
export function add(call: KeptCall, { by, people, busyIds, newEntryId, atMs }: Adding): KeptCall {
  if (call.state !== 'running' || !isIn(call, by.identityId)) throw noCall();
  const fresh = people.filter(({ identityId }) => mayBeAdded(call, identityId));
  if (fresh.length === 0) return call;
  const freshIds = new Set(fresh.map(({ identityId }) => identityId));
  const kept = call.callees.filter(({ identityId }) => !freshIds.has(identityId));
  if (kept.length + fresh.length > CALLEES_MAX_COUNT) {
    throw new Refusal('limit-reached', 'No more people can be called in one call.');
  }
  const callees = fresh.map(({ identityId, name }): Callee => ({
    identityId,
    name,
    state: busyIds.has(identityId) ? 'busy' : 'ringing',
    addedBy: { identityId: by.identityId, name: by.name },
    ringsUntilMs: atMs + RING_MS,
  }));
  const additions = fresh
    .filter(({ isMember }) => !isMember)
    .map(({ identityId }) => [identityId, { entryId: newEntryId(), by, atMs }] as const);
  return {
    ...call,
    callees: [...kept, ...callees],
    acceptedOn: Object.fromEntries(Object.entries(call.acceptedOn).filter(([id]) => !freshIds.has(id as IdentityId))),
    additions: { ...call.additions, ...Object.fromEntries(additions) },
  };
}

/** What of additions was decided by one change of a call. */
export function settledAdditions(before: KeptCall | undefined, after: KeptCall): readonly AdditionEntry[] {
  return after.callees.flatMap((callee) => {
    const addition = after.additions?.[callee.identityId];
    const outcome = outcomeOf(after, callee);
    if (addition === undefined || outcome === undefined) return [];
    if (before !== undefined && wasSettled(before, callee.identityId, addition.entryId)) return [];
    return [entryOf(after, { callee, addition, outcome })];
  });
}

function wasSettled(before: KeptCall, identityId: IdentityId, entryId: string): boolean {
  const callee = before.callees.find((one) => one.identityId === identityId);
  const isSame = before.additions?.[identityId]?.entryId === entryId;
  return isSame && callee !== undefined && outcomeOf(before, callee) !== undefined;
}

/** Undefined while it rings there, or while they are in the call. */
function outcomeOf(call: KeptCall, { state }: Callee): CallOutcome | undefined {
  if (state === 'ringing') return undefined;
  if (state !== 'accepted') return state;
  return call.state === 'ended' ? 'answered' : undefined;
}

function entryOf(
  call: KeptCall,
  {
    callee: { identityId, name = 'Guest' },
    addition,
    outcome,
  }: { readonly callee: Callee; readonly addition: Addition; readonly outcome: CallOutcome },
): AdditionEntry {
  const { entryId, by, atMs, acceptedAtMs } = addition;
  const untilMs = call.leftAtMs?.[identityId] ?? call.endedAtMs ?? atMs;
  const durationMs = outcome === 'answered' ? Math.max(0, untilMs - (acceptedAtMs ?? untilMs)) : 0;
  return {
    key: entryId,
    from: by,
    to: { identityId, name },
    call: { callId: call.callId, media: call.media, outcome, durationMs },
    atMs: call.endedAtMs ?? atMs,
  };
}
