import { Injectable } from '@nestjs/common';

/** Answers what is missing, in a few words for an operator, or undefined when all is well. Must settle by itself. */
export type ReadinessCheck = () => Promise<string | undefined>;

/** What must hold before this server should be sent people. Features add their checks as they start. */
@Injectable()
export class Readiness {
  readonly #checks = new Map<string, ReadinessCheck>([['media', () => Promise.resolve('no media module is loaded')]]);
  #isDraining = false;

  /** A second check of one name replaces the first. */
  add(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check);
  }

  /** From now on never ready, so that nobody new is sent here. */
  drain(): void {
    this.#isDraining = true;
  }

  /** What is missing, by name; empty when ready. Never rejects: a check that fails is named without its reason. */
  async missing(): Promise<Readonly<Record<string, string>>> {
    if (this.#isDraining) return { server: 'is shutting down' };
    const answers = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await settled(check)] as const),
    );
    return Object.fromEntries(answers.filter((one): one is readonly [string, string] => one[1] !== undefined));
  }
}

async function settled(check: ReadinessCheck): Promise<string | undefined> {
  try {
    return await check();
  } catch {
    return 'does not answer';
  }
}
