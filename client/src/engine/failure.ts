import { Refusal, REFUSALS } from '#contracts';
import type { CallFailure } from './model.js';

/** No server answered: no network, no such machine, or it is down. Distinct from every refusal, which is an answer. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** This browser or this page cannot hold a call, whatever the server says. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
  readonly why: 'unsupported' | 'insecure';

  constructor(why: 'unsupported' | 'insecure') {
    super(`This page cannot hold a call: ${why}.`);
    this.why = why;
  }
}

/** What to show for whatever stopped a call from beginning. */
export function failureOf(thrown: unknown): CallFailure {
  if (thrown instanceof Refusal) return thrown.code;
  if (thrown instanceof Unreachable) return 'unreachable';
  if (thrown instanceof Unfit) return thrown.why;
  return 'internal';
}

/** True for what may be otherwise in a moment, such as a server that is starting. */
export function isPassing(thrown: unknown): boolean {
  return thrown instanceof Unreachable || (thrown instanceof Refusal && REFUSALS[thrown.code].again);
}

/** The name by which the W3C's specifications tell exceptions apart; not all of those are `Error`s in every browser. */
export function exceptionName(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : '';
}
