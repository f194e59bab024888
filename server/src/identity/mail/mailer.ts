export const MAILER = Symbol('Mailer');

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** A calendar file. `method` tells mail programs what to do with it. Source: RFC 5546. */
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly ics: string };
}

/** Sends mail. */
export interface Mailer {
  /** False when nothing can be sent here. */
  readonly isReady: boolean;
  /** Resolves once the mail server has taken it. */
  send(mail: Mail): Promise<void>;
  close?(): void;
}
