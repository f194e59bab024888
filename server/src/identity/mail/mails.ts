import type { Mail } from './mailer.js';

/** What a mail about an account is made from. */
export interface AccountMail {
  readonly to: string;
  readonly name: string;
  readonly language: string | undefined;
  readonly link: string;
}

interface Texts {
  readonly subject: string;
  readonly text: (mail: AccountMail) => string;
}

type Kind = 'confirm' | 'taken' | 'reset';

const ENGLISH: Readonly<Record<Kind, Texts>> = {
  confirm: {
    subject: 'Confirm your e-mail address',
    text: ({ name, link }) =>
      `Hello ${name},\n\nopen this link within a day to finish signing up for Parley:\n\n${link}\n\nIf that was not you, do nothing; no account is made then.\n`,
  },
  taken: {
    subject: 'You have an account already',
    text: ({ name, link }) =>
      `Hello ${name},\n\nsomebody tried to sign up for Parley with this address, which has an account already. If that was you, sign in here, or ask for a new password there:\n\n${link}\n\nIf that was not you, do nothing; nothing has changed.\n`,
  },
  reset: {
    subject: 'Set a new password',
    text: ({ name, link }) =>
      `Hello ${name},\n\nopen this link within an hour to set a new password for Parley:\n\n${link}\n\nYou will be signed out everywhere then. If you did not ask for it, do nothing; nothing has changed.\n`,
  },
};

const GERMAN: Readonly<Record<Kind, Texts>> = {
  confirm: {
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
    text: ({ name, link }) =>
      `Guten Tag ${name},\n\nöffnen Sie diesen Link innerhalb eines Tages, um die Anmeldung bei Parley abzuschließen:\n\n${link}\n\nWaren Sie das nicht, müssen Sie nichts tun; es entsteht dann kein Konto.\n`,
  },
  taken: {
    subject: 'Sie haben bereits ein Konto',
    text: ({ name, link }) =>
      `Guten Tag ${name},\n\njemand wollte sich mit dieser Adresse bei Parley anmelden; sie hat aber schon ein Konto. Waren Sie das, melden Sie sich hier an oder fordern Sie dort ein neues Passwort an:\n\n${link}\n\nWaren Sie das nicht, müssen Sie nichts tun; es hat sich nichts geändert.\n`,
  },
  reset: {
    subject: 'Neues Passwort festlegen',
    text: ({ name, link }) =>
      `Guten Tag ${name},\n\nöffnen Sie diesen Link innerhalb einer Stunde, um ein neues Passwort für Parley festzulegen:\n\n${link}\n\nSie werden dabei überall abgemeldet. Haben Sie das nicht angefordert, müssen Sie nichts tun; es hat sich nichts geändert.\n`,
  },
};

export function accountMail(kind: Kind, mail: AccountMail): Mail {
  const { subject, text } = (isGerman(mail.language) ? GERMAN : ENGLISH)[kind];
  return { to: mail.to, subject, text: text(mail) };
}

export function isGerman(language: string | undefined): boolean {
  return language !== undefined && /^de(-|$)/i.test(language);
}
