import { Refusal, RING_MS, type Call, type IdentityId, type RoomId } from '#contracts';

/** A call as it is kept. */
export interface KeptCall extends Call {
  readonly roomId: RoomId;
  readonly acceptedAtMs?: number;
  readonly endedAtMs?: number;
  /** The socket on which each person took it. */
  readonly acceptedOn: Readonly<Record<string, string>>;
}

/** A call that somebody is about to make. */
export interface Dialled extends Pick<Call, 'callId' | 'conversationId' | 'media' | 'callerId' | 'callerName'> {
  readonly roomId: RoomId;
  readonly calleeIds: readonly IdentityId[];
  readonly busyIds: ReadonlySet<IdentityId>;
  readonly atMs: number;
}

type Callee = Call['callees'][number];

/*
 * The rules of a call. Each takes it as it is and returns it as it is then; the same object means that nothing changed.
 */

export function dial({ calleeIds, busyIds, atMs, ...dialled }: Dialled): KeptCall {
  const callees = calleeIds.map((identityId): Callee => ({
    identityId,
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
  if (callee.state === 'accepted') {
    if (takenOn === socketId) return call;
    throw new Refusal('conflict', 'You have taken this call on another device.');
  }
  return {
    ...withCallee(call, { identityId, state: 'accepted' }),
    state: 'running',
    acceptedAtMs: call.acceptedAtMs ?? atMs,
    acceptedOn: { ...call.acceptedOn, [identityId]: socketId },
  };
}

/** @throws {Refusal} `not-found` when it is over or not theirs. After accepting it does nothing. */
export function decline(
  call: KeptCall,
  who: { readonly identityId: IdentityId; readonly message?: string | undefined; readonly atMs: number },
): KeptCall {
  const { identityId, message, atMs } = who;
  if (requireCallee(call, identityId).state !== 'ringing') return call;
  return settled(withCallee(call, { identityId, state: 'declined', ...(message !== undefined && { message }) }), atMs);
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
  if (atMs < call.ringsUntilMs || !call.callees.some(({ state }) => state === 'ringing')) return call;
  return settled(missedBy(call), atMs);
}

/** Its meeting is over. */
export function endWithMeeting(call: KeptCall, atMs: number): KeptCall {
  if (call.state === 'ended') return call;
  return over(missedBy(call), call.state === 'running' ? 'answered' : 'cancelled', atMs);
}

/** The people in a call who were told of it: caller and callees. */
export function everybodyIn(call: Call): IdentityId[] {
  return [call.callerId, ...call.callees.map(({ identityId }) => identityId)];
}

/** What people see of it. */
export function viewOf({
  roomId: _roomId,
  acceptedAtMs: _accepted,
  endedAtMs: _ended,
  acceptedOn: _on,
  ...call
}: KeptCall): Call {
  return call;
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

function missedBy(call: KeptCall): KeptCall {
  const callees = call.callees.map((one): Callee => (one.state === 'ringing' ? { ...one, state: 'missed' } : one));
  return { ...call, callees };
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
