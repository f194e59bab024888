import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '#contracts';

/** The algorithm is argon2id, as the library has it. Source: OWASP Password Storage Cheat Sheet, 19 MiB and two passes. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Half of the cores at most: whoever tries passwords must not hold up running meetings. */
const PARALLEL_MAX_COUNT = Math.max(1, Math.floor(availableParallelism() / 2));
/** About five seconds' worth of work on one core; past it people are asked to try again. */
const WAITING_MAX_COUNT = 200;

/** Compared with when there is nobody to compare with, so that it takes as long. Made from random bytes nobody kept. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$zZMTZJEJRIBewqIrkgfAjQ$weya2/IaB+3JreTjnjJh6LezPHunVOYim5axJcZqO9Y';

/** Hashes and compares passwords, a few at a time. */
@Injectable()
export class Passwords {
  readonly #waiting: (() => void)[] = [];
  #runningCount = 0;

  /** @throws {Refusal} `unavailable` when too many are waiting. */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(normal(password), ARGON2));
  }

  /**
   * Takes as long without a hash as with one.
   *
   * @throws {Refusal} `unavailable` when too many are waiting.
   */
  async isSame(passwordHash: string | undefined, password: string): Promise<boolean> {
    const isSame = await this.#inTurn(() => verify(passwordHash ?? NOBODYS_HASH, normal(password)));
    return isSame && passwordHash !== undefined;
  }

  snapshot() {
    return { runningCount: this.#runningCount, waitingCount: this.#waiting.length };
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      return await work();
    } finally {
      // The place goes to the next one in line without being free in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#runningCount -= 1;
      else next();
    }
  }

  #turn(): Promise<void> {
    if (this.#runningCount < PARALLEL_MAX_COUNT) {
      this.#runningCount += 1;
      return Promise.resolve();
    }
    if (this.#waiting.length >= WAITING_MAX_COUNT) {
      throw new Refusal('unavailable', 'Too many people are signing in; try again in a moment.');
    }
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }
}

/** The same password however the keyboard composes it. Source: NIST SP 800-63B-4 section 3.1.1.2. */
function normal(password: string): string {
  return password.normalize('NFKC');
}
