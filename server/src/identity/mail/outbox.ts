import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Refusal } from '#contracts';
import type { Log } from '#kernel';
import { LOG } from '../../core/tokens.js';
import { MAILER, type Mail, type Mailer } from './mailer.js';

/** How long a shutdown waits for mails on their way, in ms. */
const DRAIN_MAX_MS = 3_000;
const PENDING_MAX_COUNT = 500;

/**
 * Work that nobody waits for: mails, and what must be looked up before it is known whether one is sent. An answer that
 * waited for it would tell by its time whether there is an account.
 */
@Injectable()
export class Outbox implements OnApplicationShutdown {
  readonly #pending = new Set<Promise<void>>();

  constructor(
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(LOG) private readonly log: Log,
  ) {}

  get isReady(): boolean {
    return this.mailer.isReady;
  }

  /** @throws {Refusal} `unavailable` when this server cannot send mail, or has too many on their way. */
  demand(): void {
    if (!this.mailer.isReady) {
      throw new Refusal('unavailable', 'This server cannot send mail; ask whoever runs it.');
    }
    if (this.#pending.size >= PENDING_MAX_COUNT) throw new Refusal('unavailable', 'Try again in a few minutes.');
  }

  /** Begins and returns at once. A failure is logged without the mail. */
  later(work: (send: (mail: Mail) => Promise<void>) => Promise<void>): void {
    const running = this.#run(work).finally(() => this.#pending.delete(running));
    this.#pending.add(running);
  }

  async onApplicationShutdown(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const atMost = new Promise<void>((resolve) => (timer = setTimeout(resolve, DRAIN_MAX_MS)));
    await Promise.race([Promise.allSettled(this.#pending), atMost]);
    clearTimeout(timer);
    this.mailer.close?.();
  }

  async #run(work: (send: (mail: Mail) => Promise<void>) => Promise<void>): Promise<void> {
    try {
      await work((mail) => this.mailer.send(mail));
    } catch (fault) {
      this.log.error({ fault: fault instanceof Error ? fault.message : 'unknown' }, 'a mail could not be sent');
    }
  }
}
