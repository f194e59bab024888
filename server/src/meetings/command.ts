import {
  Refusal,
  type HostAct,
  type Input,
  type ParticipantId,
  type Permission,
  type SignallingRequests,
  type WaitingId,
} from '#contracts';
import type { ActFact, Aside, Change } from './meeting-fact.js';
import type { MeetingParts } from './meeting-parts.js';
import { isSteward, roleOf, type Seat } from './seats.js';

export type Outcome = readonly (Change | Aside)[];

/** What a command works with. */
export interface Scene {
  readonly parts: MeetingParts;
  /** Who asks. */
  readonly by: Seat;
  readonly atMs: number;
  /** Takes a seat away, with everything that hung on it. */
  readonly vacate: (seat: Seat, reason: 'removed' | 'moved-to-lobby') => Outcome;
  readonly newId: () => string;
}

/** Who may give a command at all. Hosts include who stands in for one; stewards are hosts and co-hosts. */
export type May = 'everyone' | 'stewards' | 'hosts';

export type Commands<K extends keyof SignallingRequests> = {
  readonly [N in K]: {
    readonly may: May;
    /**
     * Checks before it changes anything, so that a refused one leaves no trace; asked twice, it finds its effect and
     * says nothing more.
     */
    readonly run: (scene: Scene, input: Input<SignallingRequests, N>) => Outcome;
  };
};

/** What the audit log and the screens are told of an act. */
export interface ActWords {
  readonly act: HostAct;
  readonly target?: Seat | undefined;
  readonly permission?: Permission;
  /** For the audit log only. */
  readonly detail?: string | undefined;
}

/** @throws {Refusal} `forbidden`. */
export function requireMay(by: Seat, may: May): void {
  if (may === 'hosts' && roleOf(by) !== 'host') throw new Refusal('forbidden', 'Only a host may do this.');
  if (may === 'stewards' && !isSteward(by)) throw new Refusal('forbidden', 'Only hosts and co-hosts may do this.');
}

/** Somebody to be acted upon. A co-host has no say over a host. @throws {Refusal} `not-found`, `forbidden`. */
export function subjectOf({ parts, by }: Scene, participantId: ParticipantId): Seat {
  const seat = parts.seats.target(participantId);
  if (roleOf(seat) === 'host' && roleOf(by) !== 'host') {
    throw new Refusal('forbidden', 'Only a host may do this to a host.');
  }
  return seat;
}

/** @throws {Refusal} `forbidden`. */
export function requireNoHost(seat: Seat): void {
  if (roleOf(seat) === 'host') throw new Refusal('forbidden', 'Nobody can do this to a host.');
}

/** An act that changed nothing is no act. */
export function withAct(scene: Scene, changes: Outcome, words: ActWords): Outcome {
  return changes.length === 0 ? [] : [...changes, ...actOf(scene, words)];
}

export function actOf({ by }: Scene, { act, target, permission, detail }: ActWords): ActFact[] {
  return [
    {
      kind: 'host.acted',
      act,
      actorId: by.participantId,
      actorName: by.name,
      ...(target !== undefined && { targetId: target.participantId, targetName: target.name }),
      ...(permission !== undefined && { permission }),
      ...(detail !== undefined && { detail }),
    },
  ];
}

/** An act upon somebody who waits; those are told to hosts and co-hosts only. */
export function waitingAct(
  { by }: Scene,
  act: 'admitted' | 'denied',
  { waitingId, name }: { readonly waitingId: WaitingId; readonly name: string },
): ActFact[] {
  const { participantId: actorId, name: actorName } = by;
  return [{ kind: 'host.acted', act, actorId, actorName, targetId: waitingId, targetName: name }];
}
