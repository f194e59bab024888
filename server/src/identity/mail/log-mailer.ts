import type { Log } from '#kernel';
import type { Mail, Mailer } from './mailer.js';

/** On a developer's or a household's own machine: what would be mailed stands in the log, links included. */
export class LogMailer implements Mailer {
  readonly isReady = true;

  constructor(private readonly log: Log) {}

  async send({ to, subject, text }: Mail): Promise<void> {
    this.log.info({ to, subject, text }, 'no SMTP_URL is set, so this mail is not sent but written here');
  }
}

/** Where nothing is set up, nothing is promised. */
export class NoMailer implements Mailer {
  readonly isReady = false;

  async send(): Promise<void> {
    throw new Error('This server cannot send mail.');
  }
}
