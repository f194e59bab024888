import { createTransport, type Transporter } from 'nodemailer';
import type { MailConfig } from '#config';
import type { Mail, Mailer } from './mailer.js';

/** Longest wait for the mail server at each step, in ms. */
const STEP_MAX_MS = 10_000;
const CONNECTIONS_MAX_COUNT = 3;

export class SmtpMailer implements Mailer {
  readonly isReady = true;
  readonly #from: string;
  readonly #transport: Transporter;

  constructor({ smtpUrl, from }: MailConfig) {
    this.#from = from;
    const url = new URL(smtpUrl.reveal());
    this.#transport = createTransport({
      host: url.hostname,
      port: url.port === '' ? undefined : Number(url.port),
      secure: url.protocol === 'smtps:',
      ...(url.username !== '' && {
        auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
      }),
      pool: true,
      maxConnections: CONNECTIONS_MAX_COUNT,
      connectionTimeout: STEP_MAX_MS,
      greetingTimeout: STEP_MAX_MS,
      socketTimeout: STEP_MAX_MS,
      // Mails hold nothing but text of ours: no file and no address is ever fetched for one.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ to, subject, text, calendar }: Mail): Promise<void> {
    await this.#transport.sendMail({
      from: { name: 'Parley', address: this.#from },
      // As an object, so that nothing in the address is read as a second recipient.
      to: { name: '', address: to },
      subject,
      text,
      ...(calendar !== undefined && {
        icalEvent: { method: calendar.method, filename: 'meeting.ics', content: calendar.ics },
      }),
    });
  }

  close(): void {
    this.#transport.close();
  }
}
