import { createHash, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/** A secret that shows itself only to who asks for it by name: not to logs, not to JSON, not to a debugger's print. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The only way to the text. Never pass it to anything that logs. */
  reveal(): string {
    return this.#value;
  }

  /** Compares in a time that does not tell how much was right. */
  equals(candidate: string): boolean {
    return timingSafeEqual(digest(this.#value), digest(candidate));
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
