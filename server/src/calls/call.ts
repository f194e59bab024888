import { Refusal, RING_MS, type Call, type Callee, type IdentityId, type RoomId } from '#contracts';
import type { CallMember } from './call-people.js';

/** Somebody was brought into a call from outside its conversation, which therefore tells them nothing of it. */
export interface Addition {
  /** Names the entry that tells what became of it, so that there is one however often it is written. */
  readonly entryId: string;
  readonly by: CallMember;
  readonly atMs: number;
  readonly acceptedAtMs?: number;
}

/** A call as it is kept. */
export interface KeptCall extends Call {
  readonly roomId: RoomId;
  readonly acceptedAtMs?: number;
  readonly endedAtMs?: number;
  /** The socket on which each person took it. */
  readonly acceptedOn: Readonly<Record<string, string>>;
  /** When those who have left its meeting did so; who comes back is in it again. */
  readonly leftAtMs?: Readonly<Record<string, number>>;
  /** Of those who were brought in from outside its conversation, how each of them was last. */
  readonly additions?: Readonly<Record<string, Addition>>;
}

/** A call that somebody is about to make. */
export interface Dialled extends Pick<Call, 'callId' | 'conversationId' | 'media' | 'callerId' | 'callerName'> {
  readonly roomId: RoomId;
  readonly others: readonly CallMember[];
  readonly busyIds: ReadonlySet<IdentityId>;
  readonly atMs: number;
}

/*
 * The rules of a call. Each takes it as it is and returns it as it is then; the same object means that nothing changed.
 */

export function dial({ others, busyIds, atMs, ...dialled }: Dialled): KeptCall {
  const callees = others.map(({ identityId, name }): Callee => ({
    identityId,
    name,
    state: busyIds.has(identityId) ? 'busy' : 'ringing',
  }));
  const call: KeptCall = {
    ...dialled,
    state: 'ringing',
    startedAtMs: atMs,
    ringsUntilMs: atMs + RING_MS,
    callees,
    acceptedOn: {},
  };
  return settled(call, atMs);
}

/**
 * The first device of a person to accept has it; the call runs from the first acceptance on. Somebody who turned it
 * down, or missed it, may still come while it runs.
 *
 * @throws {Refusal} `not-found` when it is over or not theirs; `conflict` when another device of theirs was first.
 */
export function accept(
  call: KeptCall,
  who: { readonly identityId: IdentityId; readonly socketId: string; readonly atMs: number },
): KeptCall {
  const { identityId, socketId, atMs } = who;
  const callee = requireCallee(call, identityId);
  const takenOn = call.acceptedOn[identityId];
  const addition = call.additions?.[identityId];
  if (callee.state === 'accepted') {
    if (takenOn === socketId) return call;
    throw new Refusal('conflict', 'You have taken this call on another device.');
  }
  return {
    ...withCallee(comeBack(call, identityId), { ...withoutWords(callee), state: 'accepted' }),
    state: 'running',
    acceptedAtMs: call.acceptedAtMs ?? atMs,
    acceptedOn: { ...call.acceptedOn, [identityId]: socketId },
    ...(addition !== undefined && {
      additions: { ...call.additions, [identityId]: { ...addition, acceptedAtMs: atMs } },
    }),
  };
}

/** @throws {Refusal} `not-found` when it is over or not theirs. After accepting it does nothing. */
export function decline(
  call: KeptCall,
  who: { readonly identityId: IdentityId; readonly message?: string | undefined; readonly atMs: number },
): KeptCall {
  const { identityId, message, atMs } = who;
  const callee = requireCallee(call, identityId);
  if (callee.state !== 'ringing') return call;
  const declined: Callee = { ...callee, state: 'declined', ...(message !== undefined && { message }) };
  return settled(withCallee(call, declined), atMs);
}

/** The caller gives up. A call that somebody has accepted goes on. @throws {Refusal} `forbidden` for anybody else. */
export function hangUp(
  call: KeptCall,
  { identityId, atMs }: { readonly identityId: IdentityId; readonly atMs: number },
): KeptCall {
  if (call.callerId !== identityId) throw new Refusal('forbidden', 'Only who called can give the call up.');
  return call.state === 'ringing' ? over(missedBy(call), 'cancelled', atMs) : call;
}

/** Whoever did not answer in time has missed it. */
export function expire(call: KeptCall, atMs: number): KeptCall {
  const isDue = (one: Callee) => (one.ringsUntilMs ?? call.ringsUntilMs) <= atMs;
  if (!call.callees.some((one) => one.state === 'ringing' && isDue(one))) return call;
  return settled(missedBy(call, isDue), atMs);
}

/** When the next one will have missed it; undefined while it rings for nobody. */
export function nextMissMs(call: KeptCall): number | undefined {
  const ringing = call.callees.filter(({ state }) => state === 'ringing');
  if (ringing.length === 0) return undefined;
  return Math.min(...ringing.map(({ ringsUntilMs }) => ringsUntilMs ?? call.ringsUntilMs));
}

/** True for who made or took it and has not left its meeting since. */
export function isIn(call: KeptCall, identityId: IdentityId): boolean {
  if (call.leftAtMs?.[identityId] !== undefined) return false;
  if (call.callerId === identityId) return true;
  return call.callees.some((one) => one.identityId === identityId && one.state === 'accepted');
}

/** Somebody has left its meeting. */
export function leave(call: KeptCall, identityId: IdentityId, atMs: number): KeptCall {
  if (call.state === 'ended' || !isIn(call, identityId)) return call;
  return { ...call, leftAtMs: { ...call.leftAtMs, [identityId]: atMs } };
}

/** Somebody is in its meeting again. */
export function comeBack(call: KeptCall, identityId: IdentityId): KeptCall {
  if (call.state === 'ended' || call.leftAtMs?.[identityId] === undefined) return call;
  const { [identityId]: _left, ...leftAtMs } = call.leftAtMs;
  return { ...call, leftAtMs };
}

/** Its meeting is over. */
export function endWithMeeting(call: KeptCall, atMs: number): KeptCall {
  if (call.state === 'ended') return call;
  return over(missedBy(call), call.state === 'running' ? 'answered' : 'cancelled', atMs);
}

/** The people in a call who were told of it: caller and callees. */
export function everybodyIn(call: Call): IdentityId[] {
  return [...new Set([call.callerId, ...call.callees.map(({ identityId }) => identityId)])];
}

/** What people see of it. */
export function viewOf({
  roomId: _roomId,
  acceptedAtMs: _accepted,
  endedAtMs: _ended,
  acceptedOn: _on,
  leftAtMs = {},
  additions: _additions,
  ...call
}: KeptCall): Call {
  const leftIds = everybodyIn(call).filter((identityId) => leftAtMs[identityId] !== undefined);
  return leftIds.length === 0 ? call : { ...call, leftIds };
}

/** From the first acceptance to the end; 0 for a call that nobody took. */
export function durationMsOf({ acceptedAtMs, endedAtMs }: KeptCall): number {
  return acceptedAtMs === undefined || endedAtMs === undefined ? 0 : Math.max(0, endedAtMs - acceptedAtMs);
}

/** Over when nobody rings any more and nobody has accepted. */
function settled(call: KeptCall, atMs: number): KeptCall {
  const states = new Set(call.callees.map(({ state }) => state));
  if (call.state !== 'ringing' || states.has('ringing') || states.has('accepted')) return call;
  return over(call, states.has('declined') ? 'declined' : states.has('missed') ? 'missed' : 'busy', atMs);
}

function over(call: KeptCall, outcome: NonNullable<Call['outcome']>, atMs: number): KeptCall {
  return { ...call, state: 'ended', outcome, endedAtMs: atMs };
}

function missedBy(call: KeptCall, isDue: (callee: Callee) => boolean = () => true): KeptCall {
  const callees = call.callees.map((one): Callee =>
    one.state === 'ringing' && isDue(one) ? { ...one, state: 'missed' } : one,
  );
  return { ...call, callees };
}

function withoutWords({ message: _message, ...callee }: Callee): Callee {
  return callee;
}

function withCallee(call: KeptCall, callee: Callee): KeptCall {
  return { ...call, callees: call.callees.map((one) => (one.identityId === callee.identityId ? callee : one)) };
}

function requireCallee(call: KeptCall, identityId: IdentityId): Callee {
  const callee = call.callees.find((one) => one.identityId === identityId);
  if (callee === undefined || call.state === 'ended') throw noCall();
  return callee;
}

export function noCall(): Refusal {
  return new Refusal('not-found', 'This call is over.');
}
