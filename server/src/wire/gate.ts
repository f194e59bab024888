import { Refusal, signalling, type RefusalCode, type SignallingRequests } from '#contracts';
import { TaskQueue, type Clock, type Log } from '#kernel';
import { asRefusal } from '../core/absence.js';
import type { Tally, Violation } from '../core/tally.js';
import type { Caller } from './caller.js';
import type { RateLimits } from './rate-limits.js';

export interface GateDependencies {
  readonly limits: RateLimits;
  readonly tally: Tally;
  readonly log: Log;
  readonly clock: Clock;
  /** Called once, when this socket has broken the protocol too often. */
  readonly cutOff: () => void;
}

/** Of the time that a caller waits, how much we take to answer; the rest is the answer's way. */
const OUR_TIME_RATIO = 0.9;

/** Watches over one socket: what it may put to us, how often, and how much nonsense we take from it. */
export class Gate {
  readonly #caller: Caller;
  readonly #in: GateDependencies;
  /** Shared limits answer later than local ones; the queue keeps the socket's requests in their order. */
  readonly #queue = new TaskQueue();
  #isCut = false;

  constructor(caller: Caller, dependencies: GateDependencies) {
    this.#caller = caller;
    this.#in = dependencies;
  }

  /** Why this message is not passed on; undefined when it is. Resolves in the order of the calls, never rejects. */
  admit(name: unknown, hasAcknowledgement: boolean): Promise<Refusal | undefined> {
    return this.#queue.run(async () => {
      const violation = await this.#violationOf(name, hasAcknowledgement);
      if (violation === undefined) return undefined;
      const refusal = refusalOf(violation, name);
      this.refused(refusal.code);
      this.violated(violation);
      return refusal;
    });
  }

  /** Begins to measure a request; call what is returned once it is answered. */
  serving(name: keyof SignallingRequests): () => void {
    return this.#in.tally.serving(name);
  }

  /**
   * The outcome of a request, if it comes while its caller still waits. What was begun goes on all the same.
   *
   * @throws {Refusal} `timeout`.
   */
  inTime<T>(name: keyof SignallingRequests, begun: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let isLate = false;
      const cancel = this.#in.clock.after(signalling.requests[name].deadlineMs * OUR_TIME_RATIO, () => {
        isLate = true;
        reject(new Refusal('timeout', 'This takes longer than usual. Please try again in a moment.'));
      });
      begun.then(resolve, (fault: unknown) => {
        // Nobody else hears of a fault after the answer.
        if (isLate && !(asRefusal(fault) instanceof Refusal)) this.failed(name, fault);
        reject(fault);
      });
      begun.then(cancel, cancel);
    });
  }

  /** A request was answered with a refusal. */
  refused(code: RefusalCode): void {
    this.#in.tally.refused('socket', code);
  }

  /** The protocol was broken. Counted against the identity, so that a new socket does not wipe the slate. */
  violated(kind: Violation): void {
    this.#in.tally.violated(kind);
    this.#in.limits.identityViolations.take(this.#caller.identityId).then(
      (isWithin) => isWithin || this.#cut(),
      (fault: unknown) => this.failed('violation count', fault),
    );
  }

  /** A fault of ours while a request was served. */
  failed(request: string, fault: unknown): void {
    const { identityId, socketId, seat } = this.#caller;
    this.#in.log.error({ request, identityId, socketId, ...seat, fault }, 'a request failed');
  }

  async #violationOf(name: unknown, hasAcknowledgement: boolean): Promise<Violation | undefined> {
    const { socketRequests, identityRequests } = this.#in.limits;
    const { socketId, identityId } = this.#caller;
    try {
      const isWithin = (await socketRequests.take(socketId)) && (await identityRequests.take(identityId));
      if (!isWithin) return 'too-many-requests';
    } catch (fault) {
      // Counting broke, which is our fault and no reason to turn people away.
      this.failed('rate count', fault);
    }
    if (typeof name !== 'string' || !Object.hasOwn(signalling.requests, name)) return 'unknown-request';
    return hasAcknowledgement ? undefined : 'no-acknowledgement';
  }

  #cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#in.log.warn(
      { identityId: this.#caller.identityId, socketId: this.#caller.socketId },
      'socket cut off: too many violations',
    );
    this.#in.cutOff();
  }
}

function refusalOf(violation: Violation, name: unknown): Refusal {
  if (violation === 'too-many-requests') return new Refusal('too-many-requests', 'Too many requests; wait a moment.');
  if (violation === 'no-acknowledgement') return new Refusal('invalid-input', 'A request needs an acknowledgement.');
  return new Refusal('invalid-input', `Unknown request '${String(name).slice(0, 64)}'.`);
}
