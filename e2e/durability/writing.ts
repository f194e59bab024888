import type { Page } from './page.js';

/** Nobody types on while so many of their messages are not there yet. */
const WAITING_MAX_COUNT = 4;
/** Between two looks at who may write on, in ms. */
const TURN_MS = 20;

interface Plan {
  readonly pages: readonly Page[];
  readonly eachCount: number;
}

/** Lets all pages write, as far as they are allowed to come, until each has written its share. */
export class Writing {
  readonly #plan: Plan;
  readonly #timer: NodeJS.Timeout;
  #allowedCount = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#timer = setInterval(() => this.#turn(), TURN_MS);
  }

  get acknowledgedCount(): number {
    return this.#plan.pages.reduce((sum, { written, waitingCount }) => sum + written.size - waitingCount, 0);
  }

  get missing(): string | undefined {
    const left = this.#plan.pages.filter(({ written, waitingCount }) => {
      return written.size < this.#plan.eachCount || waitingCount > 0;
    });
    return left.length === 0 ? undefined : left.map((page) => page.describe()).join('\n');
  }

  /** Up to this share of all there is to write. */
  allow(ratio: number): void {
    this.#allowedCount = Math.ceil(this.#plan.eachCount * ratio);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #turn(): void {
    for (const page of this.#plan.pages) {
      const isFree = page.waitingCount < WAITING_MAX_COUNT && page.written.size < this.#allowedCount;
      if (isFree) page.write(nextTextOf(page));
    }
  }
}

/** A text that nobody has written yet. */
export function nextTextOf({ name, written }: Page): string {
  return `${name} says ${written.size + 1}`;
}
